package dev.docket.persistence.automation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rule does; the type says which of the others it has. */
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
        @Nullable String reason) {}
