package dev.docket.server.tickettypes;

import dev.docket.persistence.database.Database;
import dev.docket.server.configurations.Configured;
import dev.docket.server.features.Feature;
import java.time.Clock;

/** Ticket types and the versions of their custom fields. */
public final class TicketTypesFeature {

    private TicketTypesFeature() {}

    public static Feature create(Database database, Clock clock) {
        return Feature.of(new TicketTypesResource(
                new Configured<>(new TicketTypeKind(), database, clock), new TicketTypeVersions(database)));
    }
}
