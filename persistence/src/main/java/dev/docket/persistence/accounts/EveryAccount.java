package dev.docket.persistence.accounts;

import dev.docket.persistence.database.Batches;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import java.util.List;
import java.util.function.Consumer;

/** Runs work on all accounts, which row-level security requires to be named. */
public final class EveryAccount {

    /** Number of accounts that one transaction names. */
    private static final int PAGE = 500;

    private EveryAccount() {}

    /** Finds what is due in some accounts. */
    @FunctionalInterface
    public interface Query<T> {
        List<T> in(Transaction transaction, List<String> accounts);
    }

    /** @param work opens transactions as it needs them */
    static <T> void forEach(Database database, Query<T> due, Consumer<T> work) {
        inPages(
                database,
                page -> database.read(page, transaction -> due.in(transaction, page))
                        .forEach(work));
    }

    /** Calls {@code work} with the ids of all accounts, a page at a time. */
    public static void inPages(Database database, Consumer<List<String>> work) {
        Batches.forEachBatch(
                "",
                last -> database.read(
                        List.of(),
                        transaction -> transaction.dao(AccountDao.class).listIds(last, PAGE)),
                work);
    }
}
