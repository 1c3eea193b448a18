package dev.docket.server.security;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.database.Database;
import dev.docket.server.concurrent.ReadCache;
import java.util.List;

/** Which accounts there are. One that was there once is believed to be for good: none is ever taken away. Thread-safe. */
public final class KnownAccounts {

    private final Database database;
    private final ReadCache<String, Boolean> known =
            new ReadCache<>(Caffeine.newBuilder().maximumSize(10_000));

    public KnownAccounts(Database database) {
        this.database = database;
    }

    public boolean exists(String account) {
        // What is not there is not kept: null is no entry.
        return known.get(account, asked -> isStored(asked) ? true : null) != null;
    }

    private boolean isStored(String account) {
        return database.read(
                List.of(), transaction -> transaction.dao(AccountDao.class).exists(account));
    }
}
