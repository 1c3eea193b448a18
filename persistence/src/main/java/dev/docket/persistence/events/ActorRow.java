package dev.docket.persistence.events;

import org.jdbi.v3.core.mapper.PropagateNull;

/**
 * The agent, requester or system that acted.
 *
 * @param type {@code agent}, {@code requester} or {@code system}
 */
@PropagateNull("id")
public record ActorRow(String type, String id, String name) {}
