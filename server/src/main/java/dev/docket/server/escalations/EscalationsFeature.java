package dev.docket.server.escalations;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.jobs.Job;
import dev.docket.server.configurations.Configured;
import dev.docket.server.features.Feature;
import dev.docket.server.features.JobTriggers;
import dev.docket.server.quotas.Quotas;
import dev.docket.server.tickets.TicketUpdates;
import java.time.Clock;
import java.time.Duration;

/** Escalations by agents, escalation rules, and the job that runs these when they are due. */
public final class EscalationsFeature {

    private static final String JOB = "escalations";

    private EscalationsFeature() {}

    public static Feature create(
            Database database, TicketUpdates updates, JobTriggers triggers, Quotas quotas, Clock clock) {
        EscalationWatch watch = new EscalationWatch(database, updates, clock);
        EscalationRuleKind rules = new EscalationRuleKind(triggers.trigger(JOB, watch::replan), null);
        return Feature.of(
                        new EscalationsResource(new Escalations(database, updates, clock)),
                        new EscalationRulesResource(new Configured<>(rules, database, quotas, clock), rules))
                .with(new Job(JOB, Duration.ofSeconds(5), watch::run));
    }
}
