package dev.docket.persistence.events;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jdbi.v3.core.mapper.Nested;

/**
 * Who changed a ticket, and by which request.
 *
 * @param depth how many automatic changes led to this one, one after the other; 0 for the change of a caller
 */
public record Cause(
        @Nested("actor_") @JsonUnwrapped(prefix = "actor_") ActorRow actor, String requestId, int depth) {}
