package dev.docket.persistence.directory;

import java.time.Instant;

/**
 * That tickets let an entity go.
 *
 * @param field the property of a ticket that refers to it: assignedTo, assignedTeamId, merchantId, midId, leadId or
 *     applicationId
 */
public record Detachment(String field, Instant at, String actorId, String actorName, String requestId) {}
