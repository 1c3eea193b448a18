package dev.docket.server.sla;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The instants in [from, to); empty if {@code to} is not after {@code from}. */
record Span(Instant from, Instant to) {
    boolean isEmpty() {
        return !from.isBefore(to);
    }

    Duration length() {
        return isEmpty() ? Duration.ZERO : Duration.between(from, to);
    }

    Span within(Instant start, Instant end) {
        return new Span(from.isBefore(start) ? start : from, to.isAfter(end) ? end : to);
    }

    /** The same instants in ascending order and without overlaps: spans that meet become one. */
    static List<Span> union(List<Span> spans) {
        List<Span> union = new ArrayList<>();
        for (Span span : spans.stream().sorted(Comparator.comparing(Span::from)).toList()) {
            Span last = union.isEmpty() ? null : union.get(union.size() - 1);
            if (last == null || last.to().isBefore(span.from())) {
                union.add(span);
            } else if (last.to().isBefore(span.to())) {
                union.set(union.size() - 1, new Span(last.from(), span.to()));
            }
        }
        return union;
    }
}
