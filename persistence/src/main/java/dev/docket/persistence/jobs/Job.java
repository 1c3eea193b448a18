package dev.docket.persistence.jobs;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Recurring work that one node runs at a time.
 *
 * @param name the same on every node, and unique; at most 100 characters
 * @param interval from one end to the next start; at least 1 ms
 * @param work opens transactions as it needs them. It may start again before it has finished, if its node is killed or
 *     cut off from the database, so it must be idempotent. Returns whether work is left, and then starts again as soon
 *     as other due jobs have run
 */
public record Job(String name, Duration interval, BooleanSupplier work) {

    public Job {
        if (name.isBlank() || name.length() > 100 || interval.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "a job must have a name of 1 to 100 characters and an interval of at least 1 ms");
        }
    }

    /** @param work does everything that is due */
    public Job(String name, Duration interval, Runnable work) {
        this(name, interval, () -> {
            work.run();
            return false;
        });
    }
}
