package dev.docket.persistence.feed;

import dev.docket.persistence.comments.CommentRow;
import dev.docket.persistence.events.HistoryRow;
import dev.docket.persistence.tickets.FoundTicket;
import java.util.List;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the history of a ticket, in the feed of its account.
 *
 * @param position from 1, without a gap in its account
 * @param ticket as it was directly after the entry, even if it was deleted
 * @param presentPermissions required by the present type of the ticket; the ticket has those of its type then
 * @param comment that the entry is about, in its version of then; null if it is about none, or the comment was moved to
 *     another ticket
 */
public record EventRow(
        long position,
        @Nested HistoryRow entry,
        @Nested FoundTicket ticket,
        List<String> presentPermissions,
        @Nested("comment_") @Nullable CommentRow comment) {}
