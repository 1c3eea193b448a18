package dev.docket.persistence.escalations;

import dev.docket.persistence.configurations.ConfigurationRow;
import dev.docket.persistence.database.StagedBuilder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An escalation rule. At most one of the three targets is not null.
 *
 * @param priorities of the tickets that it applies to; empty: all
 * @param ticketTypeIds of the tickets that it applies to; empty: all tickets
 * @param minutes how long after the event; negative: before it
 * @param revision grows with every change
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
        Instant updatedAt)
        implements ConfigurationRow {}
