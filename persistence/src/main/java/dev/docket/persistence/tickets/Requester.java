package dev.docket.persistence.tickets;

import org.jspecify.annotations.Nullable;

/**
 * Who asks for help.
 *
 * @param id of the entity of this type; the caller's own id for an external requester
 * @param name the entity's, found when the ticket is stored, like {@code email} and {@code phone}; an external requester's is
 *     given with the ticket
 */
public record Requester(
        String type,
        String id,
        @Nullable String name,
        @Nullable String email,
        @Nullable String phone) {}
