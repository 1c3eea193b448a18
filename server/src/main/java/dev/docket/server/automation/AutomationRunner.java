package dev.docket.server.automation;

import dev.docket.persistence.accounts.AccountTurns;
import dev.docket.persistence.accounts.AccountWork;
import dev.docket.persistence.accounts.ConfigurationLock;
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
final class AutomationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(AutomationRunner.class);

    /** Entries of a turn. */
    private static final int BATCH = 100;

    /** Trials of a rule in a turn: many rules make turns of few entries. */
    private static final int TRIALS = 500;

    private static final int KEPT_RUNS = 1_000;

    private final Database database;
    private final AccountRulesCache configurations;
    private final TicketUpdates updates;
    private final Clock clock;
    private final AccountTurns turns;

    public AutomationRunner(Database database, AccountRulesCache configurations, TicketUpdates updates, Clock clock) {
        this.database = database;
        this.configurations = configurations;
        this.updates = updates;
        this.clock = clock;
        this.turns = new AccountTurns(
                database,
                (transaction, accounts) -> transaction.dao(OutboxDao.class).accounts(),
                Passes::new);
    }

    /** @return whether entries are left that should be processed soon */
    public boolean run() {
        return turns.run();
    }

    /**
     * Works through the entries present at its start, and then through those that the rules have added; later entries
     * wait for the next run.
     */
    private final class Passes implements AccountWork {

        private final String account;
        private int depth;
        private Pass pass;

        private Passes(String account) {
            this.account = account;
            this.pass = begin();
        }

        private Pass begin() {
            return new Pass(database.<Long>read(
                    account, transaction -> transaction.dao(OutboxDao.class).last(account)));
        }

        @Override
        public boolean next() {
            Batch batch = batch(account, pass);
            for (OutboxRow row : batch.entries()) {
                pass.after = row.id();
                if (!pass.stuck.contains(row.ticketId())) {
                    follow(account, row, batch.rules(), pass);
                }
            }
            if (pass.hasRuns) {
                prune(account);
                pass.hasRuns = false;
            }
            if (batch.isFull()) {
                return true;
            }
            boolean hasNext = pass.hasChanged && depth < Reaction.MAX_DEPTH;
            if (hasNext) {
                depth++;
                pass = begin();
            }
            return hasNext;
        }
    }

    /** One pass through the outbox. */
    private static final class Pass {

        private final long last;

        /** Tickets that could not be processed: their later entries would fail for the same reason. */
        private final Set<Long> stuck = new HashSet<>();

        private long after;
        private boolean hasRuns;
        private boolean hasChanged;

        private Pass(long last) {
            this.last = last;
        }
    }

    /** @param isFull whether the pass may have more entries */
    private record Batch(List<OutboxRow> entries, boolean isFull, List<AutomationRuleRow> rules) {}

    private Batch batch(String account, Pass pass) {
        return database.read(account, transaction -> {
            List<AutomationRuleRow> rules =
                    transaction.dao(AutomationRuleDao.class).active(account);
            int limit = Math.max(1, Math.min(BATCH, TRIALS / Math.max(1, rules.size())));
            List<OutboxRow> entries = transaction.dao(OutboxDao.class).list(account, pass.after, pass.last, limit);
            return new Batch(entries, entries.size() == limit, rules);
        });
    }

    private void prune(String account) {
        database.write(account, transaction -> {
            transaction.dao(AutomationRunDao.class).prune(account, KEPT_RUNS);
            return null;
        });
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
