package dev.docket.persistence.rotations;

import java.time.Instant;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * The turns and the waiting tickets of a rotation.
 *
 * @param turns taken so far, in all epochs
 * @param validUntil the instant from which the epoch must be checked again; null: never
 * @param isActive whether tickets take turns of the rotation
 * @param waiting number of tickets that wait for an available member
 */
public record RotationStateRow(
        String rotationId,
        long turns,
        @Nullable Instant validUntil,
        boolean isActive,
        long waiting,
        @Nested RotationEpochRow epoch) {}
