package dev.docket.persistence.tickets;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

public interface TicketDao {

    /**
     * Stores tickets with their numbers, turns, history and assignment records: {@code TicketDao/create.sql}.
     *
     * @return what became of each, in the order given
     */
    @SqlQuery
    List<TicketCreation> create(@Json List<NewTicket> tickets);

    /**
     * The ticket with this unique id, id or number; whichever is not null.
     *
     * @param accountId its account
     */
    @SqlQuery("""
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
             WHERE t.account_id = :accountId
               AND (t.unique_id = :uniqueId OR t.id = :id OR t.ticket_number = :ticketNumber)
            """)
    Optional<FoundTicket> find(
            String accountId, @Nullable UUID uniqueId, @Nullable Long id, @Nullable String ticketNumber);
}
