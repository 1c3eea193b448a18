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

    /** Returns the events of an entry that it lets pass, in their order. */
    List<EventType> passing(EventRow row) {
        HistoryRow seen = shown(row).entry();
        boolean isHidden = hides(row) && seen.before().isEmpty() && seen.after().isEmpty();
        if (isHidden || !maySee(row)) {
            return List.of();
        }
        return TicketEvents.of(seen).stream()
                .filter(type -> types.isEmpty() || types.contains(type))
                .filter(type -> !hides(row) || !OF_NOTES_AND_FILES.contains(type))
                .toList();
    }

    private boolean maySee(EventRow row) {
        return caller.permissions().containsAll(row.presentPermissions())
                && caller.permissions().containsAll(row.ticket().requiredPermissions());
    }

    /** Whether the entry tells of an internal note or file that the caller may not see. */
    private boolean hides(EventRow row) {
        return !caller.seesNotes() && Boolean.TRUE.equals(row.entry().after().get("isInternal"));
    }

    /** Returns what the caller sees of an entry. */
    EventRow shown(EventRow row) {
        if (caller.seesNotes()) {
            return row;
        }
        HistoryRow entry = row.entry();
        HistoryRow seen = new HistoryRow(
                entry.number(),
                entry.at(),
                entry.action(),
                entry.cause(),
                NoteRules.shown(entry.before(), hides(row)),
                NoteRules.shown(entry.after(), hides(row)));
        return new EventRow(
                row.position(), seen, row.ticket(), row.presentPermissions(), hides(row) ? null : row.comment());
    }
}
