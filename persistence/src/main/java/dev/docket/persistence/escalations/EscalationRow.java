package dev.docket.persistence.escalations;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An escalation with what its history entry says of it. Of the three targets one is not null at most.
 *
 * @param level from 1, without a gap in its ticket
 * @param priority what it was raised to; null if it stayed
 * @param refusal why the ticket did not go to the target; null if it did, or there was none
 * @param ruleId null if somebody did it
 */
public record EscalationRow(
        UUID id,
        long level,
        String reason,
        @Nullable String priority,
        @Nullable String userId,
        @Nullable Long teamId,
        @Nullable String rotationId,
        @Nullable String refusal,
        @Nullable String ruleId,
        int historyNumber,
        String actorType,
        String actorId,
        String actorName,
        Instant createdAt) {}
