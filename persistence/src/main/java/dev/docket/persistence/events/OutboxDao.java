package dev.docket.persistence.events;

import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * What is still to be looked at, filled by the trigger {@code fill_outbox}. Ids grow within a ticket, and become visible in that
 * order.
 */
public interface OutboxDao {

    /** The accounts of the transaction for which there is something. */
    @SqlQuery("""
            SELECT DISTINCT account_id
              FROM outbox
             ORDER BY account_id
            """)
    List<String> accounts();

    /** The greatest id that is visible; 0 if there is nothing. */
    @SqlQuery("""
            SELECT coalesce(max(id), 0)
              FROM outbox
             WHERE account_id = :accountId
            """)
    long last(String accountId);

    /** How much there is in the accounts of the transaction, and how old. */
    @SqlQuery("""
            SELECT count(*) AS entries, min(h.at) AS oldest
              FROM outbox o
              JOIN ticket_history h
                ON h.account_id = o.account_id AND h.ticket_id = o.ticket_id AND h.number = o.history_number
            """)
    BacklogRow backlog();

    /** By id, behind one and up to another. */
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
     * Takes an entry out, if it is the first of its ticket, which this transaction has locked.
     *
     * @return 1, or 0 if it was taken out already, or there is an earlier one
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
