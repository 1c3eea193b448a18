package dev.docket.persistence.events;

import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * Entries that are still to be processed, added by the trigger {@code fill_outbox}. Ids grow within a ticket, and
 * become visible in that order.
 */
public interface OutboxDao {

    /** Returns those of the transaction's accounts that have entries. */
    @SqlQuery("""
            SELECT DISTINCT account_id
              FROM outbox
             ORDER BY account_id
            """)
    List<String> accounts();

    /** Returns the greatest visible id; 0 if the outbox is empty. */
    @SqlQuery("""
            SELECT coalesce(max(id), 0)
              FROM outbox
             WHERE account_id = :accountId
            """)
    long last(String accountId);

    /** Returns the number of entries of the transaction's accounts, and the age of the oldest. */
    @SqlQuery("""
            SELECT count(*) AS entries, min(h.at) AS oldest
              FROM outbox o
              JOIN ticket_history h
                ON h.account_id = o.account_id AND h.ticket_id = o.ticket_id AND h.number = o.history_number
            """)
    BacklogRow backlog();

    /** Lists entries by id, after one and up to another. */
    @SqlQuery("""
            SELECT o.id, o.ticket_id,
                   h.number, h.at, h.action, h.actor_type, h.actor_id, h.actor_name, h.request_id, h.depth, h.before, h.after
              FROM outbox o
              JOIN ticket_history h
                ON h.account_id = o.account_id AND h.ticket_id = o.ticket_id AND h.number = o.history_number
             WHERE o.account_id = :accountId
               AND o.id > :after
               AND o.id <= :last
             ORDER BY o.id
             LIMIT :limit
            """)
    List<OutboxRow> list(String accountId, long after, long last, int limit);

    /**
     * Removes an entry if it is the first one of its ticket, which this transaction has locked.
     *
     * @return 1, or 0 if it was already removed, or the ticket has an earlier one
     */
    @SqlUpdate("""
            DELETE FROM outbox o
             WHERE o.account_id = :accountId
               AND o.id = :id
               AND NOT EXISTS (SELECT
                                 FROM outbox e
                                WHERE e.account_id = o.account_id
                                  AND e.ticket_id = o.ticket_id
                                  AND e.id < o.id)
            """)
    int take(String accountId, long id);
}
