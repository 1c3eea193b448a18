package dev.docket.persistence.tickets;

import java.util.List;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * The result for a {@link NewTicket}: stored; or rejected, with {@code refusals}; or neither, if it was only to be
 * checked. A stale or busy ticket has no result, and nothing is stored.
 *
 * @param isStale the configuration from which the ticket was computed is out of date and must be read again; or its
 *     idempotency key was used before, and the result of that request must be read
 * @param isBusy another transaction has locked the counter of the account, and this one did not wait for it
 * @param refusals JSON pointer and code with a space between them, such as {@code /merchantId unknown_reference}
 */
public record TicketCreation(
        boolean isStale,
        boolean isBusy,
        List<String> refusals,
        @Nested @Nullable TicketRow ticket) {

    public static final TicketCreation STALE = new TicketCreation(true, false, List.of(), null);
}
