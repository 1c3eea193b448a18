package dev.docket.server.automation;

import dev.docket.api.model.AutomationAction;
import dev.docket.api.model.AutomationCondition;
import dev.docket.api.model.AutomationConditions;
import dev.docket.api.model.AutomationEvent;
import dev.docket.api.model.AutomationRule;
import dev.docket.api.model.AutomationRuleInput;
import dev.docket.api.model.AutomationRun;
import dev.docket.persistence.automation.AutomationActionRow;
import dev.docket.persistence.automation.AutomationConditionRow;
import dev.docket.persistence.automation.AutomationConditionsRow;
import dev.docket.persistence.automation.AutomationRuleRow;
import dev.docket.persistence.automation.AutomationRunRow;
import dev.docket.server.configurations.RuleAuthor;
import dev.docket.server.configurations.Stamp;
import dev.docket.server.http.json.ContractMapping;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.factory.Mappers;

/** Maps between rows and the contract. */
@Mapper(config = ContractMapping.class)
interface AutomationMapper {

    AutomationMapper INSTANCE = Mappers.getMapper(AutomationMapper.class);

    AutomationRule toRule(AutomationRuleRow row);

    /** Returns the request body that would create the rule unchanged, without its id, which does not change. */
    @Mapping(target = "id", ignore = true)
    AutomationRuleInput toInput(AutomationRuleRow row);

    @Mapping(target = "id", source = "stamp.id")
    @Mapping(target = "conditions", expression = "java(toRow(input.getConditions()))")
    AutomationRuleRow toRow(AutomationRuleInput input, Stamp stamp, RuleAuthor author);

    AutomationConditions toConditions(AutomationConditionsRow row);

    AutomationCondition toCondition(AutomationConditionRow row);

    AutomationAction toAction(AutomationActionRow row);

    AutomationActionRow toRow(AutomationAction action);

    AutomationConditionRow toRow(AutomationCondition condition);

    default AutomationConditionsRow toRow(@Nullable AutomationConditions conditions) {
        return conditions == null
                ? new AutomationConditionsRow(List.of(), List.of())
                : new AutomationConditionsRow(
                        conditions.getAll().stream().map(this::toRow).toList(),
                        conditions.getAny().stream().map(this::toRow).toList());
    }

    @Mapping(target = "ticketId", source = "uniqueId")
    AutomationRun toRun(AutomationRunRow row);

    /** Returns the events in the order of the contract, without repetitions, so that equal rules have equal rows. */
    default List<String> toRow(List<AutomationEvent> events) {
        return EnumSet.copyOf(events).stream().map(Enum::toString).toList();
    }
}
