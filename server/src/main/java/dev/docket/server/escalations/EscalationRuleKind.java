package dev.docket.server.escalations;

import dev.docket.api.model.EscalationEvent;
import dev.docket.api.model.EscalationRule;
import dev.docket.api.model.EscalationRuleInput;
import dev.docket.api.model.EscalationTrigger;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.escalations.EscalationRuleDao;
import dev.docket.persistence.escalations.EscalationRuleRow;
import dev.docket.persistence.tickettypes.TicketTypeDao;
import dev.docket.server.configurations.ConfigurationKind;
import dev.docket.server.configurations.Stamp;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.tickets.AssignmentTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The configuration of escalation rules. A change of a rule plans the escalations of all open tickets again. */
final class EscalationRuleKind extends ConfigurationKind<EscalationRuleInput, EscalationRuleRow, EscalationRule> {

    private static final EscalationMapper MAPPER = EscalationMapper.INSTANCE;

    /** Events whose time is known in advance. */
    private static final Set<EscalationEvent> FORESEEN =
            Set.of(EscalationEvent.FIRST_RESPONSE_DUE, EscalationEvent.RESOLUTION_DUE, EscalationEvent.AT_RISK);

    private final Consumer<String> replanning;

    /** @param replanning plans the open tickets of an account again if that was requested; now or soon */
    public EscalationRuleKind(Consumer<String> replanning) {
        super("escalation rule", EscalationRuleDao.class, EscalationRuleInput.class);
        this.replanning = replanning;
    }

    @Override
    protected @Nullable String id(EscalationRuleInput input) {
        return input.getId();
    }

    @Override
    protected EscalationRuleInput toInput(EscalationRuleRow row) {
        return MAPPER.toInput(row);
    }

    @Override
    protected EscalationRuleRow toRow(EscalationRuleInput input, Stamp stamp) {
        return MAPPER.toRow(input, stamp);
    }

    @Override
    protected List<Versioned<EscalationRule>> show(
            Transaction transaction, String account, List<EscalationRuleRow> rows) {
        return showEach(rows, MAPPER::toRule);
    }

    @Override
    protected List<Violation> check(Transaction transaction, String account, EscalationRuleInput input) {
        List<Violation> violations = new ArrayList<>();
        EscalationTrigger trigger = input.getTrigger();
        if (trigger.getMinutes() < 0 && !FORESEEN.contains(trigger.getEvent())) {
            violations.add(Violations.inBody(
                    "/trigger/minutes",
                    ViolationCode.OUT_OF_RANGE,
                    "must not be negative: this event cannot be predicted"));
        }
        List<String> types = input.getTicketTypeIds();
        for (int at = 0; at < types.size(); at++) {
            if (!transaction.dao(TicketTypeDao.class).exists(account, types.get(at))) {
                violations.add(Violations.unknown("/ticketTypeIds/" + at, "ticket type", types.get(at)));
            }
        }
        violations.addAll(new AssignmentTarget(input.getUserId(), input.getTeamId(), input.getRotationId())
                .check(transaction, account, ""));
        return violations;
    }

    @Override
    protected void stored(Transaction transaction, String account) {
        transaction.dao(EscalationRuleDao.class).requestReplan(account);
    }

    @Override
    protected void committed(String account) {
        replanning.accept(account);
    }
}
