package dev.docket.persistence.tickets;

import org.jspecify.annotations.Nullable;

/**
 * How a rotation picks the assignee of a new ticket.
 *
 * @param rotationId null if the type has no rotation or the request named an assignee
 * @param rotationEpoch the rotation's epoch in force; null without a rotation
 * @param takesTurn whether a member takes a turn; if not, the pool is empty
 */
public record Turn(@Nullable String rotationId, @Nullable Integer rotationEpoch, boolean takesTurn) {

    public static final Turn NONE = new Turn(null, null, false);
}
