package dev.docket.persistence.directory;

/** Users who share work. */
public record TeamRow(long id, String name) {}
