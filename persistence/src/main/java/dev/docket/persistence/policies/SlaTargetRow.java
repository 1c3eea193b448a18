package dev.docket.persistence.policies;

import org.jspecify.annotations.Nullable;

/** Targets in business minutes; null: no target. */
public record SlaTargetRow(
        @Nullable Integer firstResponse, @Nullable Integer resolution) {}
