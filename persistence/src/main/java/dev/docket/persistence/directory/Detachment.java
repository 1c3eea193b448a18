package dev.docket.persistence.directory;

import java.time.Instant;

/**
 * The removal of the references of tickets to an entity.
 *
 * @param field the property of a ticket that refers to the entity: assignedTo, assignedTeamId, merchantId, midId,
 *     leadId or applicationId
 */
public record Detachment(String field, Instant at, String actorId, String actorName, String requestId) {}
