package dev.docket.server.testing;

import dev.docket.persistence.tickettypes.CustomFieldRow;
import dev.docket.persistence.tickettypes.TicketTypeRow;
import java.util.List;

/** Ticket types for a database: a test states only the properties it is about. */
public final class TicketTypeRows {

    private TicketTypeRows() {}

    /** An active type without required permissions or fields. */
    public static TicketTypeRow type(String id) {
        return type(id, List.of(), List.of());
    }

    public static TicketTypeRow type(String id, List<String> requiredPermissions, List<CustomFieldRow> customFields) {
        return row(id, requiredPermissions, false, null, customFields, true);
    }

    /** A type whose tickets are assigned by a rotation, if {@code isAutomatic}. */
    public static TicketTypeRow typeOf(String id, String rotationId, boolean isAutomatic) {
        return row(id, List.of(), isAutomatic, rotationId, List.of(), true);
    }

    public static TicketTypeRow inactiveType(String id) {
        return row(id, List.of(), false, null, List.of(), false);
    }

    private static TicketTypeRow row(
            String id,
            List<String> requiredPermissions,
            boolean isAutomatic,
            String rotationId,
            List<CustomFieldRow> customFields,
            boolean isActive) {
        return new TicketTypeRow(
                id,
                id,
                "",
                null,
                requiredPermissions,
                isAutomatic,
                rotationId,
                "leave_unassigned",
                null,
                1,
                customFields,
                isActive,
                0,
                1,
                RunningServer.START,
                RunningServer.START);
    }
}
