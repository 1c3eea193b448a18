package dev.docket.persistence.escalations;

import dev.docket.persistence.configurations.ConfigurationDao;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Definition;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * Escalation rules, and the escalations that they plan. The trigger {@code plan_escalation} computes when a ticket is
 * to be escalated, at each write of its row. Deleting a rule deletes the record of its firings, but not the
 * escalations.
 */
@Definition(key = "table", value = "escalation_rules")
@Definition(key = "columns", value = """
            c.id, c.name, c.is_active, c.priorities, c.ticket_type_ids, c.event, c.minutes, c.user_id, c.team_id,
                   c.rotation_id, c.raise_priority_to, c.note, c.revision, c.created_at, c.updated_at,
                   c.author_permissions, c.created_by, c.updated_by""")
public interface EscalationRuleDao extends ConfigurationDao<EscalationRuleRow> {

    @Override
    @SqlUpdate("""
            INSERT INTO escalation_rules (
                   account_id, id, name, is_active, priorities, ticket_type_ids, event, minutes, user_id, team_id,
                   rotation_id, raise_priority_to, note, revision, created_at, updated_at,
                   author_permissions, created_by, updated_by)
            VALUES (:accountId, :id, :name, :isActive, :priorities, :ticketTypeIds, :event, :minutes, :userId, :teamId,
                    :rotationId, :raisePriorityTo, :note, :revision, :createdAt, :updatedAt,
                    :authorPermissions, :createdBy, :updatedBy)
            """)
    void insert(String accountId, @BindMethods EscalationRuleRow rule);

    @Override
    @SqlUpdate("""
            UPDATE escalation_rules
               SET name = :name,
                   is_active = :isActive,
                   priorities = :priorities,
                   ticket_type_ids = :ticketTypeIds,
                   event = :event,
                   minutes = :minutes,
                   user_id = :userId,
                   team_id = :teamId,
                   rotation_id = :rotationId,
                   raise_priority_to = :raisePriorityTo,
                   note = :note,
                   revision = :revision,
                   updated_at = :updatedAt,
                   author_permissions = :authorPermissions,
                   updated_by = :updatedBy
             WHERE account_id = :accountId
               AND id = :id
            """)
    void update(String accountId, @BindMethods EscalationRuleRow rule);

    /** Returns those of some accounts that have a ticket whose escalation is due. */
    @SqlQuery("""
            SELECT a.account_id
              FROM unnest(CAST(:accountIds AS text[])) AS a (account_id)
             WHERE EXISTS (SELECT
                             FROM tickets t
                            WHERE t.account_id = a.account_id
                              AND t.escalates_at <= :now)
             ORDER BY a.account_id
            """)
    List<String> dueAccounts(List<String> accountIds, Instant now);

    /** Lists the ids of tickets whose escalation is due, in ascending order, after a given one. */
    @SqlQuery("""
            SELECT id
              FROM tickets
             WHERE account_id = :accountId
               AND escalates_at <= :now
               AND id > :after
             ORDER BY id
             LIMIT :limit
            """)
    List<Long> due(String accountId, Instant now, long after, int limit);

    /** Returns the rule that is to escalate a ticket next, of those that are due. */
    @SqlQuery("""
            SELECT due.*
              FROM (SELECT r.*, escalation_due_at(t, r) AS due_at
                      FROM tickets t
                      JOIN escalation_rules r ON r.account_id = t.account_id
                     WHERE t.account_id = :accountId
                       AND t.id = :ticketId) due
             WHERE due.due_at <= :now
             ORDER BY due.due_at, due.id
             LIMIT 1
            """)
    Optional<EscalationRuleRow> next(String accountId, long ticketId, Instant now);

    /** Records that the rule has escalated the ticket; once for each ticket in each cycle. */
    @SqlUpdate("""
            INSERT INTO escalation_firings (account_id, rule_id, ticket_id, cycle)
            VALUES (:accountId, :ruleId, :ticketId, :cycle)
            """)
    void fired(String accountId, String ruleId, long ticketId, long cycle);

    /** Requests that all open tickets of the account are planned again. */
    @SqlUpdate("""
            INSERT INTO escalation_replans (account_id, after_id)
            VALUES (:accountId, 0)
            ON CONFLICT (account_id) DO UPDATE SET after_id = 0
            """)
    void requestReplan(String accountId);

    /** Returns those of the transaction's accounts for which that was requested. */
    @SqlQuery("""
            SELECT account_id
              FROM escalation_replans
             ORDER BY account_id
            """)
    List<String> replanned();

    /**
     * Returns and locks the position to continue from; empty if all is planned, or another transaction holds the lock.
     */
    @SqlQuery("""
            SELECT after_id
              FROM escalation_replans
             WHERE account_id = :accountId
               FOR UPDATE SKIP LOCKED
            """)
    Optional<Long> lockReplan(String accountId);

    /** Lists open tickets after an id, ascending, locked until the transaction ends. */
    @SqlQuery("""
            SELECT id
              FROM tickets
             WHERE account_id = :accountId
               AND id > :after
               AND resolved_at IS NULL
               AND deleted_at IS NULL
             ORDER BY id
             LIMIT :limit
               FOR UPDATE
            """)
    List<Long> lockOpen(String accountId, long after, int limit);

    /** Plans these tickets again. */
    @SqlUpdate("""
            UPDATE tickets t
               SET escalates_at = next_escalation_at(t)
             WHERE t.account_id = :accountId
               AND t.id = ANY(:ticketIds)
               AND t.escalates_at IS DISTINCT FROM next_escalation_at(t)
            """)
    void replan(String accountId, List<Long> ticketIds);

    @SqlUpdate("""
            UPDATE escalation_replans
               SET after_id = :after
             WHERE account_id = :accountId
            """)
    void replanFrom(String accountId, long after);

    @SqlUpdate("""
            DELETE FROM escalation_replans
             WHERE account_id = :accountId
            """)
    void finishReplan(String accountId);
}
