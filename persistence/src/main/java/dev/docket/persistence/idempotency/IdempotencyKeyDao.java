package dev.docket.persistence.idempotency;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The stored responses to requests with an idempotency key. */
public interface IdempotencyKeyDao {

    /** Erases responses of an account; a condition follows. The keys stay used. */
    String ERASE = """
            UPDATE idempotency_keys
               SET fingerprint = '',
                   etag = NULL,
                   answer = NULL
             WHERE account_id = :accountId
            """;

    /**
     * Takes a key until the end of the transaction. Takes an advisory lock and not a row, for which another request
     * with the same key would wait.
     *
     * @return false if another transaction has the key
     */
    @SqlQuery("""
            SELECT pg_try_advisory_xact_lock(
                       hashtextextended(:accountId || ' ' || :callerId || ' ' || encode(:keyHash, 'hex'), 19))
            """)
    boolean tryTake(String accountId, UUID callerId, byte[] keyHash);

    /**
     * The stored response. Locking its row makes the commit wait for a synchronous standby: the commit that stored it
     * may not have been confirmed yet, and the response must not be returned before it is.
     */
    @SqlQuery("""
            SELECT account_id, caller_id, key_hash, fingerprint, etag, location, answer, created_at, subject
              FROM idempotency_keys
             WHERE account_id = :accountId
               AND caller_id = :callerId
               AND key_hash = :keyHash
               FOR NO KEY UPDATE
            """)
    Optional<IdempotencyKeyRow> find(String accountId, UUID callerId, byte[] keyHash);

    /** @return for each row 1, or 0 if a response is stored for its key already */
    @SqlBatch("""
            INSERT INTO idempotency_keys
                   (account_id, caller_id, key_hash, fingerprint, etag, location, answer, created_at, subject)
            VALUES (:accountId, :callerId, :keyHash, :fingerprint, :etag, :location, :answer, :createdAt, :subject)
            ON CONFLICT DO NOTHING
            """)
    int[] put(@BindMethods List<IdempotencyKeyRow> rows);

    @SqlUpdate("""
            DELETE FROM idempotency_keys
             WHERE account_id = :accountId
               AND caller_id = :callerId
               AND key_hash = :keyHash
            """)
    void delete(String accountId, UUID callerId, byte[] keyHash);

    /**
     * Erases the responses that show the comment. The keys stay used.
     *
     * @return the number of responses
     */
    @SqlUpdate(ERASE + """
               AND subject = :comment
            """)
    int eraseComment(String accountId, UUID comment);

    /**
     * Erases the responses that show the ticket, or a comment, file or escalation that it has or had. The keys stay
     * used.
     *
     * @return the number of responses
     */
    @SqlUpdate(ERASE + """
               AND subject = ANY (ARRAY(
                   SELECT unique_id
                     FROM tickets
                    WHERE account_id = :accountId AND id = :ticketId
                    UNION ALL
                   SELECT CAST(shown.id AS uuid)
                     FROM ticket_history h
                    CROSS JOIN LATERAL (VALUES (h.after ->> 'commentId'), (h.after ->> 'attachmentId'),
                                               (h.after ->> 'escalationId')) shown (id)
                    WHERE h.account_id = :accountId AND h.ticket_id = :ticketId AND shown.id IS NOT NULL
                    UNION ALL
                   SELECT id
                     FROM ticket_comments
                    WHERE account_id = :accountId AND ticket_id = :ticketId
                    UNION ALL
                   SELECT id
                     FROM attachments
                    WHERE account_id = :accountId AND ticket_id = :ticketId))
            """)
    int eraseTicket(String accountId, long ticketId);

    /** @return number of removed rows */
    @SqlUpdate("""
            DELETE FROM idempotency_keys
             WHERE account_id = ANY (:accountIds)
               AND created_at <= :instant
            """)
    int deleteUntil(Collection<String> accountIds, Instant instant);
}
