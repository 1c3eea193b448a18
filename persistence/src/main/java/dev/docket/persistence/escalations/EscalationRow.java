package dev.docket.persistence.escalations;

import dev.docket.persistence.events.ActorRow;
import dev.docket.persistence.tickets.TargetRow;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * An escalation, with the data of its history entry.
 *
 * @param level from 1, without a gap in its ticket
 * @param priority the raised priority; null if it did not change
 * @param refusal why the ticket was not given to the target; null if it was, or without a target
 * @param ruleId the rule that escalated; null for a person
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
