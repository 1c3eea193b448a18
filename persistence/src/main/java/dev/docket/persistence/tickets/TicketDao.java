package dev.docket.persistence.tickets;

import dev.docket.persistence.database.jdbi.JsonColumns;
import dev.docket.persistence.events.HistoryDao;
import dev.docket.persistence.events.HistoryRow;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.customizer.Definition;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

@Definition(key = "writeHistory", value = HistoryDao.WRITE)
public interface TicketDao {

    /** The columns of a {@link FoundTicket}, from a ticket {@code t} and {@link #JOINS}. */
    String COLUMNS = """
            t.*,
                   coalesce(tt.required_permissions, '{}') AS required_permissions,
                   p.id                    AS policy_id,
                   p.name                  AS policy_name,
                   v.version               AS policy_version,
                   p.is_default            AS policy_is_default,
                   v.targets               AS policy_targets,
                   v.pausing_statuses      AS policy_pausing_statuses,
                   v.at_risk_percent       AS policy_at_risk_percent,
                   v.pauses_first_response AS policy_pauses_first_response,
                   v.calendar              AS policy_calendar
            """;

    /** What belongs to a ticket {@code t}. */
    String JOINS = """
              LEFT JOIN ticket_types tt
                ON tt.account_id = t.account_id AND tt.id = t.ticket_type_id
              LEFT JOIN sla_policies p
                ON p.account_id = t.account_id AND p.id = t.sla_policy_id
              LEFT JOIN sla_policy_versions v
                ON v.account_id = t.account_id AND v.sla_policy_id = t.sla_policy_id AND v.version = t.sla_policy_version
            """;

    /** Selects a {@link FoundTicket}. */
    String SELECT = "SELECT " + COLUMNS + "  FROM tickets t\n" + JOINS;

    /**
     * Stores tickets with their numbers, turns, history and assignment records ({@code TicketDao/create.sql}), and the
     * words by which they are found.
     *
     * @return one result for each, in the given order
     */
    default List<TicketCreation> create(List<NewTicket> tickets) {
        return create(JsonColumns.write(tickets));
    }

    /**
     * Takes JSON as text: JDBI calls {@code toString} of each argument that it binds, which takes as long as the JSON.
     */
    @SqlQuery
    List<TicketCreation> create(String tickets);

    /** Stores the words by which a ticket is found, instead of those that it was found by before. */
    default void index(TicketRow ticket) {
        index(ticket.accountId(), ticket.id(), TicketWords.of(ticket));
    }

    @SqlUpdate("""
            INSERT INTO ticket_search (account_id, ticket_id, own)
            VALUES (:accountId, :ticketId, CAST(:own AS tsvector))
            ON CONFLICT (account_id, ticket_id) DO UPDATE
               SET own = excluded.own
            """)
    void index(String accountId, long ticketId, String own);

    /** Finds the ticket with this key unless it was deleted. */
    default Optional<FoundTicket> find(String accountId, TicketKey key) {
        return select(accountId, key.value(), key.kind().condition, "AND t.deleted_at IS NULL");
    }

    /** Like {@link #find}, also for a deleted ticket. */
    default Optional<FoundTicket> findAny(String accountId, TicketKey key) {
        return select(accountId, key.value(), key.kind().condition, "");
    }

    /** Like {@link #findAny}, and locks the ticket until the transaction ends. */
    default Optional<FoundTicket> lock(String accountId, TicketKey key) {
        return select(accountId, key.value(), key.kind().condition, "FOR UPDATE OF t");
    }

    @SqlQuery(SELECT + "WHERE t.account_id = :accountId AND <condition> <rest>")
    Optional<FoundTicket> select(String accountId, String key, @Define String condition, @Define String rest);

    /**
     * Replaces a ticket that this transaction has locked, and adds the entry to its history.
     *
     * @param before the ticket as it is stored
     */
    default void change(TicketRow before, TicketRow ticket, HistoryRow entry) {
        change(ticket, entry, TicketColumns.CHANGES);
        if (!TicketWords.areSame(before, ticket)) {
            index(ticket);
        }
    }

    @SqlUpdate("""
            WITH changed AS (
                UPDATE tickets t
                   SET <changes>
                  FROM jsonb_populate_record(NULL::tickets, CAST(:ticket AS jsonb)) w
                 WHERE t.account_id = w.account_id
                   AND t.id = w.id
                RETURNING t.account_id, t.id
            ),
            entry AS (
                SELECT account_id, id AS ticket_id, :number AS number, CAST(:at AS timestamptz) AS at, :action AS action,
                       :cause.actor.type AS actor_type, :cause.actor.id AS actor_id, :cause.actor.name AS actor_name,
                       :cause.requestId AS request_id, :cause.depth AS depth,
                       CAST(:before AS jsonb) AS before, CAST(:after AS jsonb) AS after
                  FROM changed
            )
            """ + HistoryDao.WRITE)
    void change(@Json TicketRow ticket, @BindMethods HistoryRow entry, @Define String changes);

    /**
     * Records that the history entry {@code number} set or removed the assignee.
     *
     * @param assignedTo null: removed
     * @param awaitedRotationId the rotation that the ticket waits for from then on; null if it does not wait
     */
    @SqlUpdate("""
            INSERT INTO ticket_assignments (account_id, ticket_id, history_number, reason, assigned_to, rotation_id, epoch)
            VALUES (:accountId, :ticketId, :number,
                    CASE WHEN CAST(:awaitedRotationId AS text) IS NULL THEN 'manual' ELSE 'empty_pool' END,
                    :assignedTo, :awaitedRotationId,
                    (SELECT epoch
                       FROM rotation_turns
                      WHERE account_id = :accountId
                        AND rotation_id = :awaitedRotationId))
            """)
    void recordAssignment(
            String accountId,
            long ticketId,
            int number,
            @Nullable String assignedTo,
            @Nullable String awaitedRotationId);
}
