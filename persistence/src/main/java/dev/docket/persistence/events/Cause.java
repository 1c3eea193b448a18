package dev.docket.persistence.events;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jdbi.v3.core.mapper.Nested;

/**
 * The actor and the request of a change.
 *
 * @param depth the length of the chain of automatic changes that led to this one; 0 for the change of a caller
 */
public record Cause(
        @Nested("actor_") @JsonUnwrapped(prefix = "actor_") ActorRow actor, String requestId, int depth) {}
