package dev.docket.persistence.accounts;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Notifications;
import dev.docket.persistence.database.Transaction;
import java.util.function.Consumer;
import java.util.function.Function;

/** The one way to change what an account has set up, and to be told of changes. */
public final class ConfigurationLock {

    /** What the trigger function {@code bump_configuration} notifies. */
    private static final String CHANNEL = "docket_configuration";

    private ConfigurationLock() {}

    /**
     * Runs {@code work} in a transaction with the account's configuration locked: no other change of it, and no new ticket,
     * comes between what the work reads and what it writes.
     */
    public static <T> T change(Database database, String account, Function<Transaction, T> work) {
        return database.write(account, transaction -> {
            transaction.dao(AccountDao.class).lock(account);
            return work.apply(transaction);
        });
    }

    /**
     * Tells of each change of a configuration, on whatever node, soon after it is committed; until closed.
     *
     * @param changed gets the account's id
     * @param missed is run whenever any account's may have changed without being told
     */
    public static Notifications watch(Database database, Consumer<String> changed, Runnable missed) {
        return database.listen(CHANNEL, changed, missed);
    }
}
