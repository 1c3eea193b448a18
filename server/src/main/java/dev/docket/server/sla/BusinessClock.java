package dev.docket.server.sla;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A clock that runs only while a calendar is open. Exact to the nanosecond. */
public record BusinessClock(OpeningCalendar calendar) {
    /**
     * Maximum distance of a due instant from the start, so that the search ends on calendars without further openings.
     */
    public static final int HORIZON_YEARS = 10;

    /** Returns the open time in [from, to); zero if {@code to} is not after {@code from}. */
    public Duration elapsed(Instant from, Instant to) {
        Interval all = new Interval(from, to);
        return all.isEmpty() || calendar.isAlwaysOpen()
                ? all.length()
                : openByDate(from, to).map(Interval::length).reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * Returns the open instants in [from, to), in ascending order and without overlaps.
     *
     * @return empty if {@code to} is not after {@code from}
     */
    public List<Interval> open(Instant from, Instant to) {
        Interval all = new Interval(from, to);
        if (all.isEmpty() || calendar.isAlwaysOpen()) {
            return all.isEmpty() ? List.of() : List.of(all);
        }
        return Interval.union(
                openByDate(from, to).filter(span -> !span.isEmpty()).toList());
    }

    private Stream<Interval> openByDate(Instant from, Instant to) {
        // One day more, because clocks that are set back over midnight repeat the end of the previous date.
        return localDate(from)
                .datesUntil(localDate(to).plusDays(2))
                .flatMap(date -> calendar.spansOn(date).stream())
                .map(span -> span.within(from, to));
    }

    /**
     * Returns the earliest instant t with {@code elapsed(start, t) >= target}. A target used up exactly at closing time
     * is due at closing time; a start at closing time waits for the next opening. A target of zero is due at the start.
     *
     * @return empty if the target is not used up within ten years
     * @throws IllegalArgumentException if the target is negative
     */
    public Optional<Instant> due(Instant start, Duration target) {
        if (target.isNegative()) {
            throw new IllegalArgumentException("target must not be negative: " + target);
        }
        if (target.isZero() || calendar.isAlwaysOpen()) {
            return Optional.of(start.plus(target));
        }
        Duration left = target;
        LocalDate end = localDate(start).plusYears(HORIZON_YEARS);
        for (LocalDate date = localDate(start); date.isBefore(end); date = date.plusDays(1)) {
            for (Interval span : calendar.spansOn(date)) {
                Interval open = span.within(start, span.to());
                if (open.length().compareTo(left) >= 0) {
                    return Optional.of(open.from().plus(left));
                }
                left = left.minus(open.length());
            }
        }
        return Optional.empty();
    }

    private LocalDate localDate(Instant instant) {
        return instant.atZone(calendar.zone()).toLocalDate();
    }
}
