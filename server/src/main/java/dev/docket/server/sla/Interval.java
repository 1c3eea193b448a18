package dev.docket.server.sla;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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

    Interval plus(Duration distance) {
        return new Interval(from.plus(distance), to.plus(distance));
    }

    /** Returns the same instants in ascending order and without overlaps; touching spans become one. */
    public static List<Interval> union(List<Interval> spans) {
        List<Interval> sorted = new ArrayList<>(spans);
        sorted.sort(Comparator.comparing(Interval::from));
        List<Interval> union = new ArrayList<>(sorted.size());
        sorted.forEach(span -> append(span, union));
        return union;
    }

    /**
     * Adds the instants of a span to a union; does nothing if the span is empty.
     *
     * @param span begins at or after the begin of every other
     */
    static void append(Interval span, List<Interval> union) {
        Interval last = union.isEmpty() ? null : union.get(union.size() - 1);
        if (span.isEmpty()) {
            return;
        }
        if (last == null || last.to().isBefore(span.from())) {
            union.add(span);
        } else if (last.to().isBefore(span.to())) {
            union.set(union.size() - 1, new Interval(last.from(), span.to()));
        }
    }

    /**
     * Returns the instants of this interval that are in none of the others.
     *
     * @param others in ascending order, without overlaps, none empty
     */
    public List<Interval> without(List<Interval> others) {
        List<Interval> left = new ArrayList<>();
        Interval rest = this;
        for (Interval other : others) {
            append(rest.within(rest.from(), other.from()), left);
            rest = rest.within(other.to(), rest.to());
        }
        append(rest, left);
        return left;
    }
}
