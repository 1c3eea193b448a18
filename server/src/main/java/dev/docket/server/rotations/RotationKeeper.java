package dev.docket.server.rotations;

import dev.docket.persistence.accounts.ConfigurationLock;
import dev.docket.persistence.accounts.EveryAccount;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.rotations.DueRotationRow;
import dev.docket.persistence.rotations.TurnDao;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Looks after the rotations whose time has come although no ticket was created: whoever is back gets the tickets that wait.
 * May run at any time, also on several nodes at once. Thread-safe.
 */
public final class RotationKeeper implements Runnable {

    /** Names what it does in the history of the tickets. */
    private static final String REQUEST = "rotation-keeper";

    private final Database database;
    private final Clock clock;

    public RotationKeeper(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void run() {
        EveryAccount.inPages(database, this::settleDue);
    }

    /** Settles the rotations of one account. */
    public void settle(String account) {
        settleDue(List.of(account));
    }

    private void settleDue(List<String> accounts) {
        Instant now = clock.instant();
        List<DueRotationRow> found = database.read(
                accounts, transaction -> transaction.dao(TurnDao.class).due(now));
        for (DueRotationRow due : found) {
            ConfigurationLock.change(database, due.accountId(), transaction -> {
                Rotations.settle(transaction, due.accountId(), due.rotationId(), now, REQUEST);
                return null;
            });
        }
    }
}
