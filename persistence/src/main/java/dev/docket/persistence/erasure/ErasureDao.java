package dev.docket.persistence.erasure;

import dev.docket.persistence.events.ActorRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** Erases personal data from tickets that this transaction has locked. */
public interface ErasureDao {

    /** Returns the ticket and those that it was merged into, one into the other, by id. */
    @SqlQuery("""
            WITH RECURSIVE line AS (
                SELECT id, meta_data ->> 'mergedInto' AS merged_into
                  FROM tickets
                 WHERE account_id = :accountId
                   AND id = :id
                UNION
                SELECT t.id, t.meta_data ->> 'mergedInto'
                  FROM line l
                  JOIN tickets t ON t.account_id = :accountId AND t.unique_id = CAST(l.merged_into AS uuid)
            )
            SELECT id
              FROM line
             ORDER BY id
            """)
    List<Long> line(String accountId, long id);

    /** Locks tickets until the transaction ends. */
    @SqlQuery("""
            SELECT id
              FROM tickets
             WHERE account_id = :accountId
               AND id = ANY(:ids)
             ORDER BY id
               FOR UPDATE
            """)
    List<Long> lock(String accountId, List<Long> ids);

    /** Replaces the requester's data in the fields of a ticket. */
    @SqlUpdate("""
            UPDATE tickets
               SET subject = 'erased',
                   description = 'erased',
                   requester_id = CASE WHEN requester_type IN ('user', 'external') THEN 'erased' ELSE requester_id END,
                   requester_name = 'erased',
                   requester_email = 'erased@erased.invalid',
                   requester_phone = NULL,
                   merchant_name = CASE WHEN merchant_name IS NOT NULL
                                         AND requester_type IN ('merchant', 'merchant-internal', 'mid')
                                        THEN 'erased' ELSE merchant_name END,
                   custom_fields = '{}'
             WHERE account_id = :accountId
               AND id = :id
            """)
    void eraseFields(String accountId, long id);

    /** Replaces the reasons for pauses of a ticket's clock and for redactions of its comments. */
    default void eraseReasons(String accountId, long id) {
        erasePauseReasons(accountId, id);
        eraseRedactionReasons(accountId, id);
    }

    @SqlUpdate("""
            UPDATE tickets
               SET sla_pauses = (SELECT jsonb_agg(CASE WHEN pause ->> 'reason' IS NOT NULL
                                                       THEN pause || '{"reason": "erased"}' ELSE pause END
                                                  ORDER BY place)
                                   FROM jsonb_array_elements(sla_pauses) WITH ORDINALITY p (pause, place))
             WHERE account_id = :accountId
               AND id = :id
               AND sla_pauses <> '[]'
            """)
    void erasePauseReasons(String accountId, long id);

    @SqlUpdate("""
            UPDATE ticket_comments
               SET redaction_reason = 'erased'
             WHERE account_id = :accountId
               AND ticket_id = :id
               AND redacted_at IS NOT NULL
            """)
    void eraseRedactionReasons(String accountId, long id);

    /**
     * Removes the text of comments, as {@code CommentDao.redact} does, and the name and content of files.
     *
     * @param origin the ticket on which they were written and attached, by its history; null: any
     * @param id the ticket that has them now
     */
    default ErasedTicketRow eraseTexts(
            String accountId,
            @Nullable Long origin,
            long id,
            boolean includeAgentTexts,
            Instant now,
            ActorRow redactor) {
        eraseFormerComments(accountId, origin, id, includeAgentTexts);
        return new ErasedTicketRow(
                eraseComments(accountId, origin, id, includeAgentTexts, now, redactor),
                eraseAttachments(accountId, origin, id, includeAgentTexts));
    }

    @SqlUpdate("""
            UPDATE former_ticket_comments f
               SET content = NULL,
                   mentions = '{}'
              FROM ticket_comments c
             WHERE c.account_id = :accountId
               AND c.ticket_id = :id
               AND c.redacted_at IS NULL
               AND (:includeAgentTexts OR c.author_type = 'requester')
               AND (CAST(:origin AS bigint) IS NULL
                    OR c.id IN (SELECT CAST(after ->> 'commentId' AS uuid)
                                  FROM ticket_history
                                 WHERE account_id = :accountId
                                   AND ticket_id = :origin
                                   AND after ->> 'commentId' IS NOT NULL))
               AND f.account_id = c.account_id
               AND f.ticket_id = c.ticket_id
               AND f.comment_id = c.id
            """)
    void eraseFormerComments(String accountId, @Nullable Long origin, long id, boolean includeAgentTexts);

    @SqlUpdate("""
            UPDATE ticket_comments
               SET content = NULL,
                   words = '',
                   mentions = '{}',
                   redacted_at = :now,
                   redactor_type = :redactor.type,
                   redactor_id = :redactor.id,
                   redactor_name = :redactor.name,
                   redaction_reason = 'erased'
             WHERE account_id = :accountId
               AND ticket_id = :id
               AND redacted_at IS NULL
               AND (:includeAgentTexts OR author_type = 'requester')
               AND (CAST(:origin AS bigint) IS NULL
                    OR id IN (SELECT CAST(after ->> 'commentId' AS uuid)
                                FROM ticket_history
                               WHERE account_id = :accountId
                                 AND ticket_id = :origin
                                 AND after ->> 'commentId' IS NOT NULL))
            """)
    int eraseComments(
            String accountId,
            @Nullable Long origin,
            long id,
            boolean includeAgentTexts,
            Instant now,
            @BindMethods("redactor") ActorRow redactor);

    /** The content is removed as soon as possible: see {@code AttachmentDao.listErased}. */
    @SqlUpdate("""
            UPDATE attachments
               SET file_name = 'erased',
                   sha256 = repeat('0', 64),
                   author_id = CASE WHEN author_type = 'requester' THEN 'erased' ELSE author_id END,
                   author_name = CASE WHEN author_type = 'requester' THEN 'erased' ELSE author_name END,
                   revision = revision + 1,
                   content_state = 'to_remove'
             WHERE account_id = :accountId
               AND ticket_id = :id
               AND state <> 'pending'
               AND content_state = 'kept'
               AND (:includeAgentTexts OR author_type = 'requester')
               AND (CAST(:origin AS bigint) IS NULL
                    OR CAST(id AS text) IN (SELECT after ->> 'attachmentId'
                                              FROM ticket_history
                                             WHERE account_id = :accountId
                                               AND ticket_id = :origin
                                               AND after ->> 'attachmentId' IS NOT NULL))
            """)
    int eraseAttachments(String accountId, @Nullable Long origin, long id, boolean includeAgentTexts);

    /** Whether the history of a ticket names files that were attached to another one. */
    @SqlQuery("""
            SELECT EXISTS (SELECT
                             FROM ticket_history here
                             JOIN ticket_history there ON there.after ->> 'attachmentId' = here.after ->> 'attachmentId'
                            WHERE here.account_id = :accountId
                              AND here.ticket_id = :id
                              AND there.account_id = :accountId
                              AND there.ticket_id = :origin
                              AND there.action = 'attached')
            """)
    boolean namesFiles(String accountId, long origin, long id);

    /**
     * Replaces personal values in the history, whose last entry must be the erasure: a function of
     * {@code V16__erasure.sql}.
     */
    @SqlQuery("""
            SELECT erase_ticket_history(:accountId, :origin, :id, :includeAgentTexts) IS NULL
            """)
    boolean eraseHistory(String accountId, @Nullable Long origin, long id, boolean includeAgentTexts);

    /** Whether the ticket was completely erased, and has not changed since. */
    @SqlQuery("""
            SELECT coalesce(erased_version = version, false)
              FROM tickets
             WHERE account_id = :accountId
               AND id = :id
            """)
    boolean isErased(String accountId, long id);

    @SqlUpdate("""
            UPDATE tickets
               SET erased_version = version
             WHERE account_id = :accountId
               AND id = :id
            """)
    void setErased(String accountId, long id);

    /** Lists tickets closed before an instant, after a given one, without those that were completely erased. */
    @SqlQuery("""
            SELECT id, closed_at AS ended_at
              FROM tickets
             WHERE account_id = :accountId
               AND closed_at IS NOT NULL
               AND (erased_version IS NULL OR erased_version < version)
               AND closed_at < :before
               AND (closed_at, id) > (:last.endedAt, :last.id)
             ORDER BY closed_at, id
             LIMIT :limit
            """)
    List<EndedTicketRow> closed(String accountId, Instant before, @BindMethods("last") EndedTicketRow last, int limit);

    /** Like {@link #closed}, for deleted tickets. */
    @SqlQuery("""
            SELECT id, deleted_at AS ended_at
              FROM tickets
             WHERE account_id = :accountId
               AND deleted_at IS NOT NULL
               AND (erased_version IS NULL OR erased_version < version)
               AND deleted_at < :before
               AND (deleted_at, id) > (:last.endedAt, :last.id)
             ORDER BY deleted_at, id
             LIMIT :limit
            """)
    List<EndedTicketRow> deleted(String accountId, Instant before, @BindMethods("last") EndedTicketRow last, int limit);

    /** Returns when the ticket was closed or deleted, the earlier of both; empty if neither. */
    @SqlQuery("""
            SELECT least(closed_at, deleted_at)
              FROM tickets
             WHERE account_id = :accountId
               AND id = :id
               AND (closed_at IS NOT NULL OR deleted_at IS NOT NULL)
            """)
    Optional<Instant> endedAt(String accountId, long id);
}
