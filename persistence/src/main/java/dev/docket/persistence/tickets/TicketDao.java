package dev.docket.persistence.tickets;

import dev.docket.persistence.database.jdbi.JsonColumns;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

public interface TicketDao {

    /** A {@link FoundTicket}. */
    String SELECT = """
            SELECT t.*,
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
              FROM tickets t
              LEFT JOIN ticket_types tt
                ON tt.account_id = t.account_id AND tt.id = t.ticket_type_id
              LEFT JOIN sla_policies p
                ON p.account_id = t.account_id AND p.id = t.sla_policy_id
              LEFT JOIN sla_policy_versions v
                ON v.account_id = t.account_id AND v.sla_policy_id = t.sla_policy_id AND v.version = t.sla_policy_version
            """;

    /**
     * Stores tickets with their numbers, turns, history and assignment records: {@code TicketDao/create.sql}.
     *
     * @return what became of each, in the order given
     */
    default List<TicketCreation> create(List<NewTicket> tickets) {
        return create(JsonColumns.write(tickets));
    }

    /** As text: JDBI asks each argument that it binds for its {@code toString}, which takes as long as the JSON. */
    @SqlQuery
    List<TicketCreation> create(String tickets);

    /**
     * The ticket with this unique id, id or number; whichever is not null. One that was deleted is not found.
     *
     * <p>Each by a statement of its own: for one with all three, PostgreSQL would make a plan each time, which takes six times
     * as long as to execute it.
     *
     * @param accountId its account
     */
    default Optional<FoundTicket> find(
            String accountId, @Nullable UUID uniqueId, @Nullable Long id, @Nullable String ticketNumber) {
        if (id != null) {
            return findById(accountId, id);
        }
        return uniqueId != null ? findByUniqueId(accountId, uniqueId) : findByNumber(accountId, ticketNumber);
    }

    @SqlQuery(SELECT + "WHERE t.account_id = :accountId AND t.id = :id AND t.deleted_at IS NULL")
    Optional<FoundTicket> findById(String accountId, long id);

    @SqlQuery(SELECT + "WHERE t.account_id = :accountId AND t.unique_id = :uniqueId AND t.deleted_at IS NULL")
    Optional<FoundTicket> findByUniqueId(String accountId, UUID uniqueId);

    @SqlQuery(SELECT + "WHERE t.account_id = :accountId AND t.ticket_number = :ticketNumber AND t.deleted_at IS NULL")
    Optional<FoundTicket> findByNumber(String accountId, @Nullable String ticketNumber);

    /** Like {@link #find}, deleted ones too; besides, nobody else changes the ticket before this transaction has ended. */
    default Optional<FoundTicket> lock(
            String accountId, @Nullable UUID uniqueId, @Nullable Long id, @Nullable String ticketNumber) {
        if (id != null) {
            return lockById(accountId, id);
        }
        return uniqueId != null ? lockByUniqueId(accountId, uniqueId) : lockByNumber(accountId, ticketNumber);
    }

    @SqlQuery(SELECT + "WHERE t.account_id = :accountId AND t.id = :id FOR UPDATE OF t")
    Optional<FoundTicket> lockById(String accountId, long id);

    @SqlQuery(SELECT + "WHERE t.account_id = :accountId AND t.unique_id = :uniqueId FOR UPDATE OF t")
    Optional<FoundTicket> lockByUniqueId(String accountId, UUID uniqueId);

    @SqlQuery(SELECT + "WHERE t.account_id = :accountId AND t.ticket_number = :ticketNumber FOR UPDATE OF t")
    Optional<FoundTicket> lockByNumber(String accountId, @Nullable String ticketNumber);

    /** Replaces a ticket that this transaction has locked, and adds the entry to its history. */
    @SqlUpdate("""
            WITH changed AS (
                UPDATE tickets t
                   SET version = w.version,
                       ticket_type_id = w.ticket_type_id,
                       ticket_type_version = w.ticket_type_version,
                       subject = w.subject,
                       description = w.description,
                       status = w.status,
                       priority = w.priority,
                       category = w.category,
                       requester_name = w.requester_name,
                       requester_email = w.requester_email,
                       requester_phone = w.requester_phone,
                       assigned_to = w.assigned_to,
                       assigned_team_id = w.assigned_team_id,
                       awaits_rotation_id = w.awaits_rotation_id,
                       merchant_id = w.merchant_id,
                       merchant_name = w.merchant_name,
                       lead_id = w.lead_id,
                       application_id = w.application_id,
                       mid_id = w.mid_id,
                       updated_at = w.updated_at,
                       resolved_at = w.resolved_at,
                       closed_at = w.closed_at,
                       deleted_at = w.deleted_at,
                       first_response_at = w.first_response_at,
                       last_response_at = w.last_response_at,
                       last_customer_response_at = w.last_customer_response_at,
                       sla_policy_id = w.sla_policy_id,
                       sla_policy_version = w.sla_policy_version,
                       sla_first_response_at_risk_at = w.sla_first_response_at_risk_at,
                       sla_first_response_due = w.sla_first_response_due,
                       sla_resolution_at_risk_at = w.sla_resolution_at_risk_at,
                       sla_resolution_due = w.sla_resolution_due,
                       sla_breached_at = w.sla_breached_at,
                       sla_paused_at = w.sla_paused_at,
                       sla_pauses = w.sla_pauses,
                       sla_breached_from = w.sla_breached_from,
                       sla_at_risk_from = w.sla_at_risk_from,
                       sla_next_event_at = w.sla_next_event_at,
                       response_count = w.response_count,
                       internal_note_count = w.internal_note_count,
                       attachment_count = w.attachment_count,
                       reopen_count = w.reopen_count,
                       escalation_count = w.escalation_count,
                       custom_fields = w.custom_fields,
                       tags = w.tags,
                       meta_data = w.meta_data
                  FROM jsonb_populate_record(NULL::tickets, CAST(:ticket AS jsonb)) w
                 WHERE t.account_id = w.account_id
                   AND t.id = w.id
                RETURNING t.account_id, t.id
            )
            INSERT INTO ticket_history (
                   account_id, ticket_id, number, at, action, actor_type, actor_id, actor_name, request_id, depth, before, after)
            SELECT account_id, id, :number, :at, :action, :actorType, :actorId, :actorName, :requestId, :depth, :before, :after
              FROM changed
            """)
    void change(@Json TicketRow ticket, @BindMethods HistoryRow entry);

    /**
     * Records that the history entry {@code number} gave the ticket to its assignee, or with null, took it away.
     *
     * @param awaitedRotationId which the ticket waits for from then on; null if it waits for none
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

    /** The entries of a ticket's history behind a number, by number. */
    @SqlQuery("""
            SELECT number, at, action, actor_type, actor_id, actor_name, request_id, depth, before, after
              FROM ticket_history
             WHERE account_id = :accountId
               AND ticket_id = :ticketId
               AND number > :after
             ORDER BY number
             LIMIT :limit
            """)
    List<HistoryRow> history(String accountId, long ticketId, int after, int limit);
}
