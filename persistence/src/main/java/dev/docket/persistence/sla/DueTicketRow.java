package dev.docket.persistence.sla;

/** A ticket at which there is something to do, now. */
public record DueTicketRow(String accountId, long id) {}
