package dev.docket.persistence.rotations;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a new ticket must know of an active rotation.
 *
 * @param epoch the one that turns are taken from
 * @param validUntil from then on the epoch has to be looked at again before a turn is taken; null: never
 * @param isEmpty nobody can take a turn, not even of those who are away
 * @param isFallback nobody is there, and the turns are those of members who are away
 * @param hasCapacities whether a member takes a limited number of open tickets, so that each turn depends on the others
 */
public record RotationInForceRow(
        String rotationId,
        int epoch,
        @Nullable Instant validUntil,
        boolean isEmpty,
        boolean isFallback,
        boolean hasCapacities) {}
