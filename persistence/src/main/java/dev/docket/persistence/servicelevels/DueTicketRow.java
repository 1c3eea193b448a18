package dev.docket.persistence.servicelevels;

/** A ticket at which there is something to do, now. */
public record DueTicketRow(String accountId, long id) {}
