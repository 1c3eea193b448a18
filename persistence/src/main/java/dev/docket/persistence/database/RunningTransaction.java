package dev.docket.persistence.database;

import dev.docket.persistence.database.jdbi.NoHandle;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The only implementation of {@link Transaction}.
 *
 * @param knownDaos those whose annotations have been read
 */
record RunningTransaction(Handle handle, Counts counts, Set<Class<?>> knownDaos) implements Transaction {

    @Override
    public <D> D dao(Class<D> dao) {
        Deadline.require();
        if (knownDaos.add(dao)) {
            new NoHandle(handle.getJdbi()).learn(dao);
        }
        return handle.attach(dao);
    }

    @Override
    public void count(String counter, String label, String value, int times) {
        counts.add(counter, label, value, times);
    }

    @Override
    public void planAnew() {
        handle.execute("SET LOCAL plan_cache_mode = force_custom_plan");
    }
}
