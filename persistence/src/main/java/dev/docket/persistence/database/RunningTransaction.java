package dev.docket.persistence.database;

import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The one kind of {@link Transaction}.
 *
 * @param knownDaos those whose annotations have been read
 */
record RunningTransaction(Handle handle, Counts counts, Set<Class<?>> knownDaos) implements Transaction {

    @Override
    public <D> D dao(Class<D> dao) {
        if (knownDaos.add(dao)) {
            // What is found out on the Jdbi goes into every later handle; on a handle it would be found out each time.
            handle.getJdbi().onDemand(dao);
        }
        return handle.attach(dao);
    }

    @Override
    public void count(String counter, String label, String value, int times) {
        counts.add(counter, label, value, times);
    }
}
