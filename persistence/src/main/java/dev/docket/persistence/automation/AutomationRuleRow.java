package dev.docket.persistence.automation;

import dev.docket.persistence.configurations.ConfigurationRow;
import dev.docket.persistence.database.StagedBuilder;
import dev.docket.persistence.events.ActorRow;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.json.Json;

/**
 * @param revision grows with every change
 * @param authorPermissions those of the caller that wrote it last; the rule does nothing that they do not allow
 */
@StagedBuilder
public record AutomationRuleRow(
        String id,
        String name,
        boolean isActive,
        int sortOrder,
        List<String> events,
        @Json AutomationConditionsRow conditions,
        @Json List<AutomationActionRow> actions,
        long revision,
        Instant createdAt,
        Instant updatedAt,
        List<String> authorPermissions,
        @Json ActorRow createdBy,
        @Json ActorRow updatedBy)
        implements ConfigurationRow {}
