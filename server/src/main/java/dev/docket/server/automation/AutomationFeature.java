package dev.docket.server.automation;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.jobs.Job;
import dev.docket.server.accounts.AccountRulesCache;
import dev.docket.server.configurations.Configured;
import dev.docket.server.features.Feature;
import dev.docket.server.quotas.Quotas;
import dev.docket.server.tickets.TicketUpdates;
import java.time.Clock;
import java.time.Duration;

/** Automation rules, and the job that runs them for what happens to tickets. */
public final class AutomationFeature {

    private AutomationFeature() {}

    public static Feature create(
            Database database, AccountRulesCache rules, TicketUpdates updates, Quotas quotas, Clock clock) {
        AutomationRunner runner = new AutomationRunner(database, rules, updates, clock);
        return Feature.of(new AutomationResource(
                        new Configured<>(new AutomationRuleKind(), database, quotas, clock),
                        new AutomationRuns(database),
                        new AutomationTrial(database, rules, clock)))
                .with(new Job("automation", Duration.ofSeconds(2), runner::run));
    }
}
