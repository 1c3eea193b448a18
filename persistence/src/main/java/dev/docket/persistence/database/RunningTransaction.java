package dev.docket.persistence.database;

import org.jdbi.v3.core.Handle;

/** The one kind of {@link Transaction}. */
record RunningTransaction(Handle handle, Counts counts) implements Transaction {

    @Override
    public <D> D dao(Class<D> dao) {
        return handle.attach(dao);
    }

    @Override
    public void count(String counter, String label, String value, int times) {
        counts.add(counter, label, value, times);
    }
}
