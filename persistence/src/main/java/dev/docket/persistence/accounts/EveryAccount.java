package dev.docket.persistence.accounts;

import dev.docket.persistence.database.Database;
import java.util.List;
import java.util.function.Consumer;

/** For work on all accounts, whichever there are: row-level security wants them named. */
public final class EveryAccount {

    /** As many as one transaction names. */
    private static final int PAGE = 500;

    private EveryAccount() {}

    /** Shows {@code work} the ids of all accounts, some at a time. */
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
