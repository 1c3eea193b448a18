package dev.docket.server.servicelevels;

import dev.docket.persistence.accounts.EveryAccount;
import dev.docket.persistence.database.Batches;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.servicelevels.DueTicketRow;
import dev.docket.persistence.servicelevels.SlaEventDao;
import dev.docket.server.tickets.TicketChange;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records SLA events of tickets when they are due, without a change by a request. May run at any time, also on several
 * nodes at once: a node waits for the lock of a ticket and then finds nothing left to record. Thread-safe.
 */
public final class SlaWatch implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(SlaWatch.class);
    private static final int BATCH = 500;

    private final Database database;
    private final Clock clock;

    public SlaWatch(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void run() {
        EveryAccount.inPages(database, this::look);
    }

    private void look(List<String> accounts) {
        Instant now = clock.instant();
        Batches.forEach(
                DueTicketRow.BEFORE_ALL,
                last -> database.read(
                        accounts,
                        transaction -> transaction
                                .dao(SlaEventDao.class)
                                .due(accounts, now, last.accountId(), last.id(), BATCH)),
                ticket -> look(ticket, now));
    }

    /** Records the events of one ticket. A failure does not stop the others. */
    private void look(DueTicketRow ticket, Instant now) {
        try {
            database.write(
                    ticket.accountId(),
                    transaction -> TicketChange.record(transaction, ticket.accountId(), ticket.id(), now));
        } catch (RuntimeException failure) {
            LOG.warn(
                    "the SLA events of ticket {} of {} could not be recorded yet",
                    ticket.id(),
                    ticket.accountId(),
                    failure);
        }
    }
}
