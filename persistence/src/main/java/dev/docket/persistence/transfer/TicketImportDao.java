package dev.docket.persistence.transfer;

import dev.docket.persistence.events.HistoryDao;
import java.util.List;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * The external ids of imported tickets. A transaction that looks for one and then imports it locks the account first,
 * so that no other transaction imports the same ticket.
 */
public interface TicketImportDao {

    /** The tickets with these external ids, including deleted ones; in any order. */
    @SqlQuery("""
            SELECT i.external_id, t.id, t.unique_id, t.ticket_number,
                   coalesce(tt.required_permissions, '{}') AS required_permissions
              FROM ticket_imports i
              JOIN tickets t
                ON t.account_id = i.account_id AND t.id = i.ticket_id
              LEFT JOIN ticket_types tt
                ON tt.account_id = t.account_id AND tt.id = t.ticket_type_id
             WHERE i.account_id = :accountId
               AND i.external_id = ANY (:externalIds)
            """)
    List<ImportedTicketRow> find(String accountId, List<String> externalIds);

    /** Records that new tickets were imported, each under the external id at the same place. */
    @SqlUpdate("""
            INSERT INTO ticket_imports (account_id, external_id, ticket_id)
            SELECT :accountId, i.external_id, i.ticket_id
              FROM unnest(CAST(:externalIds AS text[]), CAST(:ticketIds AS bigint[])) i (external_id, ticket_id)
            """)
    void insert(String accountId, List<String> externalIds, List<Long> ticketIds);

    /**
     * Adds comments to tickets that this transaction has created, with an entry of each ticket's history for each
     * comment.
     */
    @SqlUpdate("""
            WITH conversation AS (
                SELECT *
                  FROM jsonb_to_recordset(CAST(:conversations AS jsonb)) AS (
                       ticket_id bigint, response_count integer, internal_note_count integer,
                       first_response_at timestamptz, last_response_at timestamptz, last_customer_response_at timestamptz,
                       last_comment_at timestamptz, comments jsonb)
            ),
            comment AS (
                SELECT c.ticket_id, w.*, w.author ->> 'type' AS type, w.author ->> 'id' AS by, w.author ->> 'name' AS name
                  FROM conversation c
                 CROSS JOIN LATERAL jsonb_to_recordset(c.comments) AS w (
                       id uuid, number integer, is_internal boolean, author jsonb, created_at timestamptz,
                       content text, words tsvector)
            ),
            changed AS (
                UPDATE tickets t
                   SET response_count = c.response_count,
                       internal_note_count = c.internal_note_count,
                       first_response_at = c.first_response_at,
                       last_response_at = c.last_response_at,
                       last_customer_response_at = c.last_customer_response_at,
                       updated_at = greatest(t.updated_at, c.last_comment_at),
                       version = t.version + c.response_count + c.internal_note_count
                  FROM conversation c
                 WHERE t.account_id = :accountId
                   AND t.id = c.ticket_id
            ),
            stored AS (
                INSERT INTO ticket_comments (
                       account_id, ticket_id, id, number, is_internal, author_type, author_id, author_name, created_at,
                       version, content, mentions, edited_at, editor_type, editor_id, editor_name, words)
                SELECT :accountId, ticket_id, id, number, is_internal, type, by, name, created_at,
                       1, content, '{}', created_at, type, by, name, words
                  FROM comment
                 ORDER BY ticket_id, number
            ),
            entry AS (
                SELECT CAST(:accountId AS text) AS account_id, ticket_id, number + 1 AS number, created_at AS at,
                       'commented' AS action, type AS actor_type, by AS actor_id, name AS actor_name,
                       CAST(:requestId AS text) AS request_id, 0 AS depth, CAST('{}' AS jsonb) AS before,
                       jsonb_build_object('commentId', id, 'isInternal', is_internal) AS after
                  FROM comment
            )
            """ + HistoryDao.WRITE)
    void addComments(String accountId, String requestId, @Json List<ConversationRow> conversations);

    /**
     * Removes this transaction's outbox entries before it commits, so that automation does not process the imported
     * tickets.
     */
    @SqlUpdate("""
            DELETE FROM outbox
             WHERE account_id = :accountId
               AND ticket_id = ANY (:ticketIds)
            """)
    void leaveToNoRule(String accountId, List<Long> ticketIds);
}
