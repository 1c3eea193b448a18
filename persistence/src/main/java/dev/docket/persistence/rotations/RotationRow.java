package dev.docket.persistence.rotations;

import java.time.Instant;

/**
 * A rotation; its members and its turns are kept apart from it.
 *
 * @param status active or inactive
 * @param revision grows with every change of the rotation or its members
 */
public record RotationRow(String id, String name, String status, long revision, Instant createdAt, Instant updatedAt) {}
