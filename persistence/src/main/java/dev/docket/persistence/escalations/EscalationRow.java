package dev.docket.persistence.escalations;

import dev.docket.persistence.events.ActorRow;
import dev.docket.persistence.tickets.TargetRow;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * An escalation with what its history entry says of it.
 *
 * @param level from 1, without a gap in its ticket
 * @param priority what it was raised to; null if it stayed
 * @param refusal why the ticket did not go to the target; null if it did, or there was none
 * @param ruleId null if somebody did it
 */
@RecordBuilder
@RecordBuilder.Options(builderMode = RecordBuilder.BuilderMode.STAGED)
public record EscalationRow(
        UUID id,
        long level,
        String reason,
        @Nullable String priority,
        @Nested TargetRow target,
        @Nullable String refusal,
        @Nullable String ruleId,
        int historyNumber,
        @Nested("actor_") ActorRow actor,
        Instant createdAt) {}
