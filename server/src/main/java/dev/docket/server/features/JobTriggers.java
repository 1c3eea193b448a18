package dev.docket.server.features;

import dev.docket.persistence.jobs.Jobs;
import java.util.function.Consumer;

/**
 * Starts work for an account as soon as it is needed instead of at the job's next interval.
 *
 * @param runsJobs false for a server without jobs: it does the work at once, on the thread of the request
 */
public record JobTriggers(Jobs jobs, boolean runsJobs) {

    /**
     * @param job its name
     * @param work does for one account what the job does for all
     * @return takes the id of the account
     */
    public Consumer<String> trigger(String job, Consumer<String> work) {
        return runsJobs ? account -> jobs.trigger(job) : work;
    }
}
