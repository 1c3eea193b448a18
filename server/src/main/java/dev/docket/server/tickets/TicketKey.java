package dev.docket.server.tickets;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a {@code ticketId} in a path means: exactly one of the three is not null. */
record TicketKey(
        @Nullable UUID uniqueId,
        @Nullable Long id,
        @Nullable String ticketNumber) {

    private static final Pattern UUID_FORMAT = Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

    /** A ticket number has a prefix that begins with a letter, so it is never taken for an id. */
    static TicketKey of(String ticketId) {
        if (UUID_FORMAT.matcher(ticketId).matches()) {
            return new TicketKey(UUID.fromString(ticketId), null, null);
        }
        Long id = IntegerIds.parse(ticketId);
        return id != null ? new TicketKey(null, id, null) : new TicketKey(null, null, ticketId);
    }
}
