package dev.docket.server.transfer;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.docket.api.model.TicketActorType;
import dev.docket.api.model.TicketImportAuthor;
import dev.docket.api.model.TicketImportComment;
import dev.docket.persistence.comments.CommentRow;
import dev.docket.persistence.comments.CommentRowBuilder;
import dev.docket.persistence.events.ActorRow;
import dev.docket.persistence.tickets.Counters;
import dev.docket.persistence.transfer.ConversationRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The comments of a line, by time. What they mean for the ticket is as if they had been added one by one, except for
 * its status.
 */
record Conversation(List<TicketImportComment> comments) {

    private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

    /** The id of an author that has none. */
    private static final String NO_ID = "imported";

    Conversation {
        comments = comments.stream()
                .sorted(Comparator.comparing(TicketImportComment::getCreatedAt))
                .toList();
    }

    boolean isEmpty() {
        return comments.isEmpty();
    }

    boolean hasNotes() {
        return comments.stream().anyMatch(TicketImportComment::getIsInternal);
    }

    @Nullable
    Instant firstResponseAt() {
        return replies(TicketActorType.AGENT).findFirst().orElse(null);
    }

    private @Nullable Instant last(TicketActorType author) {
        return replies(author).reduce((earlier, later) -> later).orElse(null);
    }

    private Stream<Instant> replies(TicketActorType author) {
        return comments.stream()
                .filter(comment -> !comment.getIsInternal())
                .filter(comment -> comment.getAuthor().getType() == author)
                .map(Conversation::time);
    }

    /** PostgreSQL keeps microseconds. */
    private static Instant time(TicketImportComment comment) {
        return comment.getCreatedAt().truncatedTo(ChronoUnit.MICROS);
    }

    ConversationRow row(long ticketId) {
        List<CommentRow> rows = new ArrayList<>();
        for (TicketImportComment comment : comments) {
            TicketImportAuthor by = comment.getAuthor();
            ActorRow author =
                    new ActorRow(by.getType().toString(), Objects.requireNonNullElse(by.getId(), NO_ID), by.getName());
            rows.add(CommentRowBuilder.builder()
                    .id(IDS.generate())
                    .number(rows.size() + 1)
                    .isInternal(comment.getIsInternal())
                    .author(author)
                    .createdAt(time(comment))
                    .version(1)
                    .content(comment.getContent())
                    .mentions(List.of())
                    .editedAt(time(comment))
                    .editor(author)
                    .build());
        }
        long notes = rows.stream().filter(CommentRow::isInternal).count();
        return new ConversationRow(
                ticketId,
                new Counters(rows.size() - notes, notes, 0, 0, 0),
                firstResponseAt(),
                last(TicketActorType.AGENT),
                last(TicketActorType.REQUESTER),
                time(comments.get(comments.size() - 1)),
                rows);
    }
}
