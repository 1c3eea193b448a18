package dev.docket.server.sla;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The instants in [from, to); empty if {@code to} is not after {@code from}. */
record Span(Instant from, Instant to) {
    boolean isEmpty() {
        return !from.isBefore(to);
    }

    Duration length() {
        return isEmpty() ? Duration.ZERO : Duration.between(from, to);
    }

    /** @param spans without overlaps */
    static Duration total(List<Span> spans) {
        return spans.stream().map(Span::length).reduce(Duration.ZERO, Duration::plus);
    }

    Span within(Instant start, Instant end) {
        return new Span(from.isBefore(start) ? start : from, to.isAfter(end) ? end : to);
    }

    /** The same instants in ascending order and without overlaps: spans that meet become one. */
    static List<Span> union(List<Span> spans) {
        List<Span> sorted = new ArrayList<>(spans);
        sorted.sort(Comparator.comparing(Span::from));
        List<Span> union = new ArrayList<>(sorted.size());
        for (Span span : sorted) {
            Span last = union.isEmpty() ? null : union.get(union.size() - 1);
            if (last == null || last.to().isBefore(span.from())) {
                union.add(span);
            } else if (last.to().isBefore(span.to())) {
                union.set(union.size() - 1, new Span(last.from(), span.to()));
            }
        }
        return union;
    }

    /**
     * What is in {@code spans} and not in {@code others}.
     *
     * @param spans in ascending order and without overlaps
     * @param others in any order, overlapping or not
     */
    static List<Span> minus(List<Span> spans, List<Span> others) {
        List<Span> left = spans;
        for (Span other : others.stream().filter(other -> !other.isEmpty()).toList()) {
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
