package dev.docket.persistence.sla;

/** A ticket whose service level is to be looked at. */
public record DueTicketRow(String accountId, long id) {}
