package dev.docket.persistence.rotations;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The part of an active rotation that creating a ticket depends on.
 *
 * @param epoch the epoch that turns are taken from
 * @param validUntil the instant from which the epoch must be checked again before a turn is taken; null: never
 * @param isEmpty whether no member can take a turn, not even one who is away
 * @param isFallback whether no member is available, so that turns are those of members who are away
 * @param hasCapacities whether a member takes a limited number of open tickets, so that each turn depends on the others
 */
public record RotationInForceRow(
        String rotationId,
        int epoch,
        @Nullable Instant validUntil,
        boolean isEmpty,
        boolean isFallback,
        boolean hasCapacities) {}
