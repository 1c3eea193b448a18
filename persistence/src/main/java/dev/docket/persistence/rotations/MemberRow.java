package dev.docket.persistence.rotations;

import dev.docket.persistence.database.StagedBuilder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A member of a rotation as the account set it up, and the availability of its user at an instant.
 *
 * @param weight 1 to 10
 * @param maxOpenTickets the member takes no turn with this number of tickets in a working status; null: no limit
 * @param openTickets tickets in a working status now; 0 for a member without a limit
 * @param outUntil end of the present time out of office; null if the user is not out of office
 * @param outFrom start of the next time out of office; null if none is known
 */
@StagedBuilder
public record MemberRow(
        String rotationId,
        String userId,
        String name,
        String email,
        int weight,
        @Nullable Integer maxOpenTickets,
        long openTickets,
        boolean isActive,
        boolean isAvailable,
        @Nullable Instant outUntil,
        @Nullable Instant outFrom) {}
