package dev.docket.persistence.tickets;

import java.util.List;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * What became of a {@link NewTicket}: stored; or refused, for each of {@code refusals}; or neither, if it was to be
 * checked only. All that does not count if the ticket is stale or busy, and nothing is stored then.
 *
 * @param isStale the configuration that the ticket was computed from is not the account's any more and must be read again; or
 *     its idempotency key was used before, and what that request did must be looked at
 * @param isBusy another transaction has the counter of the account, which this one did not wait for
 * @param refusals JSON pointer and code with a space between them, such as {@code /merchantId unknown_reference}
 */
public record TicketCreation(
        boolean isStale,
        boolean isBusy,
        List<String> refusals,
        @Nested @Nullable TicketRow ticket) {

    public static final TicketCreation STALE = new TicketCreation(true, false, List.of(), null);
}
