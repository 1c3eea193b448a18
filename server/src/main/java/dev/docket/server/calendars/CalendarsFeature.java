package dev.docket.server.calendars;

import dev.docket.persistence.database.Database;
import dev.docket.server.features.Feature;
import dev.docket.server.quotas.Quotas;
import java.time.Clock;
import java.util.function.Consumer;

/** Business calendars. */
public final class CalendarsFeature {

    private CalendarsFeature() {}

    public static Feature create(Database database, Consumer<String> recalculation, Quotas quotas, Clock clock) {
        return Feature.of(new BusinessCalendarsResource(new BusinessCalendars(database, recalculation, quotas, clock)));
    }
}
