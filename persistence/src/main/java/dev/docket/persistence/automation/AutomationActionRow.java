package dev.docket.persistence.automation;

import dev.docket.persistence.database.StagedBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An action of a rule; the type determines which of the other properties it has. */
@StagedBuilder
public record AutomationActionRow(
        String type,
        @Nullable String status,
        @Nullable String priority,
        @Nullable String category,
        @Nullable String ticketTypeId,
        @Nullable String userId,
        @Nullable Long teamId,
        @Nullable String rotationId,
        @Nullable List<String> tags,
        @Nullable String name,
        @Nullable Object value,
        @Nullable String content,
        @Nullable String reason) {

    public static AutomationActionRow setPriority(String priority) {
        return of("set_priority").priority(priority).build();
    }

    public static AutomationActionRow assignTeam(long teamId) {
        return of("assign").teamId(teamId).build();
    }

    public static AutomationActionRow addTags(String... tags) {
        return of("add_tags").tags(List.of(tags)).build();
    }

    private static AutomationActionRowBuilder.AutomationActionRowBuilderStage of(String type) {
        return AutomationActionRowBuilder.builder().type(type);
    }
}
