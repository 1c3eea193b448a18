package dev.docket.server.tickettypes;

import dev.docket.persistence.database.Database;
import dev.docket.server.configurations.Configured;
import dev.docket.server.features.Feature;
import dev.docket.server.quotas.Quotas;
import java.time.Clock;

/** Ticket types and the versions of their custom fields. */
public final class TicketTypesFeature {

    private TicketTypesFeature() {}

    public static Feature create(Database database, Quotas quotas, Clock clock) {
        return Feature.of(new TicketTypesResource(
                new Configured<>(new TicketTypeKind(), database, quotas, clock), new TicketTypeVersions(database)));
    }
}
