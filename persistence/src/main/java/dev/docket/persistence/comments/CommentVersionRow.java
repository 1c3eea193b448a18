package dev.docket.persistence.comments;

import dev.docket.persistence.events.ActorRow;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * The current or a former version of a comment.
 *
 * @param content Markdown; null once the comment was redacted
 */
public record CommentVersionRow(
        int version,
        @Nullable String content,
        List<String> mentions,
        Instant editedAt,
        @Nested("editor_") ActorRow editor) {}
