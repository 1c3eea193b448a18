package dev.docket.persistence.tickets;

import org.jspecify.annotations.Nullable;

/** The target of an assignment: at most one of the three is not null. */
public record TargetRow(
        @Nullable String userId,
        @Nullable Long teamId,
        @Nullable String rotationId) {}
