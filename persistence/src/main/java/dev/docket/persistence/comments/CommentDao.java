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
                   version, content, mentions, edited_at, editor_type, editor_id, editor_name,
                   words)
            VALUES (:accountId, :ticketId, :id, :number, :isInternal, :author.type, :author.id, :author.name, :createdAt,
                   :version, :content, :mentions, :editedAt, :editor.type, :editor.id, :editor.name,
                   CAST(:words AS tsvector))
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

    /** Lists comments by time and number, after that time and number. */
    @EndsByBytes
    @SqlQuery("""
            SELECT id, number, is_internal, author_type, author_id, author_name, created_at,
                   version, content, mentions, edited_at, editor_type, editor_id, editor_name,
                   redacted_at, redactor_type, redactor_id, redactor_name, redaction_reason
              FROM ticket_comments
             WHERE account_id = :accountId
               AND ticket_id = :ticketId
               AND (created_at, number) > (:createdAfter, :after)
               AND (NOT is_internal OR :seesNotes)
             ORDER BY created_at, number
             LIMIT :limit
            """)
    List<PageRow<CommentRow>> list(
            String accountId, long ticketId, boolean seesNotes, Instant createdAfter, int after, int limit);

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

    /**
     * Replaces the text, and keeps the former one as a version.
     *
     * @param comment with its new content, mentions and editor
     */
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
                   edited_at = :editedAt,
                   editor_type = :editor.type,
                   editor_id = :editor.id,
                   editor_name = :editor.name,
                   words = CAST(:words AS tsvector)
             WHERE account_id = :accountId
               AND ticket_id = :ticketId
               AND id = :id
            """)
    void edit(String accountId, long ticketId, @BindMethods CommentRow comment);

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
                   words = '',
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
