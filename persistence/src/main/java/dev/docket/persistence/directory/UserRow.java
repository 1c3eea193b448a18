package dev.docket.persistence.directory;

/** A person who works on tickets. */
public record UserRow(String id, String name, String email, boolean isActive) {}
