package dev.docket.persistence.erasure;

import dev.docket.persistence.pages.EndsByBytes;
import dev.docket.persistence.pages.PageRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The requested erasures of requesters, and their progress. */
public interface RequesterErasureDao {

    /** Selects an {@link ErasureRow}. */
    String SELECT = """
            SELECT id, requester_type, requester_ids, include_agent_texts, after_id, tickets, comments, attachments,
                   actor_type, actor_id, actor_name, request_id, requested_at, finished_at
              FROM requester_erasures
             WHERE account_id = :accountId
            """;

    @SqlUpdate("""
            INSERT INTO requester_erasures (
                   account_id, id, requester_type, requester_ids, include_agent_texts, after_id, tickets, comments, attachments,
                   actor_type, actor_id, actor_name, request_id, requested_at)
            VALUES (:accountId, :id, :requesterType, :requesterIds, :includeAgentTexts, :afterId, :tickets, :comments, :attachments,
                    :actor.type, :actor.id, :actor.name, :requestId, :requestedAt)
            """)
    void insert(String accountId, @BindMethods ErasureRow erasure);

    /** Locks an erasure until the transaction ends. */
    @SqlQuery(SELECT + """
               AND id = :id
               FOR UPDATE
            """)
    Optional<ErasureRow> lock(String accountId, UUID id);

    /** Lists erasures with ids before one, the newest first. */
    @EndsByBytes
    @SqlQuery(SELECT + """
               AND id < :before
             ORDER BY id DESC
             LIMIT :limit
            """)
    List<PageRow<ErasureRow>> list(String accountId, UUID before, int limit);

    @SqlQuery("""
            SELECT count(*)
              FROM requester_erasures
             WHERE account_id = :accountId
            """)
    long count(String accountId);

    /** Returns the accounts that have unfinished erasures. */
    @SqlQuery("""
            SELECT DISTINCT account_id
              FROM requester_erasures
             WHERE finished_at IS NULL
             ORDER BY account_id
            """)
    List<String> accounts();

    /** Lists the unfinished erasures of an account, the oldest first. */
    @SqlQuery(SELECT + """
               AND finished_at IS NULL
             ORDER BY id
            """)
    List<ErasureRow> pending(String accountId);

    @SqlUpdate("""
            UPDATE requester_erasures
               SET after_id = :afterId,
                   tickets = tickets + 1,
                   comments = comments + :erased.comments,
                   attachments = attachments + :erased.attachments
             WHERE account_id = :accountId
               AND id = :id
            """)
    void advance(String accountId, UUID id, long afterId, @BindMethods("erased") ErasedTicketRow erased);

    /** Finishes an erasure, and removes the ids of its requester. */
    @SqlUpdate("""
            UPDATE requester_erasures
               SET finished_at = :now,
                   requester_ids = '{}'
             WHERE account_id = :accountId
               AND id = :id
               AND finished_at IS NULL
            """)
    void finish(String accountId, UUID id, Instant now);

    /**
     * Returns the unique id and the integer id of the directory's entity with either of them; empty for a type that the
     * directory does not have under these ids.
     *
     * @param type a requesterType
     */
    @SqlQuery("""
            WITH entity AS (
                SELECT unique_id, CAST(id AS text) AS id
                  FROM applications
                 WHERE account_id = :accountId AND :type = 'application'
                UNION ALL
                SELECT unique_id, CAST(id AS text)
                  FROM leads
                 WHERE account_id = :accountId AND :type = 'lead'
                UNION ALL
                SELECT unique_id, CAST(id AS text)
                  FROM merchants
                 WHERE account_id = :accountId AND :type IN ('merchant', 'merchant-internal')
                UNION ALL
                SELECT unique_id, CAST(id AS text)
                  FROM mids
                 WHERE account_id = :accountId AND :type = 'mid'
            ),
            meant AS (
                SELECT unique_id, id
                  FROM entity
                 WHERE :requesterId IN (unique_id, id)
                 ORDER BY unique_id = :requesterId DESC
                 LIMIT 1
            )
            SELECT unique_id
              FROM meant
            UNION
            -- A unique id of another one is preferred to it, and names that.
            SELECT m.id
              FROM meant m
             WHERE NOT EXISTS (SELECT FROM entity e WHERE e.unique_id = m.id)
            """)
    List<String> idsOf(String accountId, String type, String requesterId);

    /** Lists tickets of a requester after an id, by id. */
    @SqlQuery("""
            SELECT id
              FROM tickets
             WHERE account_id = :accountId
               AND requester_type = :type
               AND requester_id = ANY(:requesterIds)
               AND id > :after
             ORDER BY id
             LIMIT :limit
            """)
    List<Long> tickets(String accountId, String type, List<String> requesterIds, long after, int limit);

    /**
     * Lists tickets of a user after an id, by id.
     *
     * @param emails in lower case
     */
    @SqlQuery("""
            SELECT id
              FROM tickets
             WHERE account_id = :accountId
               AND requester_type = 'user'
               AND lower(requester_id) = ANY(:emails)
               AND id > :after
             ORDER BY id
             LIMIT :limit
            """)
    List<Long> ticketsOfUser(String accountId, List<String> emails, long after, int limit);
}
