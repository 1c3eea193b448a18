package dev.docket.persistence.jobs;

import java.time.Duration;

/**
 * Something to be done again and again, by one node at a time.
 *
 * @param name the same on every node, and no other job's; at most 100 characters
 * @param interval from one end to the next beginning; at least 1 ms
 * @param work opens transactions as it needs them. It may be begun again before all of it is done, if its node is killed or
 *     cut off from the database meanwhile, so what it does twice must be as if done once
 */
public record Job(String name, Duration interval, Runnable work) {

    public Job {
        if (name.isBlank() || name.length() > 100 || interval.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "a job has a name of 1 to 100 characters and an interval of 1 ms or more");
        }
    }
}
