package dev.docket.server.calendars.icalendar;

import dev.docket.api.model.IgnoredEventReason;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Computes the days that the events of a file take, within a range of dates. */
final class EventDays {

    private final LocalDate first;
    private final LocalDate last;
    private final Series series;
    private final Steps steps;

    /** @param last included */
    EventDays(LocalDate first, LocalDate last, Series series, Steps steps) {
        this.first = first;
        this.last = last;
        this.series = series;
        this.steps = steps;
    }

    /**
     * Returns the days of an event as their distances from the first date; at least one.
     *
     * @throws IgnoredEventException if no date can be taken from it
     */
    BitSet of(EventLines lines) {
        steps.take();
        series.requireCurrent(lines);
        AllDayEvent event = AllDayEvent.of(lines);
        long length = event.length();
        Set<LocalDate> starts = starts(event, length);
        starts.removeAll(exceptions(event, length));
        BitSet days = new BitSet();
        starts.forEach(start -> add(start, length, days));
        if (days.isEmpty()) {
            throw new IgnoredEventException(
                    IgnoredEventReason.OUTSIDE_PERIOD, "the event has no day from %s to %s".formatted(first, last));
        }
        return days;
    }

    private Set<LocalDate> starts(AllDayEvent event, long length) {
        Set<LocalDate> starts = expand(event, event.rules("RRULE"), length);
        if (event.lines().first("RRULE") == null) {
            starts.add(event.start());
        }
        addAll(event.days("RDATE"), starts);
        return starts;
    }

    private Set<LocalDate> exceptions(AllDayEvent event, long length) {
        Set<LocalDate> exceptions = expand(event, event.rules("EXRULE"), length);
        addAll(event.days("EXDATE"), exceptions);
        addAll(series.replaced(event.lines()).stream().map(event::day), exceptions);
        return exceptions;
    }

    private void addAll(Stream<LocalDate> dates, Set<LocalDate> target) {
        dates.forEach(date -> {
            steps.take();
            target.add(date);
        });
    }

    /** Returns the starts of the occurrences that reach into the range. */
    private Set<LocalDate> expand(AllDayEvent event, List<RecurrenceRule> rules, long length) {
        Set<LocalDate> starts = new HashSet<>();
        rules.forEach(rule -> rule.expand(event.start(), first.minusDays(length - 1), last, steps, starts::add));
        return starts;
    }

    private void add(LocalDate start, long length, BitSet days) {
        steps.take();
        long from = Math.max(0, ChronoUnit.DAYS.between(first, start));
        long end = ChronoUnit.DAYS.between(first, start.plusDays(length));
        long range = ChronoUnit.DAYS.between(first, last) + 1;
        if (from < Math.min(end, range)) {
            days.set((int) from, (int) Math.min(end, range));
        }
    }
}
