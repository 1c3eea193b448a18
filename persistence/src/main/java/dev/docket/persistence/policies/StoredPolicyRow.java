package dev.docket.persistence.policies;

import dev.docket.persistence.calendars.BusinessCalendarRow;
import dev.docket.persistence.configurations.ConfigurationRow;
import java.time.Instant;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * An SLA policy as it is now.
 *
 * @param calendarId the calendar that it uses; null: 24x7 in UTC
 * @param revision grows with every change
 */
public record StoredPolicyRow(
        @Nested SlaPolicyRow policy, @Nullable String calendarId, long revision, Instant createdAt, Instant updatedAt)
        implements ConfigurationRow {

    @Override
    public String id() {
        return policy.id();
    }

    public StoredPolicyRow withPolicy(SlaPolicyRow other) {
        return new StoredPolicyRow(other, calendarId, revision, createdAt, updatedAt);
    }

    /** The policy in its next version, with the present state of the calendar that it uses. */
    public StoredPolicyRow withCalendar(BusinessCalendarRow calendar, Instant now) {
        return new StoredPolicyRow(
                policy.withCalendar(calendar, policy.version() + 1), calendarId, revision + 1, createdAt, now);
    }
}
