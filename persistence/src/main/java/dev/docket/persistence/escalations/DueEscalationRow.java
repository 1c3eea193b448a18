package dev.docket.persistence.escalations;

/** A ticket that rules are to escalate. */
public record DueEscalationRow(String accountId, long id) {}
