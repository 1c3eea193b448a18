package dev.docket.persistence.database;

/** A running transaction on the rows of its accounts; see {@link Database}. Not for use outside its lambda. */
@FunctionalInterface
public interface Transaction {

    /** The SQL object {@code dao}, working in this transaction. */
    <D> D dao(Class<D> dao);
}
