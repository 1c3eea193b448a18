package dev.docket.persistence.directory;

import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Reads who the requesters of tickets are. */
public interface RequesterDao {

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

    /** Whether the directory has a user with this email address, in any case. */
    @SqlQuery("""
            SELECT EXISTS (SELECT FROM users WHERE account_id = :accountId AND lower(email) = lower(:email))
            """)
    boolean hasUser(String accountId, String email);

    /** Returns the email address as PostgreSQL compares it. */
    @SqlQuery("SELECT lower(:email)")
    String lower(String email);
}
