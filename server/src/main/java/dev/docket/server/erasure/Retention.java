package dev.docket.server.erasure;

import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.accounts.AccountRow;
import dev.docket.persistence.accounts.AccountTurns;
import dev.docket.persistence.accounts.AccountWork;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.erasure.EndedTicketRow;
import dev.docket.persistence.erasure.ErasureDao;
import dev.docket.server.security.Actor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases all personal data from tickets that were closed or deleted a number of days ago that the account sets. May run
 * at any time, also on several nodes at once. Thread-safe.
 */
final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int BATCH = 100;
    private static final EndedTicketRow BEFORE_ALL = new EndedTicketRow(0, Instant.EPOCH);

    private final Database database;
    private final Clock clock;
    private final AccountTurns turns;

    public Retention(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.turns = new AccountTurns(database, Retention::due, this::erasing);
    }

    /** @return whether tickets are left that should be erased soon */
    public boolean run() {
        return turns.run();
    }

    private static List<String> due(Transaction transaction, List<String> accounts) {
        return transaction.dao(AccountDao.class).list(accounts).stream()
                .filter(account -> account.eraseClosedTicketsAfterDays() != null)
                .map(AccountRow::accountId)
                .toList();
    }

    @FunctionalInterface
    private interface Query {
        List<EndedTicketRow> after(ErasureDao dao, EndedTicketRow last);
    }

    private AccountWork erasing(String account) {
        Integer days = database.read(
                        account,
                        transaction -> transaction.dao(AccountDao.class).list(List.of(account)))
                .get(0)
                .eraseClosedTicketsAfterDays();
        if (days == null) {
            return () -> false;
        }
        Instant before = clock.instant().minus(Duration.ofDays(days));
        return erasing(account, before, (dao, last) -> dao.closed(account, before, last, BATCH))
                .then(erasing(account, before, (dao, last) -> dao.deleted(account, before, last, BATCH)));
    }

    private AccountWork erasing(String account, Instant before, Query query) {
        return AccountWork.on(
                BEFORE_ALL,
                last -> database.read(account, transaction -> query.after(transaction.dao(ErasureDao.class), last)),
                ticket -> erase(account, ticket.id(), before));
    }

    /** Erases one ticket. A failure does not stop the others. */
    private void erase(String account, long ticket, Instant before) {
        try {
            database.write(account, transaction -> {
                erase(transaction, account, ticket, before);
                return null;
            });
        } catch (RuntimeException failure) {
            LOG.warn("the ticket {} of {} could not be erased yet", ticket, account, failure);
        }
    }

    private void erase(Transaction transaction, String account, long ticket, Instant before) {
        ErasureDao dao = transaction.dao(ErasureDao.class);
        dao.lock(account, List.of(ticket));
        // Since the query, the ticket may have been reopened, or erased by another node.
        boolean isDue = dao.endedAt(account, ticket).filter(before::isAfter).isPresent();
        if (isDue && !dao.isErased(account, ticket)) {
            Actor retention = Actor.system("retention", "Retention", "retention", 0);
            new TicketErasure(transaction, account, retention, clock.instant().truncatedTo(ChronoUnit.MICROS))
                    .ofAll(ticket);
        }
    }
}
