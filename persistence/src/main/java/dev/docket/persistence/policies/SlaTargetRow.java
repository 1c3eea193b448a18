package dev.docket.persistence.policies;

import org.jspecify.annotations.Nullable;

/** Business minutes; null: no such target. */
public record SlaTargetRow(
        @Nullable Integer firstResponse, @Nullable Integer resolution) {}
