package dev.docket.persistence.servicelevels;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** The SLA events of tickets. */
public interface SlaEventDao {

    /** Lists the recorded events of a ticket. */
    @SqlQuery("""
            SELECT target, kind, cycle, at
              FROM sla_events
             WHERE account_id = :accountId
               AND ticket_id = :ticketId
            """)
    List<SlaEventRow> list(String accountId, long ticketId);

    /** @param historyNumber the history entry of the event */
    @SqlUpdate("""
            INSERT INTO sla_events (account_id, ticket_id, target, kind, cycle, at, history_number)
            VALUES (:accountId, :ticketId, :target, :kind, :cycle, :at, :historyNumber)
            """)
    void insert(String accountId, long ticketId, @BindMethods SlaEventRow event, int historyNumber);

    /** Sets when the next event of a ticket is due, which is no change of the ticket; null: never. */
    @SqlUpdate("""
            UPDATE tickets
               SET sla_next_event_at = :at
             WHERE account_id = :accountId
               AND id = :ticketId
            """)
    void lookAgain(String accountId, long ticketId, @Nullable Instant at);

    /** Returns those of some accounts that have a ticket with a due event. */
    @SqlQuery("""
            SELECT a.account_id
              FROM unnest(CAST(:accountIds AS text[])) AS a (account_id)
             WHERE EXISTS (SELECT
                             FROM tickets t
                            WHERE t.account_id = a.account_id
                              AND t.sla_next_event_at <= :now
                              AND t.deleted_at IS NULL)
             ORDER BY a.account_id
            """)
    List<String> dueAccounts(List<String> accountIds, Instant now);

    /** Lists the ids of tickets with a due event, in ascending order, after a given one. */
    @SqlQuery("""
            SELECT id
              FROM tickets
             WHERE account_id = :accountId
               AND sla_next_event_at <= :now
               AND deleted_at IS NULL
               AND id > :after
             ORDER BY id
             LIMIT :limit
            """)
    List<Long> due(String accountId, Instant now, long after, int limit);
}
