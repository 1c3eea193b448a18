package dev.docket.server.tickettypes;

import dev.docket.persistence.rotations.RotationInForceRow;
import dev.docket.persistence.tickettypes.TicketTypeRow;
import dev.docket.server.sla.SlaAgreement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a ticket type says of new tickets. Immutable.
 *
 * @param requiredPermissions what a caller needs besides the permission of the operation
 * @param rotation who is next in it gets a ticket without an assignee; null if nobody does
 * @param takesStandIns whether, where nobody is there, somebody who is away gets it
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
