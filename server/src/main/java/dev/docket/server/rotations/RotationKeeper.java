package dev.docket.server.rotations;

import dev.docket.persistence.accounts.Configuration;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.rotations.DueRotationRow;
import dev.docket.persistence.rotations.TurnDao;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;

/**
 * Looks after the rotations whose time has come although no ticket was created: whoever is back gets the tickets that wait.
 * May run at any time, also on several nodes at once. Thread-safe.
 */
public final class RotationKeeper {

    /** Names what it does in the history of the tickets. */
    private static final String REQUEST = "rotation-keeper";

    private final Database database;
    private final Clock clock;

    public RotationKeeper(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    public void run(Collection<String> accounts) {
        Instant now = clock.instant();
        for (DueRotationRow due : database.read(
                accounts, transaction -> transaction.dao(TurnDao.class).due(now))) {
            Configuration.change(database, due.accountId(), transaction -> {
                Rotations.settle(transaction, due.accountId(), due.rotationId(), now, REQUEST);
                return null;
            });
        }
    }
}
