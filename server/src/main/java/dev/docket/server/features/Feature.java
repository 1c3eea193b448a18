package dev.docket.server.features;

import dev.docket.persistence.jobs.Job;
import java.util.List;

/**
 * The resources and jobs that one package adds to the server. Resources and services stay hidden in their package.
 *
 * @param resources implement operations of the contract
 * @param jobs run at intervals, each on one node at a time
 */
public record Feature(List<Object> resources, List<Job> jobs) {

    public static Feature of(Object... resources) {
        return new Feature(List.of(resources), List.of());
    }

    /** This feature with its jobs, all of them. */
    public Feature with(Job... all) {
        return new Feature(resources, List.of(all));
    }
}
