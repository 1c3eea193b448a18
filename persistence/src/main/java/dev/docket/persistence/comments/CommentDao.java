package dev.docket.persistence.comments;

import dev.docket.persistence.events.ActorRow;
import dev.docket.persistence.pages.EndsByBytes;
import dev.docket.persistence.pages.PageRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Comments on tickets. They are changed only while their ticket is locked. */
public interface CommentDao {

    @SqlUpdate("""
            INSERT INTO ticket_comments (
                   account_id, ticket_id, id, number, is_internal, author_type, author_id, author_name, created_at,
                   version, content, mentions, edited_at, editor_type, editor_id, editor_name)
            VALUES (:accountId, :ticketId, :id, :number, :isInternal, :author.type, :author.id, :author.name, :createdAt,
                   :version, :content, :mentions, :editedAt, :editor.type, :editor.id, :editor.name)
            """)
    void insert(String accountId, long ticketId, @BindMethods CommentRow comment);

    @SqlQuery("""
            SELECT id, number, is_internal, author_type, author_id, author_name, created_at,
                   version, content, mentions, edited_at, editor_type, editor_id, editor_name,
                   redacted_at, redactor_type, redactor_id, redactor_name, redaction_reason
              FROM ticket_comments
             WHERE account_id = :accountId
               AND ticket_id = :ticketId
               AND id = :id
               AND (NOT is_internal OR :seesNotes)
            """)
    Optional<CommentRow> find(String accountId, long ticketId, UUID id, boolean seesNotes);

    /** Lists comments after a number, by number. */
    @EndsByBytes
    @SqlQuery("""
            SELECT id, number, is_internal, author_type, author_id, author_name, created_at,
                   version, content, mentions, edited_at, editor_type, editor_id, editor_name,
                   redacted_at, redactor_type, redactor_id, redactor_name, redaction_reason
              FROM ticket_comments
             WHERE account_id = :accountId
               AND ticket_id = :ticketId
               AND number > :after
               AND (NOT is_internal OR :seesNotes)
             ORDER BY number
             LIMIT :limit
            """)
    List<PageRow<CommentRow>> list(String accountId, long ticketId, boolean seesNotes, int after, int limit);

    /** Lists the current and former versions of a comment below a version, the newest first. */
    @EndsByBytes
    @SqlQuery("""
            SELECT version, content, mentions, edited_at, editor_type, editor_id, editor_name
              FROM (SELECT version, content, mentions, edited_at, editor_type, editor_id, editor_name
                      FROM ticket_comments
                     WHERE account_id = :accountId
                       AND ticket_id = :ticketId
                       AND id = :id
                    UNION ALL
                    SELECT version, content, mentions, edited_at, editor_type, editor_id, editor_name
                      FROM former_ticket_comments
                     WHERE account_id = :accountId
                       AND ticket_id = :ticketId
                       AND comment_id = :id) versions
             WHERE version < :before
             ORDER BY version DESC
             LIMIT :limit
            """)
    List<PageRow<CommentVersionRow>> listVersions(String accountId, long ticketId, UUID id, int before, int limit);

    /** Replaces the text, and keeps the former one as a version. */
    @SqlUpdate("""
            WITH kept AS (
                INSERT INTO former_ticket_comments (
                       account_id, ticket_id, comment_id, version, content, mentions,
                       edited_at, editor_type, editor_id, editor_name)
                SELECT account_id, ticket_id, id, version, content, mentions, edited_at, editor_type, editor_id, editor_name
                  FROM ticket_comments
                 WHERE account_id = :accountId
                   AND ticket_id = :ticketId
                   AND id = :id
            )
            UPDATE ticket_comments
               SET version = version + 1,
                   content = :content,
                   mentions = :mentions,
                   edited_at = :now,
                   editor_type = :editor.type,
                   editor_id = :editor.id,
                   editor_name = :editor.name
             WHERE account_id = :accountId
               AND ticket_id = :ticketId
               AND id = :id
            """)
    void edit(
            String accountId,
            long ticketId,
            UUID id,
            String content,
            List<String> mentions,
            Instant now,
            @BindMethods("editor") ActorRow editor);

    /** Removes the text of all versions. */
    @SqlUpdate("""
            WITH former AS (
                UPDATE former_ticket_comments
                   SET content = NULL,
                       mentions = '{}'
                 WHERE account_id = :accountId
                   AND ticket_id = :ticketId
                   AND comment_id = :id
            )
            UPDATE ticket_comments
               SET content = NULL,
                   mentions = '{}',
                   redacted_at = :now,
                   redactor_type = :redactor.type,
                   redactor_id = :redactor.id,
                   redactor_name = :redactor.name,
                   redaction_reason = :reason
             WHERE account_id = :accountId
               AND ticket_id = :ticketId
               AND id = :id
            """)
    void redact(
            String accountId,
            long ticketId,
            UUID id,
            String reason,
            Instant now,
            @BindMethods("redactor") ActorRow redactor);
}
