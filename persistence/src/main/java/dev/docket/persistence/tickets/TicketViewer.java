package dev.docket.persistence.tickets;

import java.time.Instant;
import java.util.Collection;

/**
 * The viewer of a list, and the time.
 *
 * @param permissions tickets of types that require others are not listed
 * @param seesNotes whether a search also covers internal notes
 * @param isRequester whether the transaction is bound to a requester, so that it sees few tickets of the account
 * @param now in whole microseconds
 */
public record TicketViewer(Collection<String> permissions, boolean seesNotes, boolean isRequester, Instant now) {}
