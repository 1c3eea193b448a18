package dev.docket.persistence.tickets;

import org.jspecify.annotations.Nullable;

/**
 * The requester of a ticket.
 *
 * @param id of the entity of this type; the caller's own id for an external requester
 * @param name read from the entity when the ticket is stored, like {@code email} and {@code phone}; for an external
 *     requester, given with the ticket
 */
public record Requester(
        String type,
        String id,
        @Nullable String name,
        @Nullable String email,
        @Nullable String phone) {}
