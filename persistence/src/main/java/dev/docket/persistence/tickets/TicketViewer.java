package dev.docket.persistence.tickets;

import java.time.Instant;
import java.util.Collection;

/**
 * Who looks at a list, and when.
 *
 * @param permissions tickets of types that ask for others are not seen
 * @param seesNotes whether tickets are found by their internal notes, too
 * @param now in whole microseconds
 */
public record TicketViewer(Collection<String> permissions, boolean seesNotes, Instant now) {}
