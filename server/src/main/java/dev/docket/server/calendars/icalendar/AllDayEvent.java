package dev.docket.server.calendars.icalendar;

import dev.docket.api.model.IgnoredEventReason;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An event that takes whole days: its start is a date; or it lasts from midnight to midnight, or to 23:59, in local
 * time; or a program of Microsoft marks it as all-day, and it starts at midnight or in UTC.
 *
 * @param start first day
 * @param isDate whether the start is a date. If so, all other dates of the event count as they are written; otherwise,
 *     those in UTC stand for the nearest midnight.
 */
record AllDayEvent(EventLines lines, LocalDate start, boolean isDate) {

    private static final List<String> MARKS =
            List.of("X-MICROSOFT-CDO-ALLDAYEVENT", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT");
    private static final Pattern DURATION = Pattern.compile(
            "(-?)\\+?P(?:(\\d{1,5})W)?(?:(\\d{1,5})D)?" + "(?:T(?:(\\d{1,7})H)?(?:(\\d{1,7})M)?(?:(\\d{1,9})S)?)?");

    /** @throws IgnoredEventException if the event does not take whole days, or its start or end cannot be read */
    static AllDayEvent of(EventLines lines) {
        ContentLine line = lines.first("DTSTART");
        if (line == null) {
            throw new IgnoredEventException(IgnoredEventReason.UNREADABLE, "DTSTART is missing");
        }
        WrittenDate start = read(line, line.value());
        if (start.time() == null || line.isDate()) {
            return new AllDayEvent(lines, start.date(), true);
        }
        AllDayEvent event = new AllDayEvent(lines, start.nearestMidnight(), false);
        boolean isMarked = MARKS.stream().anyMatch(mark -> lines.text(mark).equalsIgnoreCase("TRUE"));
        boolean takesWholeDays =
                isMarked && start.isUtc() || start.isLocalMidnight() && (isMarked || event.endsAtMidnight());
        if (!takesWholeDays) {
            throw new IgnoredEventException(
                    IgnoredEventReason.TIME_OF_DAY, "the event has a time of day: " + line.shortened());
        }
        return event;
    }

    private boolean endsAtMidnight() {
        WrittenDate end = end();
        if (end == null) {
            Duration duration = duration();
            return duration.toDays() > 0 && duration.equals(Duration.ofDays(duration.toDays()));
        }
        return endDay(end).isAfter(start)
                && (end.time() == null || end.isLocalMidnight() || end.isLastMinute() && !end.isUtc());
    }

    /** Number of days, at least 1. */
    long length() {
        WrittenDate end = end();
        return Math.max(1, end == null ? duration().toDays() : ChronoUnit.DAYS.between(start, endDay(end)));
    }

    private @Nullable WrittenDate end() {
        ContentLine line = lines.first("DTEND");
        return line == null ? null : read(line, line.value());
    }

    /** Returns the first day after the event. */
    private LocalDate endDay(WrittenDate end) {
        return end.isLastMinute() && (isDate || !end.isUtc()) ? end.date().plusDays(1) : day(end);
    }

    private Duration duration() {
        ContentLine line = lines.first("DURATION");
        if (line == null) {
            return Duration.ZERO;
        }
        Matcher parts = DURATION.matcher(line.value().toUpperCase(Locale.ROOT));
        if (!parts.matches()) {
            throw IgnoredEventException.unreadable(line);
        }
        Duration duration = Duration.ofDays(7 * number(parts, 2) + number(parts, 3))
                .plusHours(number(parts, 4))
                .plusMinutes(number(parts, 5))
                .plusSeconds(number(parts, 6));
        return parts.group(1).isEmpty() ? duration : duration.negated();
    }

    private static long number(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
    }

    /** Returns the days of a property that may have several dates. */
    Stream<LocalDate> days(String property) {
        return lines.all(property)
                .flatMap(line -> Arrays.stream(line.value().split(","))
                        .filter(date -> !date.isBlank())
                        .map(date -> day(read(line, date))));
    }

    /** Returns the rules of {@code RRULE} or {@code EXRULE}. */
    List<RecurrenceRule> rules(String property) {
        return lines.all(property)
                .map(line -> RuleParser.parse(line, start, this::day))
                .toList();
    }

    LocalDate day(WrittenDate date) {
        return isDate ? date.date() : date.nearestMidnight();
    }

    /** @throws IgnoredEventException if the text is not a date */
    private static WrittenDate read(ContentLine line, String date) {
        WrittenDate written = WrittenDate.find(date);
        if (written == null) {
            throw IgnoredEventException.unreadable(line);
        }
        return written;
    }
}
