package dev.docket.server.tickettypes;

import dev.docket.persistence.tickettypes.TicketTypeRow;
import dev.docket.server.sla.SlaAgreement;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a ticket type says of new tickets. Immutable.
 *
 * @param requiredPermissions what a caller needs besides the permission of the operation
 * @param rotationId who is next in it gets a ticket without an assignee; null if nobody does
 * @param version of the custom fields
 */
public record TicketTypeRules(
        String id,
        List<String> requiredPermissions,
        @Nullable String rotationId,
        SlaAgreement sla,
        int version,
        boolean isActive,
        CustomFields customFields) {

    public static TicketTypeRules of(TicketTypeRow row, SlaAgreement sla, Set<String> activeRotations) {
        return new TicketTypeRules(
                row.id(),
                row.requiredPermissions(),
                row.autoAssignmentEnabled() && activeRotations.contains(row.rotationId()) ? row.rotationId() : null,
                sla,
                row.version(),
                row.isActive(),
                new CustomFields(row.customFields()));
    }
}
