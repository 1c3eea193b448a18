package dev.docket.server.idempotency;

import dev.docket.persistence.accounts.EveryAccount;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.idempotency.IdempotencyKeyDao;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Removes expired responses. May run at any time, also on several nodes at once. Thread-safe. */
final class IdempotencySweep implements Runnable {

    private final Database database;
    private final Clock clock;

    public IdempotencySweep(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void run() {
        sweep(List.of(KeyedRequests.NO_ACCOUNT));
        EveryAccount.inPages(database, this::sweep);
    }

    private void sweep(List<String> accounts) {
        Instant until = clock.instant().minus(IdempotencyKeys.KEPT);
        database.write(
                accounts,
                transaction -> transaction.dao(IdempotencyKeyDao.class).deleteUntil(accounts, until));
    }
}
