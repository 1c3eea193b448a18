package dev.docket.persistence.automation;

import dev.docket.persistence.configurations.ConfigurationDao;
import java.util.List;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Definition;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

@Definition(key = "table", value = "automation_rules")
@Definition(key = "columns", value = """
            c.id, c.name, c.is_active, c.sort_order, c.events, c.conditions, c.actions,
                   c.revision, c.created_at, c.updated_at, c.author_permissions, c.created_by, c.updated_by""")
@Definition(key = "order", value = "c.sort_order, c.id")
@Definition(key = "place", value = ":sortOrder, :id")
public interface AutomationRuleDao extends ConfigurationDao<AutomationRuleRow> {

    @Override
    @SqlUpdate("""
            INSERT INTO automation_rules (
                   account_id, id, name, is_active, sort_order, events, conditions, actions, revision, created_at, updated_at,
                   author_permissions, created_by, updated_by)
            VALUES (:accountId, :id, :name, :isActive, :sortOrder, :events, :conditions, :actions, :revision, :createdAt,
                    :updatedAt, :authorPermissions, :createdBy, :updatedBy)
            """)
    void insert(String accountId, @BindMethods AutomationRuleRow rule);

    @Override
    @SqlUpdate("""
            UPDATE automation_rules
               SET name = :name,
                   is_active = :isActive,
                   sort_order = :sortOrder,
                   events = :events,
                   conditions = :conditions,
                   actions = :actions,
                   revision = :revision,
                   updated_at = :updatedAt,
                   author_permissions = :authorPermissions,
                   updated_by = :updatedBy
             WHERE account_id = :accountId
               AND id = :id
            """)
    void update(String accountId, @BindMethods AutomationRuleRow rule);

    /** Lists the active rules, in their order. */
    @SqlQuery(SELECT + """
               AND c.is_active
             ORDER BY <order>
            """)
    List<AutomationRuleRow> active(String accountId);
}
