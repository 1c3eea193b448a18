package dev.docket.server.rotations;

import dev.docket.persistence.accounts.ConfigurationLock;
import dev.docket.persistence.accounts.EveryAccount;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.rotations.DueRotationRow;
import dev.docket.persistence.rotations.TurnDao;
import java.time.Clock;
import java.time.Instant;

/**
 * Settles the rotations whose time has come without a new ticket: members who have returned get the waiting tickets.
 * May run at any time, also on several nodes at once. Thread-safe.
 */
public final class RotationKeeper implements Runnable {

    /** Stands for the request ID in the history of the tickets. */
    private static final String REQUEST = "rotation-keeper";

    private final Database database;
    private final Clock clock;

    public RotationKeeper(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void run() {
        Instant now = clock.instant();
        EveryAccount.forEach(
                database,
                (transaction, accounts) -> transaction.dao(TurnDao.class).due(now),
                due -> settle(due, now));
    }

    /** Settles the rotations of one account. */
    public void settle(String account) {
        Instant now = clock.instant();
        database.read(account, transaction -> transaction.dao(TurnDao.class).due(now))
                .forEach(due -> settle(due, now));
    }

    private void settle(DueRotationRow due, Instant now) {
        ConfigurationLock.change(database, due.accountId(), transaction -> {
            Rotations.settle(transaction, due.accountId(), due.rotationId(), now, REQUEST);
            return null;
        });
    }
}
