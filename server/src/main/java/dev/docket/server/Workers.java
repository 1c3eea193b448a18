package dev.docket.server;

import dev.docket.persistence.database.Notifications;
import dev.docket.persistence.jobs.Job;
import dev.docket.persistence.jobs.Jobs;
import dev.docket.server.accounts.AccountRulesCache;
import java.util.List;

/** The background work of a server: listening for changes on other nodes, and jobs. */
record Workers(Notifications changes, Jobs jobs) implements AutoCloseable {

    static Workers start(ServerSettings settings, AccountRulesCache configurations, Jobs jobs, List<Job> work) {
        if (settings.runsJobs()) {
            jobs.start(work);
        }
        return new Workers(configurations.watch(), jobs);
    }

    @Override
    public void close() {
        jobs.close();
        changes.close();
    }
}
