package dev.docket.server.events;

import dev.docket.persistence.database.Database;
import dev.docket.server.features.Feature;

/** The history of tickets. */
public final class EventsFeature {

    private EventsFeature() {}

    public static Feature create(Database database) {
        return Feature.of(new HistoryResource(new TicketHistory(database)));
    }
}
