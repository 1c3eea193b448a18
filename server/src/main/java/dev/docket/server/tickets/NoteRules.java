package dev.docket.server.tickets;

import dev.docket.api.model.Ticket;
import dev.docket.persistence.events.HistoryRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a caller that may not see internal notes and files sees of a ticket and its history. It may learn that something
 * has changed: the version, {@code updatedAt} and gaps in the numbers of the history say so. It does not learn what.
 */
public final class NoteRules {

    /** What a history entry says of a comment or file, by name; the server writes no file name of an internal one. */
    static final List<String> DETAILS =
            List.of("commentId", "isInternal", "attachmentId", "size", "sha256", "fileName");

    /** What counts internal notes and files, in every history entry; the last two are those of an erasure. */
    private static final List<String> COUNTS =
            List.of("internalNoteCount", "attachmentCount", "comments", "attachments");

    /**
     * What is left out of an entry that tells of an internal note or file. An entry without anything else is hidden.
     */
    public static final List<String> HIDDEN_IF_INTERNAL =
            Stream.of(COUNTS, DETAILS).flatMap(List::stream).toList();

    private NoteRules() {}

    static Ticket withoutCounts(Ticket ticket) {
        return ticket.internalNoteCount(null).attachmentCount(null);
    }

    /** Whether a history entry tells of an internal note or file. */
    public static boolean isInternal(HistoryRow entry) {
        return Boolean.TRUE.equals(entry.after().get("isInternal"));
    }

    /** Returns what is seen of a history entry. */
    public static HistoryRow shown(HistoryRow entry) {
        List<String> hidden = isInternal(entry) ? HIDDEN_IF_INTERNAL : COUNTS;
        return entry.withValues(values -> {
            Map<String, Object> seen = new LinkedHashMap<>(values);
            seen.keySet().removeAll(hidden);
            return seen;
        });
    }
}
