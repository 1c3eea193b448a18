package dev.docket.server.tickettypes;

import dev.docket.persistence.tickettypes.TicketTypeRow;
import dev.docket.server.sla.SlaAgreement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ticket type as new tickets meet it. Immutable.
 *
 * @param requiredPermissions what a caller needs besides the permission of the operation
 * @param rotationId who is next in it gets a ticket without an assignee; null if nobody does
 * @param version of the custom fields
 */
public record TicketType(
        String id,
        List<String> requiredPermissions,
        @Nullable String rotationId,
        SlaAgreement sla,
        int version,
        boolean isActive,
        CustomFields customFields) {

    public static TicketType of(TicketTypeRow row, SlaAgreement sla) {
        return new TicketType(
                row.id(),
                row.requiredPermissions(),
                row.autoAssignmentEnabled() ? row.rotationId() : null,
                sla,
                row.version(),
                row.isActive(),
                new CustomFields(row.customFields()));
    }
}
