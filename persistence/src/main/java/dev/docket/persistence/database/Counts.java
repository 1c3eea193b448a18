package dev.docket.persistence.database;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;

/** The counts of one transaction, until it is committed. Not thread-safe. */
final class Counts {

    private final List<Count> counts = new ArrayList<>();

    private record Count(String counter, String label, String value, int times) {}

    void add(String counter, String label, String value, int times) {
        counts.add(new Count(counter, label, value, times));
    }

    void addTo(MeterRegistry meters) {
        for (Count count : counts) {
            meters.counter(count.counter(), count.label(), count.value()).increment(count.times());
        }
    }
}
