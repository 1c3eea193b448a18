package dev.docket.server.servicelevels;

import dev.docket.persistence.accounts.AccountTurns;
import dev.docket.persistence.accounts.AccountWork;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.servicelevels.SlaEventDao;
import dev.docket.server.tickets.TicketChange;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records SLA events of tickets when they are due, without a change by a request. May run at any time, also on several
 * nodes at once: a node waits for the lock of a ticket and then finds nothing left to record. Thread-safe.
 */
public final class SlaWatch {

    private static final Logger LOG = LoggerFactory.getLogger(SlaWatch.class);
    private static final int BATCH = 100;

    private final Database database;
    private final Clock clock;
    private final AccountTurns turns;

    public SlaWatch(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.turns = new AccountTurns(
                database,
                (transaction, accounts) -> transaction.dao(SlaEventDao.class).dueAccounts(accounts, clock.instant()),
                this::events);
    }

    /** @return whether events are left that should be recorded soon */
    public boolean run() {
        return turns.run();
    }

    private AccountWork events(String account) {
        Instant now = clock.instant();
        return AccountWork.on(
                0L,
                last -> database.read(
                        account,
                        transaction -> transaction.dao(SlaEventDao.class).due(account, now, last, BATCH)),
                ticket -> record(account, ticket, now));
    }

    /** Records the events of one ticket. A failure does not stop the others. */
    private void record(String account, long ticket, Instant now) {
        try {
            database.write(account, transaction -> TicketChange.record(transaction, account, ticket, now));
        } catch (RuntimeException failure) {
            LOG.warn("the SLA events of ticket {} of {} could not be recorded yet", ticket, account, failure);
        }
    }
}
