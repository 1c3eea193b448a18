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

    @SqlQuery("""
            SELECT account_id, caller_id, key_hash, fingerprint, etag, location, answer, created_at
              FROM idempotency_keys
             WHERE account_id = :accountId
               AND caller_id = :callerId
               AND key_hash = :keyHash
            """)
    Optional<IdempotencyKeyRow> find(String accountId, UUID callerId, byte[] keyHash);

    /** @return for each row 1, or 0 if a response is stored for its key already */
    @SqlBatch("""
            INSERT INTO idempotency_keys
                   (account_id, caller_id, key_hash, fingerprint, etag, location, answer, created_at)
            VALUES (:accountId, :callerId, :keyHash, :fingerprint, :etag, :location, :answer, :createdAt)
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

    /** @return number of removed rows */
    @SqlUpdate("""
            DELETE FROM idempotency_keys
             WHERE account_id = ANY (:accountIds)
               AND created_at <= :instant
            """)
    int deleteUntil(Collection<String> accountIds, Instant instant);
}
