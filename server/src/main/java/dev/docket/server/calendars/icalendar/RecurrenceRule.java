package dev.docket.server.calendars.icalendar;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A recurrence rule (RFC 5545, 3.3.10) for days: each period has the days that match all parts of the rule. What it
 * costs depends on the days between the start and the last requested date only, and each is a step.
 *
 * @param unit of the periods: years, months, weeks or days
 * @param count maximum number of occurrences
 * @param until last date of an occurrence
 * @param parts the {@code BY} parts, with what RFC 5545 adds from the start of the event
 */
record RecurrenceRule(ChronoUnit unit, int interval, int count, LocalDate until, DayParts parts) {

    /** Without COUNT. */
    static final int UNLIMITED = Integer.MAX_VALUE;

    /** Reports the starts of the occurrences in a range of dates, in ascending order. */
    void expand(LocalDate start, LocalDate first, LocalDate last, Steps steps, Consumer<LocalDate> starts) {
        LocalDate end = until.isBefore(last) ? until : last;
        LocalDate period = beginning(start);
        if (count == UNLIMITED) {
            long periods = Math.max(0, unit.between(period, first));
            period = period.plus(periods - periods % interval, unit);
        }
        int found = 0;
        for (; !period.isAfter(end); period = period.plus(interval, unit)) {
            for (LocalDate day : days(period, steps)) {
                if (!day.isBefore(start)) {
                    if (day.isAfter(end) || found == count) {
                        return;
                    }
                    found++;
                    if (!day.isBefore(first)) {
                        starts.accept(day);
                    }
                }
            }
        }
    }

    private LocalDate beginning(LocalDate day) {
        return switch (unit) {
            case YEARS -> day.withDayOfYear(1);
            case MONTHS -> day.withDayOfMonth(1);
            case WEEKS ->
                day.with(TemporalAdjusters.previousOrSame(parts.weeks().getFirstDayOfWeek()));
            default -> day;
        };
    }

    private List<LocalDate> days(LocalDate period, Steps steps) {
        List<LocalDate> days = new ArrayList<>();
        LocalDate next = period.plus(1, unit);
        for (LocalDate day = period; day.isBefore(next); ) {
            steps.take();
            if (parts.matchMonth(day)) {
                if (parts.match(day)) {
                    days.add(day);
                }
                day = day.plusDays(1);
            } else {
                day = day.with(TemporalAdjusters.firstDayOfNextMonth());
            }
        }
        return parts.select(days);
    }
}
