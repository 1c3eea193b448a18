package dev.docket.server.tickets;

import dev.docket.api.model.TicketStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * When a ticket was created and, if it is created resolved or closed, when it was resolved and closed.
 *
 * @param takesTurn whether a rotation may assign it
 */
public record TicketTimes(
        Instant createdAt,
        @Nullable Instant resolvedAt,
        @Nullable Instant closedAt,
        boolean takesTurn) {

    /** PostgreSQL keeps microseconds: the response shows the stored instants. */
    public TicketTimes {
        createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
        resolvedAt = resolvedAt == null ? null : resolvedAt.truncatedTo(ChronoUnit.MICROS);
        closedAt = closedAt == null ? null : closedAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** Returns the times of a ticket that is created now, in this status. */
    static TicketTimes now(TicketStatus status, Instant now) {
        return new TicketTimes(
                now, TicketLifecycle.isResolved(status) ? now : null, status == TicketStatus.CLOSED ? now : null, true);
    }
}
