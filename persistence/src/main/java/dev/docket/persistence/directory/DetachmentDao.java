package dev.docket.persistence.directory;

import dev.docket.persistence.events.HistoryDao;
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
                RETURNING account_id, id, version
            ),
            entry AS (
                SELECT account_id, id AS ticket_id, version AS number, CAST(:at AS timestamptz) AS at, 'detached' AS action,
                       'agent' AS actor_type, :actorId AS actor_id, :actorName AS actor_name, :requestId AS request_id,
                       0 AS depth, CAST(:before AS jsonb) AS before, CAST('{}' AS jsonb) AS after
                  FROM detached
            )
            """ + HistoryDao.WRITE)
    void detach(
            String accountId,
            List<Long> ticketIds,
            @BindMethods Detachment detachment,
            @Json Map<String, Object> before);
}
