package dev.docket.persistence.tickettypes;

import dev.docket.persistence.configurations.ConfigurationRow;
import dev.docket.persistence.database.StagedBuilder;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * A ticket type with the fields of its current version.
 *
 * @param requiredPermissions required to create or see its tickets, in addition to the permission of the operation
 * @param emptyPoolPolicy leave_unassigned or fallback_any
 * @param version of {@code customFields}, from 1
 * @param revision grows with every change
 */
@StagedBuilder
public record TicketTypeRow(
        String id,
        String name,
        String description,
        @Nullable String category,
        List<String> requiredPermissions,
        boolean autoAssignmentEnabled,
        @Nullable String rotationId,
        String emptyPoolPolicy,
        @Nullable String slaPolicyId,
        int version,
        @Json List<CustomFieldRow> customFields,
        boolean isActive,
        int sortOrder,
        long revision,
        Instant createdAt,
        Instant updatedAt)
        implements ConfigurationRow {}
