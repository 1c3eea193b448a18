package dev.docket.server.events;

import dev.docket.api.model.EventType;
import dev.docket.persistence.feed.EventRow;
import dev.docket.server.security.Caller;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events a caller asked for, and may see.
 *
 * @param ticketId null: of any ticket
 * @param types empty: of any type
 */
record EventFilter(Caller caller, @Nullable String ticketId, Set<EventType> types) {

    /** Returns the events of an entry that it lets pass, in their order. */
    List<EventType> passing(EventRow row) {
        return maySee(row)
                ? TicketEvents.of(row.entry()).stream()
                        .filter(type -> types.isEmpty() || types.contains(type))
                        .toList()
                : List.of();
    }

    private boolean maySee(EventRow row) {
        return caller.permissions().containsAll(row.presentPermissions())
                && caller.permissions().containsAll(row.ticket().requiredPermissions())
                && (caller.seesNotes()
                        || !Boolean.TRUE.equals(row.entry().after().get("isInternal")));
    }
}
