package dev.docket.server;

import dev.docket.persistence.database.Notifications;
import dev.docket.persistence.jobs.Jobs;
import dev.docket.server.accounts.AccountRulesCache;
import dev.docket.server.features.Feature;
import java.util.List;

/** The background work of a server: listening for changes on other nodes, and jobs. */
record Workers(Notifications changes, Jobs jobs) implements AutoCloseable {

    static Workers start(ServerSettings settings, AccountRulesCache rules, Jobs jobs, List<Feature> features) {
        if (settings.runsJobs()) {
            jobs.start(features.stream()
                    .flatMap(feature -> feature.jobs().stream())
                    .toList());
        }
        return new Workers(rules.watch(), jobs);
    }

    @Override
    public void close() {
        jobs.close();
        changes.close();
    }
}
