package dev.docket.persistence.rotations;

import dev.docket.persistence.database.StagedBuilder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A member of a rotation as the account set it up, and how its user stands at an instant.
 *
 * @param weight 1 to 10
 * @param maxOpenTickets takes no turn with as many tickets in a working status; null: no limit
 * @param openTickets tickets in a working status now; 0 where there is no limit
 * @param outUntil end of the present time out of office; null if there is none
 * @param outFrom begin of the next one; null if none is known
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
