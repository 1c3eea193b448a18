package dev.docket.server.escalations;

import dev.docket.api.model.TicketPriority;
import dev.docket.api.model.Violation;
import dev.docket.persistence.accounts.AccountTurns;
import dev.docket.persistence.accounts.AccountWork;
import dev.docket.persistence.accounts.ConfigurationLock;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.escalations.EscalationRuleDao;
import dev.docket.persistence.escalations.EscalationRuleRow;
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
final class EscalationWatch {

    private static final Logger LOG = LoggerFactory.getLogger(EscalationWatch.class);
    private static final int BATCH = 100;

    /** The request id of its changes in the history. */
    private static final String REQUEST = "escalation-rules";

    private final Database database;
    private final TicketUpdates updates;
    private final Clock clock;
    private final AccountTurns plans;
    private final AccountTurns escalations;

    public EscalationWatch(Database database, TicketUpdates updates, Clock clock) {
        this.database = database;
        this.updates = updates;
        this.clock = clock;
        this.plans = new AccountTurns(
                database,
                (transaction, accounts) ->
                        transaction.dao(EscalationRuleDao.class).replanned(),
                this::replanning);
        this.escalations = new AccountTurns(
                database,
                (transaction, accounts) ->
                        transaction.dao(EscalationRuleDao.class).dueAccounts(accounts, clock.instant()),
                this::escalations);
    }

    /** @return whether work is left that should be continued soon */
    public boolean run() {
        boolean hasPlans = plans.run();
        return escalations.run() || hasPlans;
    }

    private AccountWork escalations(String account) {
        Instant now = clock.instant();
        return AccountWork.on(
                0L,
                last -> database.read(
                        account,
                        transaction -> transaction.dao(EscalationRuleDao.class).due(account, now, last, BATCH)),
                ticket -> escalate(account, ticket, now));
    }

    /** Plans all open tickets of an account by the current rules. After a failure, the rest remains to be planned. */
    public void replan(String account) {
        replanning(account).finish();
    }

    private AccountWork replanning(String account) {
        return () -> replanNext(account);
    }

    private boolean replanNext(String account) {
        try {
            return replanSome(account);
        } catch (RuntimeException failure) {
            LOG.warn("open tickets of {} are still to be planned again by the escalation rules", account, failure);
            return false;
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
