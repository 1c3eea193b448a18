package dev.docket.persistence.rotations;

/** A rotation that has to be looked at. */
public record DueRotationRow(String accountId, String rotationId) {}
