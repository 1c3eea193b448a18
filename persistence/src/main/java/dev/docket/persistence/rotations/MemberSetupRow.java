package dev.docket.persistence.rotations;

import org.jspecify.annotations.Nullable;

/**
 * A member of a rotation, as the account sets it up.
 *
 * @param weight the user's share of the tickets relative to the others, 1 to 10
 * @param maxOpenTickets the member takes no turn with this number of tickets in a working status, 1 to 100,000; null:
 *     no limit
 */
public record MemberSetupRow(
        String userId, int weight, @Nullable Integer maxOpenTickets) {

    /** Without a limit. */
    public MemberSetupRow(String userId, int weight) {
        this(userId, weight, null);
    }
}
