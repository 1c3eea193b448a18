package dev.docket.server.events;

import dev.docket.persistence.accounts.AccountTurns;
import dev.docket.persistence.accounts.AccountWork;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.feed.EventDao;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Removes old events from the feeds; the history of the tickets stays. Thread-safe. */
final class EventRetention {

    private static final int BATCH = 5000;

    private final Database database;
    private final EventSettings settings;
    private final Clock clock;
    private final AccountTurns turns;

    EventRetention(Database database, EventSettings settings, Clock clock) {
        this.database = database;
        this.settings = settings;
        this.clock = clock;
        this.turns = new AccountTurns(database, this::due, this::removing);
    }

    /** @return whether events are left that should be removed soon */
    boolean run() {
        return turns.run();
    }

    private List<String> due(Transaction transaction, List<String> accounts) {
        return transaction.dao(EventDao.class).withEventsBefore(before());
    }

    private AccountWork removing(String account) {
        return () -> database.write(
                        account, transaction -> transaction.dao(EventDao.class).remove(account, before(), BATCH))
                == BATCH;
    }

    private Instant before() {
        return clock.instant().minus(settings.kept());
    }
}
