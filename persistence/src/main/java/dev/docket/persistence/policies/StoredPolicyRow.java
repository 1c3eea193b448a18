package dev.docket.persistence.policies;

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
        @Nested SlaPolicyRow policy,
        @Nullable String calendarId,
        long revision,
        Instant createdAt,
        Instant updatedAt) {}
