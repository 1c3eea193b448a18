package dev.docket.server.servicelevels;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.jobs.Job;
import dev.docket.server.features.Feature;
import dev.docket.server.tickets.TicketUpdates;
import dev.docket.server.tickets.Tickets;
import java.time.Clock;
import java.time.Duration;

/** The SLA of tickets, and the job that records its events when they are due. */
public final class ServiceLevelsFeature {

    private ServiceLevelsFeature() {}

    public static Feature create(Database database, Tickets tickets, TicketUpdates updates, Clock clock) {
        return Feature.of(new SlaResource(tickets, updates))
                .with(new Job("sla-events", Duration.ofSeconds(5), new SlaWatch(database, clock)::run));
    }
}
