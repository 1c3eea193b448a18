package dev.docket.server.testing;

import dev.docket.persistence.tickettypes.CustomFieldRow;
import dev.docket.persistence.tickettypes.TicketTypeRow;
import dev.docket.persistence.tickettypes.TicketTypeRowBuilder;
import java.util.List;

/** Ticket types for a database: a test states only the properties it is about. */
public final class TicketTypeRows {

    private TicketTypeRows() {}

    /** An active type without required permissions or fields. */
    public static TicketTypeRow type(String id) {
        return TicketTypeRowBuilder.builder()
                .id(id)
                .name(id)
                .description("")
                .requiredPermissions(List.of())
                .autoAssignmentEnabled(false)
                .emptyPoolPolicy("leave_unassigned")
                .version(1)
                .customFields(List.of())
                .isActive(true)
                .sortOrder(0)
                .revision(1)
                .createdAt(RunningServer.START)
                .updatedAt(RunningServer.START)
                .build();
    }

    public static TicketTypeRow type(String id, List<String> requiredPermissions, List<CustomFieldRow> customFields) {
        return TicketTypeRowBuilder.builder(type(id))
                .requiredPermissions(requiredPermissions)
                .customFields(customFields)
                .build();
    }

    /** A type whose tickets are assigned by a rotation, if {@code isAutomatic}. */
    public static TicketTypeRow typeOf(String id, String rotationId, boolean isAutomatic) {
        return TicketTypeRowBuilder.builder(type(id))
                .rotationId(rotationId)
                .autoAssignmentEnabled(isAutomatic)
                .build();
    }

    public static TicketTypeRow inactiveType(String id) {
        return TicketTypeRowBuilder.builder(type(id)).isActive(false).build();
    }
}
