package dev.docket.server.tickets;

import dev.docket.api.model.TicketStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * When a ticket was created and, if it begins after its end, came to that.
 *
 * @param takesTurn whether a rotation may give it to somebody
 */
public record TicketTimes(
        Instant createdAt,
        @Nullable Instant resolvedAt,
        @Nullable Instant closedAt,
        boolean takesTurn) {

    /** PostgreSQL keeps microseconds: the answer shows what is stored. */
    public TicketTimes {
        createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
        resolvedAt = resolvedAt == null ? null : resolvedAt.truncatedTo(ChronoUnit.MICROS);
        closedAt = closedAt == null ? null : closedAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** Of a ticket that is created now, in this status. */
    static TicketTimes now(TicketStatus status, Instant now) {
        return new TicketTimes(
                now, TicketLifecycle.isResolved(status) ? now : null, status == TicketStatus.CLOSED ? now : null, true);
    }
}
