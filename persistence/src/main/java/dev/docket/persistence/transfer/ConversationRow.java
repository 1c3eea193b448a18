package dev.docket.persistence.transfer;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.docket.persistence.comments.CommentRow;
import dev.docket.persistence.tickets.Counters;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The comments that an imported ticket brings, and what follows from them for the ticket. As JSON it is flat: the
 * columns of the statement that stores it.
 *
 * @param counters only those of comments count
 * @param comments by time, numbered from 1
 */
public record ConversationRow(
        long ticketId,
        @JsonUnwrapped Counters counters,
        @Nullable Instant firstResponseAt,
        @Nullable Instant lastResponseAt,
        @Nullable Instant lastCustomerResponseAt,
        Instant lastCommentAt,
        List<CommentRow> comments) {}
