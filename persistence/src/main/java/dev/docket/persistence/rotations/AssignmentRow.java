package dev.docket.persistence.rotations;

import java.time.Instant;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * The decision that assigned a ticket to its present agent.
 *
 * @param historyNumber number of the entry in the ticket's history that records the decision
 * @param reason manual, rotation, fallback or empty_pool
 * @param turn of the rotation, from 1; null if no turn was taken
 * @param epoch the epoch that the turn was taken from; null if no rotation was involved
 */
public record AssignmentRow(
        int historyNumber,
        Instant at,
        String reason,
        @Nullable String assignedTo,
        @Nullable String rotationId,
        @Nullable Long turn,
        @Nested("epoch_") @Nullable RotationEpochRow epoch) {}
