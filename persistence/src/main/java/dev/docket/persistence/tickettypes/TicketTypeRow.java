package dev.docket.persistence.tickettypes;

import java.util.List;
import org.jdbi.v3.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * A ticket type with the fields of its current version.
 *
 * @param requiredPermissions what a caller needs to create or see its tickets, beside the permission of the operation
 * @param version of {@code customFields}, from 1
 */
public record TicketTypeRow(
        String id,
        String name,
        List<String> requiredPermissions,
        boolean autoAssignmentEnabled,
        @Nullable String rotationId,
        @Nullable String slaPolicyId,
        int version,
        boolean isActive,
        @Json List<CustomFieldRow> customFields) {}
