package dev.docket.persistence.accounts;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import java.util.function.Function;

/** The one way to change what an account has set up. */
public final class Configuration {

    private Configuration() {}

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
}
