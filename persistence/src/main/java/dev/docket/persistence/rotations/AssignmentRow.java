package dev.docket.persistence.rotations;

import java.time.Instant;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * Why a ticket is with whom it is.
 *
 * @param historyNumber the entry of the ticket's history that says so
 * @param reason manual, rotation, fallback or empty_pool
 * @param turn of the rotation, from 1; null if none was taken
 * @param epoch what the turn was taken from; null if no rotation had to do with it
 */
public record AssignmentRow(
        int historyNumber,
        Instant at,
        String reason,
        @Nullable String assignedTo,
        @Nullable String rotationId,
        @Nullable Long turn,
        @Nested("epoch_") @Nullable RotationEpochRow epoch) {}
