package dev.docket.persistence.recalculation;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a ticket's service level from now on.
 *
 * @param before for the ticket's history, like {@code after}
 */
public record MovedTicket(
        long id,
        @Nullable Instant firstResponseAtRiskAt,
        @Nullable Instant firstResponseDue,
        @Nullable Instant resolutionAtRiskAt,
        @Nullable Instant resolutionDue,
        @Nullable Instant breachedAt,
        @Nullable Instant breachedFrom,
        @Nullable Instant atRiskFrom,
        @Nullable Instant nextEventAt,
        Map<String, Object> before,
        Map<String, Object> after) {}
