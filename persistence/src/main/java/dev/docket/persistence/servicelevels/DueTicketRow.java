package dev.docket.persistence.servicelevels;

/** A ticket for which something is due now. */
public record DueTicketRow(String accountId, long id) {

    /** Comes before every ticket in the order of accounts and ids. */
    public static final DueTicketRow BEFORE_ALL = new DueTicketRow("", 0);
}
