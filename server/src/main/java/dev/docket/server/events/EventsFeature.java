package dev.docket.server.events;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.jobs.Job;
import dev.docket.server.features.Feature;
import java.time.Clock;
import java.time.Duration;

/** The history of tickets, and the feed of events. */
public final class EventsFeature {

    private EventsFeature() {}

    public static Feature create(Database database, EventSettings settings, Clock clock) {
        return Feature.of(
                        new HistoryResource(new TicketHistory(database)),
                        new EventsResource(new EventFeed(database, clock)))
                .with(new Job("events", Duration.ofHours(1), new EventRetention(database, settings, clock)::run));
    }
}
