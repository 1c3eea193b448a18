package dev.docket.persistence.directory;

/** Somebody who may become a merchant. */
public record LeadRow(long id, String uniqueId, String name, String email, String phone) {}
