package dev.docket.persistence.tickets;

import java.util.List;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * What became of a {@link NewTicket}: stored; or refused, for each of {@code refusals}; or neither, if it was to be
 * checked only. All that does not count if the ticket is stale.
 *
 * @param isStale nothing is stored: the configuration that the ticket was computed from is not the account's any more and must
 *     be read again
 * @param refusals JSON pointer and code with a space between them, such as {@code /merchantId unknown_reference}
 */
public record TicketCreation(
        boolean isStale,
        List<String> refusals,
        @Nested @Nullable TicketRow ticket) {}
