package dev.docket.server.escalations;

import dev.docket.api.model.TicketPriority;
import dev.docket.api.model.Violation;
import dev.docket.persistence.accounts.ConfigurationLock;
import dev.docket.persistence.accounts.EveryAccount;
import dev.docket.persistence.database.Batches;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.escalations.EscalationRuleDao;
import dev.docket.persistence.escalations.EscalationRuleRow;
import dev.docket.persistence.servicelevels.DueTicketRow;
import dev.docket.server.comments.Comments;
import dev.docket.server.security.Actor;
import dev.docket.server.tickets.AssignmentTarget;
import dev.docket.server.tickets.TicketChange;
import dev.docket.server.tickets.TicketUpdates;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Escalates tickets when they are due by the rules. May run at any time, also on several nodes at once: the escalation
 * and the record that the rule has fired are stored together, under the lock of the ticket. Thread-safe.
 */
final class EscalationWatch implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(EscalationWatch.class);
    private static final int BATCH = 500;

    /** The request id of its changes in the history. */
    private static final String REQUEST = "escalation-rules";

    private final Database database;
    private final TicketUpdates updates;
    private final Clock clock;

    public EscalationWatch(Database database, TicketUpdates updates, Clock clock) {
        this.database = database;
        this.updates = updates;
        this.clock = clock;
    }

    @Override
    public void run() {
        EveryAccount.inPages(database, this::look);
    }

    private void look(List<String> accounts) {
        database.read(
                        accounts,
                        transaction -> transaction.dao(EscalationRuleDao.class).replanned())
                .forEach(this::replan);
        Instant now = clock.instant();
        Batches.forEach(
                DueTicketRow.BEFORE_ALL,
                last -> database.read(
                        accounts,
                        transaction -> transaction
                                .dao(EscalationRuleDao.class)
                                .due(accounts, now, last.accountId(), last.id(), BATCH)),
                ticket -> escalate(ticket.accountId(), ticket.id(), now));
    }

    /** Plans all open tickets of an account by the current rules. After a failure, the rest remains to be planned. */
    public void replan(String account) {
        try {
            while (replanSome(account)) {
                LOG.debug("open tickets of {} were planned again", account);
            }
        } catch (RuntimeException failure) {
            LOG.warn("open tickets of {} are still to be planned again by the escalation rules", account, failure);
        }
    }

    /** @return whether there may be more tickets; false if all are planned, or another node is planning them */
    private boolean replanSome(String account) {
        return database.write(account, transaction -> {
            EscalationRuleDao dao = transaction.dao(EscalationRuleDao.class);
            Optional<Long> after = dao.lockReplan(account);
            if (after.isEmpty()) {
                return false;
            }
            List<Long> tickets = dao.lockOpen(account, after.get(), BATCH);
            dao.replan(account, tickets);
            if (tickets.size() < BATCH) {
                dao.finishReplan(account);
                return false;
            }
            dao.replanFrom(account, tickets.get(tickets.size() - 1));
            return true;
        });
    }

    /** Escalates one ticket. A failure does not stop the others. */
    private void escalate(String account, long ticket, Instant now) {
        try {
            Optional<TicketChange> change;
            do {
                change = ConfigurationLock.change(
                        database, account, transaction -> next(transaction, account, ticket, now));
                change.ifPresent(done -> updates.committed(account, done));
            } while (change.isPresent());
        } catch (RuntimeException failure) {
            LOG.warn("the ticket {} of {} could not be escalated yet", ticket, account, failure);
        }
    }

    /** @return empty if the ticket is not due */
    private static Optional<TicketChange> next(Transaction transaction, String account, long ticket, Instant now) {
        EscalationRuleDao dao = transaction.dao(EscalationRuleDao.class);
        Optional<EscalationRuleRow> expected = dao.next(account, ticket, now);
        if (expected.isEmpty()) {
            // The rule that made the plan was deleted.
            dao.replan(account, List.of(ticket));
            return Optional.empty();
        }
        EscalationRuleRow rule = expected.get();
        AssignmentTarget target = new AssignmentTarget(rule.userId(), rule.teamId(), rule.rotationId());
        Actor actor = Actor.rule(rule.id(), rule.name(), rule.authorPermissions(), REQUEST, 0);
        TicketChange change =
                TicketChange.assigning(transaction, List.of(target), account, Long.toString(ticket), actor, now);
        // The configuration may have changed between the read and the lock of the ticket.
        if (dao.next(account, ticket, now).filter(rule::equals).isPresent()) {
            dao.fired(account, rule.id(), ticket, change.before().counters().reopenCount());
            escalate(transaction, change, rule, target);
        }
        return Optional.of(change);
    }

    private static void escalate(
            Transaction transaction, TicketChange change, EscalationRuleRow rule, AssignmentTarget target) {
        Escalator escalator = new Escalator(
                transaction,
                change,
                rule.name(),
                rule.raisePriorityTo() == null ? null : TicketPriority.fromValue(rule.raisePriorityTo()),
                target,
                rule.id());
        List<Violation> violations = escalator.checkTarget("");
        if (!violations.isEmpty()) {
            escalator.refuseTarget(violations.stream().map(Violation::getDetail).collect(Collectors.joining("; ")));
        }
        if (rule.note() != null) {
            Comments.add(transaction, change, rule.note(), true, List.of());
        }
        escalator.escalate("escalated");
    }
}
