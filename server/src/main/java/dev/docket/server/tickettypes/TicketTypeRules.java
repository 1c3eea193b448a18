package dev.docket.server.tickettypes;

import dev.docket.persistence.rotations.RotationInForceRow;
import dev.docket.persistence.tickettypes.TicketTypeRow;
import dev.docket.server.sla.SlaAgreement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a ticket type for new tickets. Immutable.
 *
 * @param requiredPermissions permissions that a caller needs in addition to the permission of the operation
 * @param rotation the rotation whose next member gets a ticket without an assignee; null: the ticket stays unassigned
 * @param takesStandIns whether a member who is away gets the ticket if no member is available
 * @param version of the custom fields
 */
public record TicketTypeRules(
        String id,
        List<String> requiredPermissions,
        @Nullable RotationInForceRow rotation,
        boolean takesStandIns,
        SlaAgreement sla,
        int version,
        boolean isActive,
        CustomFields customFields) {

    public static TicketTypeRules of(
            TicketTypeRow row, SlaAgreement sla, Map<String, RotationInForceRow> activeRotations) {
        return new TicketTypeRules(
                row.id(),
                row.requiredPermissions(),
                row.autoAssignmentEnabled() ? activeRotations.get(row.rotationId()) : null,
                row.emptyPoolPolicy().equals("fallback_any"),
                sla,
                row.version(),
                row.isActive(),
                new CustomFields(row.customFields()));
    }
}
