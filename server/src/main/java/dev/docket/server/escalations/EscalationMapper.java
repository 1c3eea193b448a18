package dev.docket.server.escalations;

import dev.docket.api.model.Escalation;
import dev.docket.api.model.EscalationRule;
import dev.docket.api.model.EscalationRuleInput;
import dev.docket.api.model.TicketPriority;
import dev.docket.persistence.escalations.EscalationRow;
import dev.docket.persistence.escalations.EscalationRuleRow;
import dev.docket.server.configurations.RuleAuthor;
import dev.docket.server.configurations.Stamp;
import dev.docket.server.http.json.ContractMapping;
import java.util.EnumSet;
import java.util.List;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.Named;
import org.mapstruct.factory.Mappers;

/** Maps between rows and the contract. */
@Mapper(config = ContractMapping.class)
interface EscalationMapper {

    EscalationMapper INSTANCE = Mappers.getMapper(EscalationMapper.class);

    @Mapping(target = ".", source = "target")
    Escalation toEscalation(EscalationRow row);

    @Mapping(target = "trigger.event", source = "event")
    @Mapping(target = "trigger.minutes", source = "minutes")
    EscalationRule toRule(EscalationRuleRow row);

    /** Returns the request body that would create the rule unchanged, without its id, which does not change. */
    @Mapping(target = "id", ignore = true)
    @Mapping(target = "trigger.event", source = "event")
    @Mapping(target = "trigger.minutes", source = "minutes")
    EscalationRuleInput toInput(EscalationRuleRow row);

    @Mapping(target = "id", source = "stamp.id")
    @Mapping(target = "event", source = "input.trigger.event")
    @Mapping(target = "minutes", source = "input.trigger.minutes")
    @Mapping(target = "priorities", source = "input.priorities")
    @Mapping(target = "ticketTypeIds", source = "input.ticketTypeIds", qualifiedByName = "eachOnce")
    EscalationRuleRow toRow(EscalationRuleInput input, Stamp stamp, RuleAuthor author);

    /**
     * Returns the priorities in the order of the contract, without repetitions, so that equal rules have equal rows.
     */
    default List<String> toRow(List<TicketPriority> priorities) {
        return priorities.isEmpty()
                ? List.of()
                : EnumSet.copyOf(priorities).stream().map(Enum::toString).toList();
    }

    @Named("eachOnce")
    default List<String> eachOnce(List<String> ids) {
        return ids.stream().distinct().toList();
    }
}
