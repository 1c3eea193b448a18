package dev.docket.persistence.recalculation;

import java.time.Instant;

/**
 * A request to move the open tickets of a policy to a version of it.
 *
 * @param actorId the author of the edit, for the histories of the tickets, like the request
 */
public record RecalculationRow(
        String slaPolicyId, int version, String actorId, String actorName, String requestId, Instant requestedAt) {}
