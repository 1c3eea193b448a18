package dev.docket.persistence.directory;

/** A merchant's application for an account. */
public record ApplicationRow(long id, String uniqueId, String dbaName, String dbaEmail, String dbaPhone) {}
