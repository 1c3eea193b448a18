package dev.docket.persistence.rotations;

import org.jspecify.annotations.Nullable;

/**
 * A member of a rotation in one epoch.
 *
 * @param weight 1 to 10
 * @param carry what the rotation owed the member when the epoch began, in billionths of a ticket
 * @param skipped the reason why the member takes no turn in this epoch; null if it does
 */
public record RotationMemberRow(
        String userId, int weight, long carry, @Nullable String skipped) {}
