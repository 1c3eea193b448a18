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

/** Escalates a ticket as a part of a change of it, which was begun by {@link TicketChange#assigning} with the target. */
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
     * @param priority to raise it to; one that has it or a higher one keeps its own; null: it stays
     * @param ruleId the rule that asks for it; null if somebody does
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

    /** What is wrong with the target. */
    public List<Violation> checkTarget(String pointer) {
        return target.check(transaction, change.ticket().accountId(), pointer);
    }

    /** That the priority is not lowered. */
    List<Violation> checkPriority() {
        return priority == null || priority.compareTo(presentPriority()) >= 0
                ? List.of()
                : List.of(Violations.inBody(
                        "/priority",
                        ViolationCode.CONTRADICTION,
                        "is below the present one, which is " + presentPriority()));
    }

    private TicketPriority presentPriority() {
        return TicketPriority.fromValue(change.ticket().basics().priority());
    }

    /** Leaves the ticket with whom it is; {@code refusal} says why. */
    Escalator refuseTarget(String refusal) {
        this.refusal = refusal;
        return this;
    }

    /**
     * Escalates the ticket, and stores the change with the escalation.
     *
     * @param action the name that the history gives the change
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

    /** Stores the escalation that the history tells of already. */
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
