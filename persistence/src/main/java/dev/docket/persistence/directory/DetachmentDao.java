package dev.docket.persistence.directory;

import java.util.List;
import java.util.Map;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

public interface DetachmentDao {

    /**
     * Removes a reference from tickets, and adds an entry to the history of each.
     *
     * @param ticketIds of tickets that refer to the entity
     * @param before the field with its value before the removal
     */
    @SqlUpdate("""
            WITH detached AS (
                UPDATE tickets
                   SET assigned_to = CASE WHEN :field <> 'assignedTo' THEN assigned_to END,
                       assigned_team_id = CASE WHEN :field <> 'assignedTeamId' THEN assigned_team_id END,
                       merchant_id = CASE WHEN :field <> 'merchantId' THEN merchant_id END,
                       mid_id = CASE WHEN :field <> 'midId' THEN mid_id END,
                       lead_id = CASE WHEN :field <> 'leadId' THEN lead_id END,
                       application_id = CASE WHEN :field <> 'applicationId' THEN application_id END,
                       version = version + 1,
                       updated_at = greatest(updated_at, :at)
                 WHERE account_id = :accountId
                   AND id = ANY(:ticketIds)
                RETURNING id, version
            )
            INSERT INTO ticket_history (
                   account_id, ticket_id, number, at, action, actor_id, actor_name, request_id, before, after)
            SELECT :accountId, d.id, d.version, :at, 'detached', :actorId, :actorName, :requestId, :before, '{}'
              FROM detached d
            """)
    void detach(
            String accountId,
            List<Long> ticketIds,
            @BindMethods Detachment detachment,
            @Json Map<String, Object> before);
}
