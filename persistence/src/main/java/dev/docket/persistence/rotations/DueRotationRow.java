package dev.docket.persistence.rotations;

/** A rotation that is due to be settled. */
public record DueRotationRow(String accountId, String rotationId) {}
