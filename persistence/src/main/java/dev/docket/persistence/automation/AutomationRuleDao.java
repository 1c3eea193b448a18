package dev.docket.persistence.automation;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

public interface AutomationRuleDao {

    String SELECT = """
            SELECT id, name, is_active, sort_order, events, conditions, actions, revision, created_at, updated_at
              FROM automation_rules
            """;

    @SqlUpdate("""
            INSERT INTO automation_rules (
                   account_id, id, name, is_active, sort_order, events, conditions, actions, revision, created_at, updated_at)
            VALUES (:accountId, :id, :name, :isActive, :sortOrder, :events, :conditions, :actions, :revision, :createdAt,
                    :updatedAt)
            """)
    void insert(
            String accountId,
            @BindMethods AutomationRuleRow rule,
            @Json AutomationConditionsRow conditions,
            @Json List<AutomationActionRow> actions);

    @SqlUpdate("""
            UPDATE automation_rules
               SET name = :name,
                   is_active = :isActive,
                   sort_order = :sortOrder,
                   events = :events,
                   conditions = :conditions,
                   actions = :actions,
                   revision = :revision,
                   updated_at = :updatedAt
             WHERE account_id = :accountId
               AND id = :id
            """)
    void update(
            String accountId,
            @BindMethods AutomationRuleRow rule,
            @Json AutomationConditionsRow conditions,
            @Json List<AutomationActionRow> actions);

    /** With its runs. */
    @SqlUpdate("""
            DELETE FROM automation_rules
             WHERE account_id = :accountId
               AND id = :id
            """)
    void delete(String accountId, String id);

    @SqlQuery(SELECT + """
             WHERE account_id = :accountId
               AND id = :id
            """)
    Optional<AutomationRuleRow> find(String accountId, String id);

    /** The rules behind a place in their order, all of them behind {@code (Integer.MIN_VALUE, "")}. */
    @SqlQuery(SELECT + """
             WHERE account_id = :accountId
               AND (sort_order, id) > (:sortOrder, :id)
             ORDER BY sort_order, id
             LIMIT :limit
            """)
    List<AutomationRuleRow> list(String accountId, int sortOrder, String id, int limit);

    @SqlQuery("""
            SELECT count(*)
              FROM automation_rules
             WHERE account_id = :accountId
            """)
    long count(String accountId);

    /** The rules that run, in their order. */
    @SqlQuery(SELECT + """
             WHERE account_id = :accountId
               AND is_active
             ORDER BY sort_order, id
            """)
    List<AutomationRuleRow> active(String accountId);
}
