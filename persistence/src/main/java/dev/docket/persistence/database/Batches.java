package dev.docket.persistence.database;

import java.util.List;
import java.util.function.Consumer;

/** Work on any number of rows in the order of a key, each once. Only one batch of rows is in memory at a time. */
public final class Batches {

    private Batches() {}

    /**
     * Finds some of the rows whose keys come after that of a row, in the order of their keys; none if there are no
     * more.
     */
    @FunctionalInterface
    public interface Query<T> {
        List<T> after(T last);
    }

    /** @param beforeAll comes before every row */
    public static <T> void forEachBatch(T beforeAll, Query<T> query, Consumer<List<T>> work) {
        List<T> batch = query.after(beforeAll);
        while (!batch.isEmpty()) {
            work.accept(batch);
            batch = query.after(batch.get(batch.size() - 1));
        }
    }
}
