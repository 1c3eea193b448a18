package dev.docket.server.escalations;

import dev.docket.api.model.Escalation;
import dev.docket.api.model.EscalationInput;
import dev.docket.api.model.Violation;
import dev.docket.persistence.accounts.ConfigurationLock;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.escalations.EscalationDao;
import dev.docket.persistence.escalations.EscalationRow;
import dev.docket.persistence.tickets.TicketRow;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.Page;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.security.Actor;
import dev.docket.server.security.Caller;
import dev.docket.server.tickets.AssignmentTarget;
import dev.docket.server.tickets.TicketChange;
import dev.docket.server.tickets.TicketUpdates;
import dev.docket.server.tickets.Tickets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Escalates tickets and lists their escalations. Thread-safe. */
final class Escalations {

    private final Database database;
    private final TicketUpdates updates;
    private final Clock clock;

    public Escalations(Database database, TicketUpdates updates, Clock clock) {
        this.database = database;
        this.updates = updates;
        this.clock = clock;
    }

    /** An escalation and its ticket. */
    public record Escalated(UUID ticketId, Versioned<Escalation> escalation) {}

    /**
     * Escalates a ticket.
     *
     * @throws ProblemException 400 if the target is unknown, not active or one of several, or the priority would be
     *     lowered; 404; 409 if the ticket is resolved or closed
     */
    public Escalated escalate(String account, String ticketId, EscalationInput input, Actor actor) {
        AssignmentTarget target = new AssignmentTarget(input.getUserId(), input.getTeamId(), input.getRotationId());
        record Done(TicketChange change, EscalationRow row) {}
        Function<Transaction, Done> escalating = transaction -> {
            TicketChange change =
                    TicketChange.assigning(transaction, List.of(target), account, ticketId, actor, clock.instant());
            change.requireNotResolved();
            Escalator escalator =
                    new Escalator(transaction, change, input.getReason(), input.getPriority(), target, null);
            List<Violation> violations = new ArrayList<>(escalator.checkPriority());
            violations.addAll(escalator.checkTarget(""));
            if (!violations.isEmpty()) {
                throw ProblemException.invalid(violations);
            }
            return new Done(change, escalator.escalate("escalated"));
        };
        Done done = target.isNone()
                ? database.write(account, escalating)
                : ConfigurationLock.change(database, account, escalating);
        updates.committed(account, done.change());
        return new Escalated(done.change().ticket().uniqueId(), show(done.row()));
    }

    /** @throws ProblemException 404 */
    public Versioned<Escalation> read(String account, String ticketId, UUID id, Caller caller) {
        return database.read(account, transaction -> {
            TicketRow ticket =
                    Tickets.find(transaction, account, ticketId, caller).ticket();
            return transaction
                    .dao(EscalationDao.class)
                    .find(account, ticket.id(), id)
                    .map(Escalations::show)
                    .orElseThrow(() -> new ProblemException(
                            ProblemType.NOT_FOUND,
                            "there is no escalation '%s' of the ticket '%s'".formatted(id, ticketId)));
        });
    }

    /**
     * Lists the escalations of a ticket by level.
     *
     * @throws ProblemException 404
     */
    public Page<Escalation> list(
            String account,
            String ticketId,
            Caller caller,
            @Nullable String cursor,
            int pageSize,
            boolean includeTotal) {
        long after = Page.after(cursor, 0L, key -> Long.valueOf(key.get(0)));
        return database.read(account, transaction -> {
                    TicketRow ticket =
                            Tickets.find(transaction, account, ticketId, caller).ticket();
                    return Page.of(
                            transaction.dao(EscalationDao.class).list(account, ticket.id(), after, pageSize + 1),
                            pageSize,
                            row -> List.of(Long.toString(row.level())),
                            includeTotal ? ticket.counters().escalationCount() : null);
                })
                .map(EscalationMapper.INSTANCE::toEscalation);
    }

    private static Versioned<Escalation> show(EscalationRow row) {
        return Versioned.of(EscalationMapper.INSTANCE.toEscalation(row), 1);
    }
}
