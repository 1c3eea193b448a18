package dev.docket.server.events;

import dev.docket.api.model.EventType;
import dev.docket.persistence.events.HistoryRow;
import dev.docket.persistence.feed.EventRow;
import dev.docket.server.security.Caller;
import dev.docket.server.tickets.NoteRules;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events a caller asked for, and what it may see of them.
 *
 * @param ticketId null: of any ticket
 * @param types empty: of any type
 */
record EventFilter(Caller caller, @Nullable String ticketId, Set<EventType> types) {

    private static final Set<EventType> OF_NOTES_AND_FILES = Set.of(
            EventType.COMMENT_ADDED,
            EventType.COMMENT_UPDATED,
            EventType.COMMENT_REDACTED,
            EventType.ATTACHMENT_ADDED,
            EventType.ATTACHMENT_DELETED);

    /**
     * Returns the events of an entry that it lets pass, in their order.
     *
     * @param seen what the caller sees of the entry
     */
    List<EventType> passing(EventRow row, EventRow seen) {
        boolean isHidden = hides(row);
        HistoryRow entry = seen.entry();
        boolean isEmpty = isHidden && entry.before().isEmpty() && entry.after().isEmpty();
        if (isEmpty || !maySee(row)) {
            return List.of();
        }
        return TicketEvents.of(entry).stream()
                .filter(type -> types.isEmpty() || types.contains(type))
                .filter(type -> !isHidden || !OF_NOTES_AND_FILES.contains(type))
                .toList();
    }

    private boolean maySee(EventRow row) {
        return caller.permissions().containsAll(row.presentPermissions())
                && caller.permissions().containsAll(row.ticket().requiredPermissions());
    }

    /** Whether the entry tells of an internal note or file that the caller may not see. */
    private boolean hides(EventRow row) {
        return !caller.seesNotes() && NoteRules.isInternal(row.entry());
    }

    /** Returns what the caller sees of an entry. */
    EventRow shown(EventRow row) {
        return caller.seesNotes()
                ? row
                : new EventRow(
                        row.position(),
                        NoteRules.shown(row.entry()),
                        row.ticket(),
                        row.presentPermissions(),
                        hides(row) ? null : row.comment());
    }
}
