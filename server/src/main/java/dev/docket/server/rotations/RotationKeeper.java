package dev.docket.server.rotations;

import dev.docket.persistence.accounts.AccountTurns;
import dev.docket.persistence.accounts.AccountWork;
import dev.docket.persistence.accounts.ConfigurationLock;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.rotations.DueRotationRow;
import dev.docket.persistence.rotations.TurnDao;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;

/**
 * Settles the rotations whose time has come without a new ticket: members who have returned get the waiting tickets.
 * May run at any time, also on several nodes at once. Thread-safe.
 */
public final class RotationKeeper {

    /** Stands for the request ID in the history of the tickets. */
    private static final String REQUEST = "rotation-keeper";

    private final Database database;
    private final Clock clock;
    private final AccountTurns turns;

    public RotationKeeper(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.turns = new AccountTurns(
                database,
                (transaction, accounts) -> transaction.dao(TurnDao.class).due(clock.instant()).stream()
                        .map(DueRotationRow::accountId)
                        .distinct()
                        .toList(),
                this::settling);
    }

    /** @return whether rotations are left that should be settled soon */
    public boolean run() {
        return turns.run();
    }

    /** Settles the rotations of one account. */
    public void settle(String account) {
        settling(account).finish();
    }

    private AccountWork settling(String account) {
        Instant now = clock.instant();
        Iterator<DueRotationRow> due = database.read(
                        account, transaction -> transaction.dao(TurnDao.class).due(now))
                .iterator();
        return () -> {
            if (due.hasNext()) {
                settle(due.next(), now);
            }
            return due.hasNext();
        };
    }

    private void settle(DueRotationRow due, Instant now) {
        ConfigurationLock.change(database, due.accountId(), transaction -> {
            Rotations.settle(transaction, due.accountId(), due.rotationId(), now, REQUEST);
            return null;
        });
    }
}
