package dev.docket.persistence.servicelevels;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The stored state of a ticket's service level; everything is null for a ticket without an SLA.
 *
 * @param policyId null: under Docket's own terms, or without an SLA
 * @param breachedFrom after it the ticket is breached unless it changes before; null: never
 * @param atRiskFrom from then on the ticket is at risk unless it changes before; null: never
 * @param nextEventAt when the next event may have to be recorded; null: never
 */
@RecordBuilder
public record SlaStamp(
        @Nullable String policyId,
        @Nullable Integer policyVersion,
        @Nullable Instant firstResponseAtRiskAt,
        @Nullable Instant firstResponseDue,
        @Nullable Instant resolutionAtRiskAt,
        @Nullable Instant resolutionDue,
        @Nullable Instant breachedAt,
        @Nullable Instant pausedAt,
        @Nullable Instant breachedFrom,
        @Nullable Instant atRiskFrom,
        @Nullable Instant nextEventAt)
        implements SlaStampBuilder.With {}
