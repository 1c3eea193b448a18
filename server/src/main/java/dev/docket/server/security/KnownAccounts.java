package dev.docket.server.security;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.database.Database;
import dev.docket.server.concurrent.ReadCache;
import java.util.List;

/**
 * Caches which accounts exist. A known account is cached without a time limit, since accounts are never removed.
 * Thread-safe.
 */
public final class KnownAccounts {

    private final Database database;
    private final ReadCache<String, Boolean> known =
            new ReadCache<>(Caffeine.newBuilder().maximumSize(10_000));

    public KnownAccounts(Database database) {
        this.database = database;
    }

    public boolean exists(String account) {
        // A missing account is not cached: null is not stored.
        return known.get(account, asked -> isStored(asked) ? true : null) != null;
    }

    private boolean isStored(String account) {
        return database.read(
                List.of(), transaction -> transaction.dao(AccountDao.class).exists(account));
    }
}
