package dev.docket.server.sla;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A clock that runs only while a calendar is open. Exact to the nanosecond. */
public record BusinessClock(OpeningCalendar calendar) {
    /**
     * Maximum distance of a due instant from the start, so that the search ends on calendars without further openings.
     */
    public static final int HORIZON_YEARS = 10;

    /** Returns the open time in [from, to); zero if {@code to} is not after {@code from}. */
    public Duration elapsed(Instant from, Instant to) {
        Interval all = new Interval(from, to);
        if (all.isEmpty() || calendar.isAlwaysOpen()) {
            return all.length();
        }
        LocalDate first = calendar.dateOf(from);
        LocalDate last = calendar.dateOf(to);
        Duration open = openOn(first, all);
        LocalDate date = first.plusDays(1);
        while (date.isBefore(last)) {
            OpeningCalendar.Stretch stretch = calendar.stretch(date, last);
            open = open.plus(stretch.open());
            date = stretch.until();
        }
        return last.equals(first) ? open : open.plus(openOn(last, all));
    }

    private Duration openOn(LocalDate date, Interval all) {
        return Interval.total(calendar.spansOn(date).stream()
                .map(span -> span.within(all.from(), all.to()))
                .toList());
    }

    /** Returns the open time in all periods together. */
    public Duration elapsed(List<Interval> periods) {
        return periods.stream()
                .map(period -> elapsed(period.from(), period.to()))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * Returns the first open intervals in some periods, in ascending order; intervals that touch become one.
     *
     * @param periods in ascending order, without overlaps
     * @param limit maximum number of intervals
     */
    public List<Interval> open(List<Interval> periods, int limit) {
        List<Interval> open = new ArrayList<>();
        for (Interval period : periods) {
            LocalDate date = calendar.dateOf(period.from());
            // One more than the limit, since that ends the last one.
            while (open.size() <= limit && !date.isAfter(calendar.dateOf(period.to()))) {
                date = addOpen(date, period, open);
            }
        }
        return List.copyOf(open.subList(0, Math.min(limit, open.size())));
    }

    /** @return the date after those whose intervals were added: the whole stretch, if it has no interval or only one */
    private LocalDate addOpen(LocalDate date, Interval period, List<Interval> open) {
        OpeningCalendar.Stretch stretch =
                calendar.stretch(date, calendar.dateOf(period.to()).plusDays(1));
        Interval whole = new Interval(calendar.start(date), calendar.start(stretch.until()));
        if (stretch.open().isZero() || stretch.open().equals(whole.length())) {
            if (!stretch.open().isZero()) {
                Interval.append(whole.within(period.from(), period.to()), open);
            }
            return stretch.until();
        }
        calendar.spansOn(date).forEach(span -> Interval.append(span.within(period.from(), period.to()), open));
        return date.plusDays(1);
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
        LocalDate first = calendar.dateOf(start);
        LocalDate second = first.plusWeeks(1);
        Optional<Instant> soon = dueByDate(first, second, start, target);
        return soon.isPresent()
                ? soon
                : dueByStretch(
                        second, first.plusYears(HORIZON_YEARS), target.minus(elapsed(start, calendar.start(second))));
    }

    private Optional<Instant> dueByDate(LocalDate from, LocalDate until, Instant start, Duration target) {
        Duration left = target;
        for (LocalDate date = from; date.isBefore(until); date = date.plusDays(1)) {
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

    private Optional<Instant> dueByStretch(LocalDate from, LocalDate until, Duration target) {
        Duration left = target;
        LocalDate date = from;
        while (date.isBefore(until)) {
            OpeningCalendar.Stretch stretch = calendar.stretch(date, until);
            if (stretch.open().compareTo(left) >= 0) {
                return dueIn(stretch, left);
            }
            left = left.minus(stretch.open());
            date = stretch.until();
        }
        return Optional.empty();
    }

    /** @param target at most the open time of the stretch; positive */
    private Optional<Instant> dueIn(OpeningCalendar.Stretch stretch, Duration target) {
        LocalDate from = stretch.from();
        Duration week = calendar.weeklyTime(from, from.plusWeeks(1));
        long weeks = stretch.hasWeeks() ? target.minusNanos(1).dividedBy(week) : 0;
        LocalDate date = from.plusWeeks(weeks);
        return dueByDate(date, stretch.until(), calendar.start(date), target.minus(week.multipliedBy(weeks)));
    }
}
