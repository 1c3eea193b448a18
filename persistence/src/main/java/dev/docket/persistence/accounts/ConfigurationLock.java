package dev.docket.persistence.accounts;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Notifications;
import dev.docket.persistence.database.Transaction;
import java.util.function.Consumer;
import java.util.function.Function;

/** The only way to change an account's configuration, and to be notified of changes. */
public final class ConfigurationLock {

    /** The channel that the trigger function {@code bump_configuration} notifies. */
    private static final String CHANNEL = "docket_configuration";

    private ConfigurationLock() {}

    /**
     * Runs {@code work} in a transaction with the account's configuration locked: no other change of it, and no new
     * ticket, comes between what the work reads and what it writes.
     */
    public static <T> T change(Database database, String account, Function<Transaction, T> work) {
        return database.write(account, transaction -> {
            transaction.dao(AccountDao.class).lock(account);
            return work.apply(transaction);
        });
    }

    /**
     * Listens for changes of configurations, made on any node, until closed; notified soon after the commit.
     *
     * @param changed receives the account's id
     * @param missed is run whenever changes of any account may have been missed
     */
    public static Notifications watch(Database database, Consumer<String> changed, Runnable missed) {
        return database.listen(CHANNEL, changed, missed);
    }
}
