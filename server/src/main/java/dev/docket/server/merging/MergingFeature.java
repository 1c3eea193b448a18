package dev.docket.server.merging;

import dev.docket.persistence.database.Database;
import dev.docket.server.features.Feature;
import java.time.Clock;

/** Merging of tickets. */
public final class MergingFeature {

    private MergingFeature() {}

    public static Feature create(Database database, Clock clock) {
        return Feature.of(new MergingResource(new TicketMerge(database, clock)));
    }
}
