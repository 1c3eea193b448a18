package dev.docket.persistence.recalculation;

import dev.docket.persistence.events.HistoryDao;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Moves open tickets to another version of their policy. */
public interface RecalculationDao {

    /** Adds a recalculation; replaces one of the same policy that is not done yet. */
    @SqlUpdate("""
            INSERT INTO sla_recalculations (
                   account_id, sla_policy_id, version, actor_id, actor_name, request_id, requested_at)
            VALUES (:accountId, :slaPolicyId, :version, :actorId, :actorName, :requestId, :requestedAt)
            ON CONFLICT (account_id, sla_policy_id) DO UPDATE
               SET version = excluded.version,
                   actor_id = excluded.actor_id,
                   actor_name = excluded.actor_name,
                   request_id = excluded.request_id,
                   requested_at = excluded.requested_at
            """)
    void request(String accountId, @BindMethods RecalculationRow recalculation);

    /** The accounts that have recalculations to do. */
    @SqlQuery("""
            SELECT DISTINCT account_id
              FROM sla_recalculations
             ORDER BY account_id
            """)
    List<String> accounts();

    /**
     * The oldest recalculation, locked until the end of the transaction; skips those that another transaction has
     * locked.
     */
    @SqlQuery("""
            SELECT sla_policy_id, version, actor_id, actor_name, request_id, requested_at
              FROM sla_recalculations
             WHERE account_id = :accountId
             ORDER BY requested_at, sla_policy_id
             LIMIT 1
               FOR UPDATE SKIP LOCKED
            """)
    Optional<RecalculationRow> lockNext(String accountId);

    /** Open tickets of the policy under an earlier version, locked until the end of the transaction. */
    @SqlQuery("""
            SELECT id, priority, created_at, first_response_at, sla_policy_version,
                   sla_first_response_due, sla_resolution_due, sla_breached_at, sla_pauses
              FROM tickets
             WHERE account_id = :accountId
               AND sla_policy_id = :slaPolicyId
               AND status IN ('open', 'in_progress', 'waiting_customer', 'waiting_internal')
               AND sla_policy_version < :version
               AND deleted_at IS NULL
             ORDER BY id
             LIMIT :limit
               FOR UPDATE
            """)
    List<OpenTicketRow> lockTickets(String accountId, String slaPolicyId, int version, int limit);

    @SqlUpdate("""
            WITH moved AS (
                SELECT *
                  FROM jsonb_to_recordset(CAST(:tickets AS jsonb)) AS (
                       id bigint, first_response_at_risk_at timestamptz, first_response_due timestamptz,
                       resolution_at_risk_at timestamptz, resolution_due timestamptz, breached_at timestamptz,
                       breached_from timestamptz, at_risk_from timestamptz, next_event_at timestamptz,
                       before jsonb, after jsonb)
            ),
            ticket AS (
                UPDATE tickets t
                   SET sla_policy_version = :version,
                       sla_first_response_at_risk_at = m.first_response_at_risk_at,
                       sla_first_response_due = m.first_response_due,
                       sla_resolution_at_risk_at = m.resolution_at_risk_at,
                       sla_resolution_due = m.resolution_due,
                       sla_breached_at = coalesce(t.sla_breached_at, m.breached_at),
                       sla_breached_from = m.breached_from,
                       sla_at_risk_from = m.at_risk_from,
                       sla_next_event_at = m.next_event_at,
                       version = t.version + 1,
                       updated_at = greatest(t.updated_at, :now)
                  FROM moved m
                 WHERE t.account_id = :accountId
                   AND t.id = m.id
                RETURNING t.account_id, t.id, t.version
            ),
            entry AS (
                SELECT t.account_id, t.id AS ticket_id, t.version AS number, CAST(:now AS timestamptz) AS at,
                       'sla_recalculated' AS action, 'agent' AS actor_type, :actorId AS actor_id, :actorName AS actor_name,
                       :requestId AS request_id, 0 AS depth, m.before, m.after
                  FROM ticket t
                  JOIN moved m ON m.id = t.id
            )
            """ + HistoryDao.WRITE)
    void move(
            String accountId,
            @BindMethods RecalculationRow recalculation,
            @Json List<MovedTicket> tickets,
            Instant now);

    @SqlUpdate("""
            DELETE FROM sla_recalculations
             WHERE account_id = :accountId
               AND sla_policy_id = :slaPolicyId
            """)
    void finish(String accountId, String slaPolicyId);
}
