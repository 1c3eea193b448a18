package dev.docket.persistence.comments;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.docket.persistence.events.ActorRow;
import dev.docket.persistence.text.SearchVector;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.PropagateNull;
import org.jspecify.annotations.Nullable;

/**
 * A comment in its current version.
 *
 * @param number from 1, without a gap in its ticket
 * @param content Markdown; null once it was redacted
 * @param mentions ids of users
 * @param editor the author of this version, at {@code editedAt}
 * @param redactor null, like the other two, if it was not redacted
 */
@RecordBuilder
@PropagateNull("id")
public record CommentRow(
        UUID id,
        int number,
        boolean isInternal,
        @Nested("author_") ActorRow author,
        Instant createdAt,
        int version,
        @Nullable String content,
        List<String> mentions,
        Instant editedAt,
        @Nested("editor_") ActorRow editor,
        @Nullable Instant redactedAt,
        @Nested("redactor_") @Nullable ActorRow redactor,
        @Nullable String redactionReason) {

    /** The size of its words in bytes. Those of all comments of a ticket together have 256 KiB. */
    private static final int MOST_WORDS = 192 * 1024;

    /** Returns the words by which its ticket is found. */
    @JsonProperty
    public String words() {
        return new SearchVector(MOST_WORDS).add(content, isInternal ? 'D' : 'C').toString();
    }
}
