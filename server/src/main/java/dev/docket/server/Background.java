package dev.docket.server;

import dev.docket.persistence.database.Notifications;
import dev.docket.persistence.jobs.Job;
import dev.docket.persistence.jobs.Jobs;
import dev.docket.server.accounts.AccountConfigurations;
import java.util.List;

/** What a server does without being asked: hear of changes on other nodes, and jobs. */
record Background(Notifications changes, Jobs jobs) implements AutoCloseable {

    static Background start(ServerSettings settings, AccountConfigurations configurations, Jobs jobs, List<Job> work) {
        if (settings.runsJobs()) {
            jobs.start(work);
        }
        return new Background(configurations.watch(), jobs);
    }

    @Override
    public void close() {
        jobs.close();
        changes.close();
    }
}
