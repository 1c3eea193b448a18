package dev.docket.persistence.tickets;

import dev.docket.persistence.directory.IntegerIds;
import java.util.Locale;
import java.util.regex.Pattern;

/** Identifies one ticket of an account. */
public record TicketKey(Kind kind, String value) {

    private static final Pattern UUID_FORMAT = Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

    /**
     * Each kind has a statement of its own. For one statement with all kinds, PostgreSQL would make a plan each time,
     * which takes six times as long as its execution.
     */
    public enum Kind {
        UNIQUE_ID("t.unique_id = CAST(:key AS uuid)"),
        ID("t.id = CAST(:key AS bigint)"),
        TICKET_NUMBER("t.ticket_number = :key");

        final String condition;

        Kind(String condition) {
            this.condition = condition;
        }
    }

    /**
     * @param ticketId the uniqueId, the id or the ticketNumber of a ticket, as clients send it. A ticket number has a
     *     prefix that begins with a letter, so it is never taken for an id; its case does not matter.
     */
    public static TicketKey of(String ticketId) {
        if (UUID_FORMAT.matcher(ticketId).matches()) {
            return new TicketKey(Kind.UNIQUE_ID, ticketId);
        }
        return IntegerIds.parse(ticketId) != null
                ? new TicketKey(Kind.ID, ticketId)
                : new TicketKey(Kind.TICKET_NUMBER, ticketId.toUpperCase(Locale.ROOT));
    }

    public static TicketKey of(long id) {
        return new TicketKey(Kind.ID, Long.toString(id));
    }
}
