package dev.docket.persistence.servicelevels;

import java.time.Instant;
import java.util.Collection;
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

    /** Lists tickets with a due event, by account and id, after a given one. */
    @SqlQuery("""
            SELECT account_id, id
              FROM tickets
             WHERE account_id = ANY(:accountIds)
               AND sla_next_event_at <= :now
               AND deleted_at IS NULL
               AND (account_id, id) > (:accountId, :id)
             ORDER BY account_id, id
             LIMIT :limit
            """)
    List<DueTicketRow> due(Collection<String> accountIds, Instant now, String accountId, long id, int limit);
}
