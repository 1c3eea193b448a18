package dev.docket.server.sla;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The reference of {@link BusinessClock}: it visits every date and all hours of it. */
record DateByDateClock(OpeningCalendar calendar) {

    Duration elapsed(Instant from, Instant to) {
        return openByDate(from, to).map(Interval::length).reduce(Duration.ZERO, Duration::plus);
    }

    List<Interval> open(Instant from, Instant to) {
        return Interval.union(openByDate(from, to).toList());
    }

    Optional<Instant> due(Instant start, Duration target) {
        Duration left = target;
        LocalDate end = localDate(start).plusYears(BusinessClock.HORIZON_YEARS);
        if (target.isZero()) {
            return Optional.of(start);
        }
        for (LocalDate date = localDate(start); date.isBefore(end); date = date.plusDays(1)) {
            for (Interval span : spansOn(date)) {
                Interval open = span.within(start, span.to());
                if (open.length().compareTo(left) >= 0) {
                    return Optional.of(open.from().plus(left));
                }
                left = left.minus(open.length());
            }
        }
        return Optional.empty();
    }

    /** One day more, because clocks that are set back over midnight repeat the end of the previous date. */
    private Stream<Interval> openByDate(Instant from, Instant to) {
        return localDate(from)
                .datesUntil(localDate(to).plusDays(2))
                .flatMap(date -> spansOn(date).stream())
                .map(span -> span.within(from, to))
                .filter(span -> !span.isEmpty());
    }

    /** A gap can move hours of the previous day into this one (Samoa skipped a whole day), so both days are read. */
    private List<Interval> spansOn(LocalDate date) {
        List<Interval> spans = new ArrayList<>();
        for (LocalDate each : List.of(date.minusDays(1), date)) {
            Stream.concat(
                            calendar.holidays().contains(each)
                                    ? Stream.of()
                                    : calendar.weekly().getOrDefault(each.getDayOfWeek(), List.of()).stream(),
                            calendar.openings().getOrDefault(each, List.of()).stream())
                    .map(hours -> new Interval(instant(each, hours.from()), instant(each, hours.to()))
                            .within(start(date), start(date.plusDays(1))))
                    .forEach(spans::add);
        }
        return Interval.union(spans);
    }

    private Instant start(LocalDate date) {
        return date.atStartOfDay(calendar.zone()).toInstant();
    }

    private Instant instant(LocalDate date, int minute) {
        return date.atStartOfDay().plusMinutes(minute).atZone(calendar.zone()).toInstant();
    }

    private LocalDate localDate(Instant instant) {
        return instant.atZone(calendar.zone()).toLocalDate();
    }
}
