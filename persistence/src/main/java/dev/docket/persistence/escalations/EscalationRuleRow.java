package dev.docket.persistence.escalations;

import dev.docket.persistence.configurations.ConfigurationRow;
import dev.docket.persistence.database.StagedBuilder;
import dev.docket.persistence.events.ActorRow;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * An escalation rule. At most one of the three targets is not null.
 *
 * @param priorities of the tickets that it applies to; empty: all
 * @param ticketTypeIds of the tickets that it applies to; empty: all tickets
 * @param minutes how long after the event; negative: before it
 * @param revision grows with every change
 * @param authorPermissions those of the caller that wrote it last; the rule does nothing that they do not allow
 */
@StagedBuilder
public record EscalationRuleRow(
        String id,
        String name,
        boolean isActive,
        List<String> priorities,
        List<String> ticketTypeIds,
        String event,
        int minutes,
        @Nullable String userId,
        @Nullable Long teamId,
        @Nullable String rotationId,
        @Nullable String raisePriorityTo,
        @Nullable String note,
        long revision,
        Instant createdAt,
        Instant updatedAt,
        List<String> authorPermissions,
        @Json ActorRow createdBy,
        @Json ActorRow updatedBy)
        implements ConfigurationRow {}
