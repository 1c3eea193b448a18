package dev.docket.persistence.automation;

import dev.docket.persistence.configurations.ConfigurationRow;
import dev.docket.persistence.database.StagedBuilder;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.json.Json;

/** @param revision grows with every change */
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
        Instant updatedAt)
        implements ConfigurationRow {}
