package dev.docket.server.automation;

import dev.docket.persistence.accounts.ConfigurationLock;
import dev.docket.persistence.accounts.EveryAccount;
import dev.docket.persistence.automation.AutomationRuleDao;
import dev.docket.persistence.automation.AutomationRuleRow;
import dev.docket.persistence.automation.AutomationRunDao;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.DatabaseUnavailableException;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.events.OutboxDao;
import dev.docket.persistence.events.OutboxRow;
import dev.docket.server.accounts.AccountRulesCache;
import dev.docket.server.tickets.TicketUpdates;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs automation rules for the entries in the outbox. May run at any time, also on several nodes at once: each entry
 * leaves the outbox in the transaction that stores the work of its rules, under the lock of its ticket. Thread-safe.
 */
final class AutomationRunner implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(AutomationRunner.class);
    private static final int BATCH = 100;
    private static final int KEPT_RUNS = 1_000;

    private final Database database;
    private final AccountRulesCache configurations;
    private final TicketUpdates updates;
    private final Clock clock;

    public AutomationRunner(Database database, AccountRulesCache configurations, TicketUpdates updates, Clock clock) {
        this.database = database;
        this.configurations = configurations;
        this.updates = updates;
        this.clock = clock;
    }

    @Override
    public void run() {
        EveryAccount.forEach(
                database,
                (transaction, accounts) -> transaction.dao(OutboxDao.class).accounts(),
                this::follow);
    }

    /**
     * Works through the entries present at its start and those that the rules add; later entries do not delay other
     * jobs.
     */
    private void follow(String account) {
        boolean hasRuns = false;
        boolean hasChanged = true;
        for (int depth = 0; depth <= Reaction.MAX_DEPTH && hasChanged; depth++) {
            Pass pass = new Pass();
            follow(account, pass);
            hasRuns |= pass.hasRuns;
            hasChanged = pass.hasChanged;
        }
        if (hasRuns) {
            database.write(account, transaction -> {
                transaction.dao(AutomationRunDao.class).prune(account, KEPT_RUNS);
                return null;
            });
        }
    }

    /** The result of one pass through the outbox. */
    private static final class Pass {
        /** Tickets that could not be processed: their later entries would fail for the same reason. */
        private final Set<Long> stuck = new HashSet<>();

        private boolean hasRuns;
        private boolean hasChanged;
    }

    private record Batch(List<OutboxRow> entries, List<AutomationRuleRow> rules) {}

    private void follow(String account, Pass pass) {
        long last = database.<Long>read(
                account, transaction -> transaction.dao(OutboxDao.class).last(account));
        Batch batch = batch(account, 0, last);
        while (!batch.entries().isEmpty()) {
            for (OutboxRow row : batch.entries()) {
                if (!pass.stuck.contains(row.ticketId())) {
                    follow(account, row, batch.rules(), pass);
                }
            }
            batch = batch(
                    account, batch.entries().get(batch.entries().size() - 1).id(), last);
        }
    }

    private Batch batch(String account, long after, long last) {
        return database.read(
                account,
                transaction -> new Batch(
                        transaction.dao(OutboxDao.class).list(account, after, last, BATCH),
                        transaction.dao(AutomationRuleDao.class).active(account)));
    }

    private void follow(String account, OutboxRow row, List<AutomationRuleRow> rules, Pass pass) {
        Set<String> broken = new HashSet<>();
        boolean isDone = false;
        while (!isDone) {
            Reaction reaction = new Reaction(configurations, account, row, rules, broken, clock.instant());
            try {
                commit(account, reaction);
                pass.hasRuns |= reaction.hasRuns();
                pass.hasChanged |= !reaction.changes().isEmpty();
                isDone = true;
            } catch (DatabaseUnavailableException away) {
                if (!database.isAvailable()) {
                    throw away;
                }
                LOG.warn("automation of {} could not process the ticket {} yet", account, row.ticketId(), away);
                pass.stuck.add(row.ticketId());
                isDone = true;
            } catch (RuntimeException failure) {
                if (!exclude(reaction, broken)) {
                    pass.stuck.add(row.ticketId());
                    isDone = true;
                }
                LOG.error(
                        "automation of {} failed at entry {} of the ticket {}, rule {}",
                        account,
                        row.entry().number(),
                        row.ticketId(),
                        reaction.current(),
                        failure);
            }
        }
    }

    /**
     * Excludes the rule that failed, or all rules if it is unknown which one failed.
     *
     * @return whether this excludes a further rule; if not, the entry stays
     */
    private static boolean exclude(Reaction reaction, Set<String> broken) {
        String failed = reaction.current();
        return failed != null
                ? broken.add(failed)
                : broken.addAll(
                        reaction.rules().stream().map(AutomationRuleRow::id).toList());
    }

    private void commit(String account, Reaction reaction) {
        Function<Transaction, Void> work = transaction -> {
            reaction.run(transaction);
            return null;
        };
        if (reaction.locksAccount()) {
            ConfigurationLock.change(database, account, work);
        } else {
            database.write(account, work);
        }
        reaction.changes().forEach(change -> updates.committed(account, change));
    }
}
