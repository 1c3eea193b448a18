package dev.docket.persistence.tickettypes;

import dev.docket.persistence.configurations.ConfigurationDao;
import dev.docket.persistence.pages.EndsByBytes;
import dev.docket.persistence.pages.PageRow;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Definition;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

@Definition(key = "table", value = "ticket_types")
@Definition(key = "columns", value = """
            c.id, c.name, c.description, c.category, c.required_permissions, c.auto_assignment_enabled,
                   c.rotation_id, c.empty_pool_policy, c.sla_policy_id, c.version, v.custom_fields,
                   c.is_active, c.sort_order, c.revision, c.created_at, c.updated_at""")
@Definition(key = "joins", value = """
              JOIN ticket_type_versions v
                ON v.account_id = c.account_id AND v.ticket_type_id = c.id AND v.version = c.version""")
@Definition(key = "order", value = "c.sort_order, c.id")
@Definition(key = "place", value = ":sortOrder, :id")
public interface TicketTypeDao extends ConfigurationDao<TicketTypeRow> {

    /** Adds a type with the first version of its fields. */
    @Override
    default void insert(String accountId, TicketTypeRow type) {
        insertType(accountId, type);
        insertVersion(accountId, type);
    }

    /** Replaces a type; if its version is new, {@link #insertVersion} must be called first. */
    @Override
    @SqlUpdate("""
            UPDATE ticket_types
               SET name = :name,
                   description = :description,
                   category = :category,
                   required_permissions = :requiredPermissions,
                   auto_assignment_enabled = :autoAssignmentEnabled,
                   rotation_id = :rotationId,
                   empty_pool_policy = :emptyPoolPolicy,
                   sla_policy_id = :slaPolicyId,
                   version = :version,
                   is_active = :isActive,
                   sort_order = :sortOrder,
                   revision = :revision,
                   updated_at = :updatedAt
             WHERE account_id = :accountId
               AND id = :id
            """)
    void update(String accountId, @BindMethods TicketTypeRow type);

    @SqlUpdate("""
            INSERT INTO ticket_type_versions (account_id, ticket_type_id, version, custom_fields, created_at)
            VALUES (:accountId, :id, :version, :customFields, :updatedAt)
            """)
    void insertVersion(String accountId, @BindMethods TicketTypeRow type);

    @SqlQuery("""
            SELECT count(*)
              FROM tickets
             WHERE account_id = :accountId
               AND ticket_type_id = :id
            """)
    long countTickets(String accountId, String id);

    /** Every permission that a ticket type of these accounts requires. */
    @SqlQuery("""
            SELECT DISTINCT unnest(required_permissions)
              FROM ticket_types
             WHERE account_id = ANY(:accountIds)
            """)
    Set<String> requiredPermissions(Collection<String> accountIds);

    /** The versions before {@code version}, the newest first. */
    @EndsByBytes
    @SqlQuery("""
            SELECT version, custom_fields, created_at
              FROM ticket_type_versions
             WHERE account_id = :accountId
               AND ticket_type_id = :id
               AND version < :version
             ORDER BY version DESC
             LIMIT :limit
            """)
    List<PageRow<TicketTypeVersionRow>> listVersions(String accountId, String id, int version, int limit);

    @SqlQuery("""
            SELECT version, custom_fields, created_at
              FROM ticket_type_versions
             WHERE account_id = :accountId
               AND ticket_type_id = :id
               AND version = :version
            """)
    TicketTypeVersionRow getVersion(String accountId, String id, int version);

    @SqlUpdate("""
            INSERT INTO ticket_types (
                   account_id, id, name, description, category, required_permissions, auto_assignment_enabled,
                   rotation_id, empty_pool_policy, sla_policy_id, version, is_active, sort_order,
                   revision, created_at, updated_at)
            VALUES (:accountId, :id, :name, :description, :category, :requiredPermissions, :autoAssignmentEnabled,
                    :rotationId, :emptyPoolPolicy, :slaPolicyId, :version, :isActive, :sortOrder,
                    :revision, :createdAt, :updatedAt)
            """)
    void insertType(String accountId, @BindMethods TicketTypeRow type);
}
