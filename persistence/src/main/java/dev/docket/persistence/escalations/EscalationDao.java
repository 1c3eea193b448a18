package dev.docket.persistence.escalations;

import dev.docket.persistence.pages.EndsByBytes;
import dev.docket.persistence.pages.PageRow;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The escalations of tickets. */
public interface EscalationDao {

    /** Selects an {@link EscalationRow}. */
    String SELECT = """
            SELECT e.id, e.level, e.reason, e.priority, e.user_id, e.team_id, e.rotation_id, e.refusal, e.rule_id,
                   e.history_number, h.actor_type, h.actor_id, h.actor_name, h.at AS created_at
              FROM ticket_escalations e
              JOIN ticket_history h
                ON h.account_id = e.account_id AND h.ticket_id = e.ticket_id AND h.number = e.history_number
            """;

    /** Adds an escalation; its history entry already has the actor and the time. */
    @SqlUpdate("""
            INSERT INTO ticket_escalations (
                   account_id, ticket_id, level, id, reason, priority, user_id, team_id, rotation_id, refusal, rule_id,
                   history_number)
            VALUES (:accountId, :ticketId, :level, :id, :reason, :priority, :target.userId, :target.teamId, :target.rotationId, :refusal, :ruleId,
                    :historyNumber)
            """)
    void insert(String accountId, long ticketId, @BindMethods EscalationRow escalation);

    @SqlQuery(SELECT + """
             WHERE e.account_id = :accountId
               AND e.ticket_id = :ticketId
               AND e.id = :id
            """)
    Optional<EscalationRow> find(String accountId, long ticketId, UUID id);

    /** Lists the escalations of a ticket after a level, by level. */
    @EndsByBytes
    @SqlQuery(SELECT + """
             WHERE e.account_id = :accountId
               AND e.ticket_id = :ticketId
               AND e.level > :after
             ORDER BY e.level
             LIMIT :limit
            """)
    List<PageRow<EscalationRow>> list(String accountId, long ticketId, long after, int limit);
}
