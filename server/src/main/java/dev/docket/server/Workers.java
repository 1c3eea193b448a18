package dev.docket.server;

import dev.docket.persistence.database.Notifications;
import dev.docket.persistence.jobs.Jobs;
import dev.docket.server.accounts.AccountRulesCache;
import dev.docket.server.features.Feature;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** What is wrong with the background work; empty if nothing is. */
    Optional<String> problem() {
        return Stream.of(jobs.problem(), changes.problem())
                .flatMap(Optional::stream)
                .reduce((first, second) -> first + "; " + second);
    }

    @Override
    public void close() {
        jobs.close();
        changes.close();
    }
}
