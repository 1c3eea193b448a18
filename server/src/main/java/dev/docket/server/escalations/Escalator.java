package dev.docket.server.escalations;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.docket.api.model.TicketPriority;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.escalations.EscalationDao;
import dev.docket.persistence.escalations.EscalationRow;
import dev.docket.persistence.escalations.EscalationRowBuilder;
import dev.docket.persistence.tickets.TicketBasicsBuilder;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.tickets.AssignmentTarget;
import dev.docket.server.tickets.TicketChange;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Escalates a ticket as a part of a change that was started by {@link TicketChange#assigning} with the target. */
public final class Escalator {

    private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

    private final Transaction transaction;
    private final TicketChange change;
    private final UUID id = IDS.generate();
    private final String reason;
    private final @Nullable TicketPriority priority;
    private final AssignmentTarget target;
    private final @Nullable String ruleId;
    private @Nullable String refusal;
    private @Nullable String raisedTo;

    /**
     * @param priority the priority to raise the ticket to; null, or not above the current one: the priority does not
     *     change
     * @param ruleId the rule that escalates; null for a person
     */
    public Escalator(
            Transaction transaction,
            TicketChange change,
            String reason,
            @Nullable TicketPriority priority,
            AssignmentTarget target,
            @Nullable String ruleId) {
        this.transaction = transaction;
        this.change = change;
        this.reason = reason;
        this.priority = priority;
        this.target = target;
        this.ruleId = ruleId;
    }

    /** Returns what is wrong with the target. */
    public List<Violation> checkTarget(String pointer) {
        return target.check(transaction, change.ticket().accountId(), pointer);
    }

    /** Checks that the priority is not lowered. */
    List<Violation> checkPriority() {
        return priority == null || priority.compareTo(presentPriority()) >= 0
                ? List.of()
                : List.of(Violations.inBody(
                        "/priority",
                        ViolationCode.CONTRADICTION,
                        "is below the current priority, " + presentPriority()));
    }

    private TicketPriority presentPriority() {
        return TicketPriority.fromValue(change.ticket().basics().priority());
    }

    /** Keeps the assignee; {@code refusal} is the reason. */
    Escalator refuseTarget(String refusal) {
        this.refusal = refusal;
        return this;
    }

    /**
     * Escalates the ticket, and stores the change with the escalation.
     *
     * @param action the action name of the change in the history
     */
    public EscalationRow escalate(String action) {
        if (priority != null && priority.compareTo(presentPriority()) > 0) {
            raisedTo = priority.toString();
            change.with(fields ->
                    fields.basics(TicketBasicsBuilder.from(fields.basics()).withPriority(raisedTo)));
        }
        if (refusal == null) {
            change.giveTo(target);
        }
        long level = change.ticket().counters().escalationCount() + 1;
        change.with(fields -> fields.counters(fields.counters().withEscalationCount(level)))
                .noting("escalationId", id)
                .noting("level", level)
                .noting("reason", reason);
        note("userId", target.userId());
        note("teamId", target.teamId());
        note("rotationId", target.rotationId());
        note("refusal", refusal);
        note("ruleId", ruleId);
        change.store(action);
        return record();
    }

    private void note(String name, @Nullable Object value) {
        if (value != null) {
            change.noting(name, value);
        }
    }

    /** Stores the escalation that the history entry already describes. */
    private EscalationRow record() {
        EscalationRow row = EscalationRowBuilder.builder()
                .id(id)
                .level(change.ticket().counters().escalationCount())
                .reason(reason)
                .priority(raisedTo)
                .target(target.row())
                .refusal(refusal)
                .ruleId(ruleId)
                .historyNumber((int) change.ticket().version())
                .actor(change.actor().row())
                .createdAt(change.now())
                .build();
        transaction
                .dao(EscalationDao.class)
                .insert(change.ticket().accountId(), change.ticket().id(), row);
        return row;
    }
}
