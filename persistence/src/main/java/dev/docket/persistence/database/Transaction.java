package dev.docket.persistence.database;

/** A running transaction on the rows of its accounts; see {@link Database}. Not for use outside its lambda. */
public interface Transaction {

    /** The SQL object {@code dao} in this transaction. */
    <D> D dao(Class<D> dao);

    /**
     * Counts an event of this transaction once the transaction is committed; never if it is rolled back.
     *
     * @param counter its name in Micrometer's style, such as {@code docket.ticket.changes}
     * @param label its only label
     * @param value one of a few constants, never personal data: each value makes a time series that stays
     */
    void count(String counter, String label, String value, int times);

    /**
     * Plans each further statement of this transaction for the tables as they are then. A plan that was kept from when
     * a table was small reads all of it each time, until statistics are gathered: the more rows a transaction adds, the
     * slower it gets.
     */
    void planAnew();
}
