package dev.docket.server.tickets;

import dev.docket.api.model.TicketStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * When a ticket was created and, if it is created resolved or closed, when it was resolved and closed.
 *
 * @param firstResponseAt when an agent first responded, if that was in another system
 * @param slaFrom when its SLA begins to count, not before its creation; null without an SLA
 * @param takesTurn whether a rotation may assign it
 */
public record TicketTimes(
        Instant createdAt,
        @Nullable Instant resolvedAt,
        @Nullable Instant closedAt,
        @Nullable Instant firstResponseAt,
        @Nullable Instant slaFrom,
        boolean takesTurn) {

    /** PostgreSQL keeps microseconds: the response shows the stored instants. */
    public TicketTimes {
        createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
        resolvedAt = truncated(resolvedAt);
        closedAt = truncated(closedAt);
        firstResponseAt = truncated(firstResponseAt);
        slaFrom = truncated(slaFrom);
    }

    /** Returns the times of a ticket that is created now, in this status. */
    static TicketTimes now(TicketStatus status, Instant now) {
        boolean isResolved = TicketLifecycle.isResolved(status);
        return new TicketTimes(
                now,
                isResolved ? now : null,
                status == TicketStatus.CLOSED ? now : null,
                null,
                isResolved ? null : now,
                true);
    }

    private static @Nullable Instant truncated(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS);
    }
}
