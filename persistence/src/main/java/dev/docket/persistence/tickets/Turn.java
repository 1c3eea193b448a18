package dev.docket.persistence.tickets;

import org.jspecify.annotations.Nullable;

/**
 * How a rotation decides who gets a new ticket.
 *
 * @param rotationId null if the type has none or the request named an assignee
 * @param rotationEpoch the rotation's epoch in force; null without a rotation
 * @param takesTurn whether a member takes a turn; if not, the pool is empty
 */
public record Turn(@Nullable String rotationId, @Nullable Integer rotationEpoch, boolean takesTurn) {

    public static final Turn NONE = new Turn(null, null, false);
}
