package dev.docket.persistence.accounts;

import dev.docket.persistence.database.Batches;
import java.util.List;
import java.util.function.Consumer;

/** The due work of one account, a batch at a time. Not thread-safe. */
@FunctionalInterface
public interface AccountWork {

    /**
     * Does one batch, which must be small: all other accounts wait for it.
     *
     * @return whether there may be more; false leaves the rest to a later run
     */
    boolean next();

    /** Does all batches. */
    default void finish() {
        boolean hasMore = next();
        while (hasMore) {
            hasMore = next();
        }
    }

    /** Does this work first, then the other. */
    default AccountWork then(AccountWork other) {
        boolean[] isFirstDone = {false};
        return () -> {
            isFirstDone[0] = isFirstDone[0] || !next();
            return !isFirstDone[0] || other.next();
        };
    }

    /**
     * Returns work on rows in the order of a key, each once.
     *
     * @param beforeAll comes before every row
     * @param work must not fail because of one row
     */
    static <T> AccountWork on(T beforeAll, Batches.Query<T> query, Consumer<T> work) {
        return new AccountWork() {
            private T last = beforeAll;

            @Override
            public boolean next() {
                List<T> batch = query.after(last);
                batch.forEach(row -> {
                    last = row;
                    work.accept(row);
                });
                return !batch.isEmpty();
            }
        };
    }
}
