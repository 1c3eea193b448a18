package dev.docket.persistence.escalations;

import dev.docket.persistence.configurations.ConfigurationRow;
import dev.docket.persistence.database.StagedBuilder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An escalation rule. Of the three targets one is not null at most.
 *
 * @param priorities of which tickets; empty: of all
 * @param ticketTypeIds of which types; empty: all tickets
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
