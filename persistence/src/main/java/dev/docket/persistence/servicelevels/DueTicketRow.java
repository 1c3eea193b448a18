package dev.docket.persistence.servicelevels;

/** A ticket for which an SLA event or an escalation is due. */
public record DueTicketRow(String accountId, long id) {

    /** Precedes every ticket in the order of accounts and ids. */
    public static final DueTicketRow BEFORE_ALL = new DueTicketRow("", 0);
}
