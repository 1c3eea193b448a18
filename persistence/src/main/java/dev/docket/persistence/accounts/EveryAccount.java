package dev.docket.persistence.accounts;

import dev.docket.persistence.database.Database;
import java.util.List;
import java.util.function.Consumer;

/** Runs work on all accounts, which row-level security requires to be named. */
public final class EveryAccount {

    /** Number of accounts that one transaction names. */
    private static final int PAGE = 500;

    private EveryAccount() {}

    /** Passes the ids of all accounts to {@code work}, one page at a time. */
    public static void inPages(Database database, Consumer<List<String>> work) {
        List<String> page = behind(database, "");
        while (!page.isEmpty()) {
            work.accept(page);
            page = behind(database, page.get(page.size() - 1));
        }
    }

    private static List<String> behind(Database database, String last) {
        return database.read(
                List.of(), transaction -> transaction.dao(AccountDao.class).listIds(last, PAGE));
    }
}
