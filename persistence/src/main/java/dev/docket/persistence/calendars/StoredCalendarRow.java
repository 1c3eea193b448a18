package dev.docket.persistence.calendars;

import dev.docket.persistence.configurations.ConfigurationRow;
import java.time.Instant;
import org.jdbi.v3.core.mapper.Nested;

/**
 * A business calendar as it is now.
 *
 * @param revision grows with every change
 */
public record StoredCalendarRow(
        @Nested BusinessCalendarRow calendar, long revision, Instant createdAt, Instant updatedAt)
        implements ConfigurationRow {

    @Override
    public String id() {
        return calendar.id();
    }
}
