package dev.docket.persistence.directory;

import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

/** Reads who the requesters of tickets are. */
public interface RequesterDao {

    /**
     * Returns the unique id and the integer id of the directory's entity with either of them; empty for a type that the
     * directory does not have under these ids.
     *
     * @param type a requesterType
     */
    default List<String> idsOf(String accountId, String type, String requesterId) {
        return idsOf(accountId, type, requesterId, IntegerIds.parse(requesterId));
    }

    /**
     * Like {@link #idsOf(String, String, String)}.
     *
     * @param number the id as an integer; null if it is not an integer
     */
    @SqlQuery("""
            WITH meant AS (
                SELECT unique_id, id, unique_id = :requesterId AS is_unique
                  FROM applications
                 WHERE account_id = :accountId AND :type = 'application'
                   AND (unique_id = :requesterId OR id = :number)
                UNION ALL
                SELECT unique_id, id, unique_id = :requesterId AS is_unique
                  FROM leads
                 WHERE account_id = :accountId AND :type = 'lead'
                   AND (unique_id = :requesterId OR id = :number)
                UNION ALL
                SELECT unique_id, id, unique_id = :requesterId AS is_unique
                  FROM merchants
                 WHERE account_id = :accountId AND :type IN ('merchant', 'merchant-internal')
                   AND (unique_id = :requesterId OR id = :number)
                UNION ALL
                SELECT unique_id, id, unique_id = :requesterId AS is_unique
                  FROM mids
                 WHERE account_id = :accountId AND :type = 'mid'
                   AND (unique_id = :requesterId OR id = :number)
                 ORDER BY is_unique DESC
                 LIMIT 1
            )
            SELECT unique_id
              FROM meant
            UNION
            -- A unique id of another one is preferred to it, and names that. Counted, because each count uses an index;
            -- for NOT EXISTS, PostgreSQL reads the whole table.
            SELECT CAST(m.id AS text)
              FROM meant m
             WHERE (SELECT count(*)
                      FROM applications
                     WHERE account_id = :accountId AND :type = 'application'
                       AND unique_id = CAST(m.id AS text)) = 0
               AND (SELECT count(*)
                      FROM leads
                     WHERE account_id = :accountId AND :type = 'lead'
                       AND unique_id = CAST(m.id AS text)) = 0
               AND (SELECT count(*)
                      FROM merchants
                     WHERE account_id = :accountId AND :type IN ('merchant', 'merchant-internal')
                       AND unique_id = CAST(m.id AS text)) = 0
               AND (SELECT count(*)
                      FROM mids
                     WHERE account_id = :accountId AND :type = 'mid'
                       AND unique_id = CAST(m.id AS text)) = 0
            """)
    List<String> idsOf(String accountId, String type, String requesterId, @Nullable Long number);

    /** Whether the directory has a user with this email address, in any case. */
    @SqlQuery("""
            SELECT EXISTS (SELECT FROM users WHERE account_id = :accountId AND lower(email) = lower(:email))
            """)
    boolean hasUser(String accountId, String email);

    /** Returns the email address as PostgreSQL compares it. */
    @SqlQuery("SELECT lower(:email)")
    String lower(String email);
}
