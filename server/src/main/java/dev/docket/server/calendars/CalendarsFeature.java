package dev.docket.server.calendars;

import dev.docket.persistence.database.Database;
import dev.docket.server.features.Feature;
import java.time.Clock;
import java.util.function.Consumer;

/** Business calendars. */
public final class CalendarsFeature {

    private CalendarsFeature() {}

    public static Feature create(Database database, Consumer<String> recalculation, Clock clock) {
        return Feature.of(new BusinessCalendarsResource(new BusinessCalendars(database, recalculation, clock)));
    }
}
