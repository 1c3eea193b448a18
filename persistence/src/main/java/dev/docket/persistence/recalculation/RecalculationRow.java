package dev.docket.persistence.recalculation;

import java.time.Instant;

/**
 * The open tickets of a policy are to be moved to a version of it.
 *
 * @param actorId whose edit it was, by which request, for the histories of the tickets
 */
public record RecalculationRow(
        String slaPolicyId, int version, String actorId, String actorName, String requestId, Instant requestedAt) {}
