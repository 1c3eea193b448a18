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
import dev.docket.persistence.escalations.EscalationRuleRowBuilder;
import dev.docket.persistence.tickettypes.TicketTypeDao;
import dev.docket.server.configurations.ConfigurationKind;
import dev.docket.server.configurations.RuleAuthor;
import dev.docket.server.configurations.Stamp;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.tickets.AssignmentTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    private final @Nullable RuleAuthor author;

    /**
     * @param replanning plans the open tickets of an account again if that was requested; now or soon
     * @param author the author of the rules that are written; null: none are
     */
    public EscalationRuleKind(Consumer<String> replanning, @Nullable RuleAuthor author) {
        super("escalation rule", EscalationRuleDao.class, EscalationRuleInput.class);
        this.replanning = replanning;
        this.author = author;
    }

    /** Returns the same for rules that {@code author} writes. */
    EscalationRuleKind by(RuleAuthor author) {
        return new EscalationRuleKind(replanning, author);
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
        return MAPPER.toRow(input, stamp, Objects.requireNonNull(author));
    }

    @Override
    protected EscalationRuleRow complete(
            Transaction transaction, String account, EscalationRuleRow row, @Nullable EscalationRuleRow present) {
        return present == null ? row : EscalationRuleRowBuilder.from(row).withCreatedBy(present.createdBy());
    }

    @Override
    protected List<Versioned<EscalationRule>> show(
            Transaction transaction, String account, List<EscalationRuleRow> rows) {
        return showEach(rows, MAPPER::toRule);
    }

    @Override
    protected List<Violation> check(Transaction transaction, String account, EscalationRuleInput input) {
        Objects.requireNonNull(author)
                .require(
                        input.getNote() == null
                                ? List.of("tickets:escalate")
                                : List.of("tickets:comment", "tickets:escalate", "tickets:notes"));
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
