package dev.docket.server.rotations.deck;

import org.jspecify.annotations.Nullable;

/**
 * A user in a rotation.
 *
 * @param userId the user, a member at most once
 * @param weight the user's share of the tickets relative to the others, 1 to 10
 * @param skipped the reason why the user takes no turns now; null for a user who does
 */
public record RotationMember(
        String userId, int weight, @Nullable Absence skipped) {
    public static final int MAX_WEIGHT = 10;

    /** @throws IllegalArgumentException if the weight is out of range */
    public RotationMember {
        if (weight < 1 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("weight must be 1 to " + MAX_WEIGHT + ", not " + weight);
        }
    }

    /** A member who takes turns. */
    public static RotationMember eligible(String userId, int weight) {
        return new RotationMember(userId, weight, null);
    }

    public boolean isEligible() {
        return skipped == null;
    }

    /** Whether the user is only away and has room for another ticket. */
    boolean canStandIn() {
        return skipped == Absence.UNAVAILABLE || skipped == Absence.OUT_OF_OFFICE;
    }
}
