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
 * Escalates tickets when their time has come by the rules. May run at any time, also on several nodes at once: what a rule has
 * done is stored with what it did, under the lock of the ticket. Thread-safe.
 */
public final class EscalationWatch implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(EscalationWatch.class);
    private static final int BATCH = 500;

    /** Names what it does in the history of the tickets. */
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

    /** Plans all open tickets of an account by its rules as they are now. What fails stays to be done. */
    public void replan(String account) {
        try {
            while (replanSome(account)) {
                LOG.debug("open tickets of {} were planned again", account);
            }
        } catch (RuntimeException failure) {
            LOG.warn("open tickets of {} are still to be planned again by the escalation rules", account, failure);
        }
    }

    /** @return whether there may be more; false if there is nothing left, or somebody else is at it */
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

    /** One that cannot be escalated now does not keep the others from it. */
    private void escalate(String account, long ticket, Instant now) {
        try {
            Optional<TicketChange> change;
            do {
                change = ConfigurationLock.change(
                        database, account, transaction -> next(transaction, account, ticket, now));
                change.ifPresent(done -> updates.committed(account, done));
            } while (change.isPresent());
        } catch (RuntimeException failure) {
            LOG.warn("the ticket {} of {} is still to be escalated", ticket, account, failure);
        }
    }

    /** @return empty if there is nothing left to do */
    private static Optional<TicketChange> next(Transaction transaction, String account, long ticket, Instant now) {
        EscalationRuleDao dao = transaction.dao(EscalationRuleDao.class);
        Optional<EscalationRuleRow> expected = dao.next(account, ticket, now);
        if (expected.isEmpty()) {
            // The plan was made by a rule that is not there any more.
            dao.replan(account, List.of(ticket));
            return Optional.empty();
        }
        EscalationRuleRow rule = expected.get();
        AssignmentTarget target = new AssignmentTarget(rule.userId(), rule.teamId(), rule.rotationId());
        Actor actor = Actor.system(rule.id(), rule.name(), REQUEST, 0);
        TicketChange change =
                TicketChange.assigning(transaction, List.of(target), account, Long.toString(ticket), actor, now);
        // What was read before the ticket was locked may have changed since.
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
