package dev.docket.server.sla;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The instants in [from, to); empty if {@code to} is not after {@code from}. */
public record Interval(Instant from, Instant to) {
    boolean isEmpty() {
        return !from.isBefore(to);
    }

    Duration length() {
        return isEmpty() ? Duration.ZERO : Duration.between(from, to);
    }

    /** @param spans without overlaps */
    public static Duration total(List<Interval> spans) {
        return spans.stream().map(Interval::length).reduce(Duration.ZERO, Duration::plus);
    }

    Interval within(Instant start, Instant end) {
        return new Interval(from.isBefore(start) ? start : from, to.isAfter(end) ? end : to);
    }

    /** Returns the same instants in ascending order and without overlaps; touching spans become one. */
    static List<Interval> union(List<Interval> spans) {
        List<Interval> sorted = new ArrayList<>(spans);
        sorted.sort(Comparator.comparing(Interval::from));
        List<Interval> union = new ArrayList<>(sorted.size());
        for (Interval span : sorted) {
            Interval last = union.isEmpty() ? null : union.get(union.size() - 1);
            if (last == null || last.to().isBefore(span.from())) {
                union.add(span);
            } else if (last.to().isBefore(span.to())) {
                union.set(union.size() - 1, new Interval(last.from(), span.to()));
            }
        }
        return union;
    }

    /**
     * Returns the instants that are in {@code spans} and not in {@code others}.
     *
     * @param spans in ascending order and without overlaps
     * @param others in any order, overlapping or not
     */
    public static List<Interval> minus(List<Interval> spans, List<Interval> others) {
        List<Interval> left = spans;
        for (Interval other : others.stream().filter(other -> !other.isEmpty()).toList()) {
            left = left.stream()
                    .flatMap(span -> Stream.of(
                            span.within(span.from(), earlier(span.to(), other.from())),
                            span.within(later(span.from(), other.to()), span.to())))
                    .filter(span -> !span.isEmpty())
                    .toList();
        }
        return left;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
