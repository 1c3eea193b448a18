package dev.docket.persistence.rotations;

import java.time.Instant;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * Where a rotation stands.
 *
 * @param turns taken so far, in all epochs
 * @param validUntil from then on the epoch has to be looked at again; null: never
 * @param isActive whether tickets take turns of the rotation
 * @param waiting tickets that wait for somebody to be back
 */
public record RotationStateRow(
        String rotationId,
        long turns,
        @Nullable Instant validUntil,
        boolean isActive,
        long waiting,
        @Nested RotationEpochRow epoch) {}
