package dev.docket.server.policies;

import dev.docket.api.model.SlaPolicy;
import dev.docket.api.model.SlaPolicyInput;
import dev.docket.api.model.SlaTarget;
import dev.docket.api.model.SlaTargets;
import dev.docket.api.model.TicketPriority;
import dev.docket.api.model.WorkingStatus;
import dev.docket.persistence.policies.SlaPolicyRow;
import dev.docket.persistence.policies.SlaTargetRow;
import dev.docket.persistence.policies.StoredPolicyRow;
import dev.docket.server.configurations.Stamp;
import dev.docket.server.http.json.ContractMapping;
import dev.docket.server.sla.SlaAgreement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.factory.Mappers;

/** Maps rows of policies to the contract and back. */
@Mapper(config = ContractMapping.class)
interface SlaPolicyMapper {

    SlaPolicyMapper INSTANCE = Mappers.getMapper(SlaPolicyMapper.class);

    @Mapping(target = ".", source = "policy")
    SlaPolicy toPolicy(StoredPolicyRow row);

    /** Returns the input that would create this policy, without its id, which does not change. */
    @Mapping(target = ".", source = "policy")
    @Mapping(target = "id", ignore = true)
    SlaPolicyInput toInput(StoredPolicyRow row);

    /** Returns the row of the first version, without a calendar. */
    @Mapping(target = "id", source = "id")
    @Mapping(target = "version", constant = "1")
    @Mapping(target = "calendar", ignore = true)
    SlaPolicyRow toRow(SlaPolicyInput input, String id);

    default StoredPolicyRow toStoredRow(SlaPolicyInput input, Stamp stamp) {
        return new StoredPolicyRow(
                toRow(input, stamp.id()),
                input.getCalendarId(),
                stamp.revision(),
                stamp.createdAt(),
                stamp.updatedAt());
    }

    /** A priority without a row has no targets. */
    default SlaTargets toTargets(Map<String, SlaTargetRow> rows) {
        return new SlaTargets()
                .urgent(toTarget(rows, TicketPriority.URGENT))
                .high(toTarget(rows, TicketPriority.HIGH))
                .medium(toTarget(rows, TicketPriority.MEDIUM))
                .low(toTarget(rows, TicketPriority.LOW));
    }

    private static SlaTarget toTarget(Map<String, SlaTargetRow> rows, TicketPriority priority) {
        SlaTargetRow row = rows.getOrDefault(priority.toString(), new SlaTargetRow(null, null));
        return new SlaTarget().firstResponseMinutes(row.firstResponse()).resolutionMinutes(row.resolution());
    }

    /**
     * A priority that is absent from {@code targets} gets the defaults; so do all priorities if {@code targets} is
     * null.
     */
    default Map<String, SlaTargetRow> toRows(@Nullable SlaTargets targets) {
        SlaTargets given = targets == null ? new SlaTargets() : targets;
        return Map.of(
                "urgent", toRow(given.getUrgent(), TicketPriority.URGENT),
                "high", toRow(given.getHigh(), TicketPriority.HIGH),
                "medium", toRow(given.getMedium(), TicketPriority.MEDIUM),
                "low", toRow(given.getLow(), TicketPriority.LOW));
    }

    private static SlaTargetRow toRow(@Nullable SlaTarget target, TicketPriority priority) {
        if (target != null) {
            return new SlaTargetRow(target.getFirstResponseMinutes(), target.getResolutionMinutes());
        }
        var defaults = SlaAgreement.DOCKETS_OWN.policy().targetsFor(priority);
        return new SlaTargetRow(minutes(defaults.firstResponse()), minutes(defaults.resolution()));
    }

    private static @Nullable Integer minutes(@Nullable Duration target) {
        return target == null ? null : (int) target.toMinutes();
    }

    /** Returns each status once and in the contract's order, so that equal sets have equal rows. */
    default List<String> toRow(List<WorkingStatus> statuses) {
        return statuses.isEmpty()
                ? List.of()
                : EnumSet.copyOf(statuses).stream().map(Enum::toString).toList();
    }
}
