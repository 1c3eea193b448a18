package dev.docket.persistence.tickettypes;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

public interface TicketTypeDao {

    String SELECT = """
            SELECT t.id, t.name, t.description, t.category, t.required_permissions, t.auto_assignment_enabled,
                   t.rotation_id, t.empty_pool_policy, t.sla_policy_id, t.version, v.custom_fields,
                   t.is_active, t.sort_order, t.revision, t.created_at, t.updated_at
              FROM ticket_types t
              JOIN ticket_type_versions v
                ON v.account_id = t.account_id AND v.ticket_type_id = t.id AND v.version = t.version
            """;

    /** The types behind a place in their order, all of them behind {@code (Integer.MIN_VALUE, "")}. */
    @SqlQuery(SELECT + """
             WHERE t.account_id = :accountId
               AND (t.sort_order, t.id) > (:sortOrder, :id)
             ORDER BY t.sort_order, t.id
             LIMIT :limit
            """)
    List<TicketTypeRow> list(String accountId, int sortOrder, String id, int limit);

    @SqlQuery("""
            SELECT count(*)
              FROM ticket_types
             WHERE account_id = :accountId
            """)
    long count(String accountId);

    @SqlQuery(SELECT + """
             WHERE t.account_id = :accountId
               AND t.id = :id
            """)
    Optional<TicketTypeRow> find(String accountId, String id);

    /** Adds a type with the first version of its fields. */
    default void insert(String accountId, TicketTypeRow type) {
        insertType(accountId, type);
        insertVersion(accountId, type, type.customFields());
    }

    /** Replaces a type; {@link #insertVersion} first, if its version is a new one. */
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
    void insertVersion(String accountId, @BindMethods TicketTypeRow type, @Json List<CustomFieldRow> customFields);

    /** With all versions of its fields. */
    @SqlUpdate("""
            DELETE FROM ticket_types
             WHERE account_id = :accountId
               AND id = :id
            """)
    void delete(String accountId, String id);

    @SqlQuery("""
            SELECT count(*)
              FROM tickets
             WHERE account_id = :accountId
               AND ticket_type_id = :id
            """)
    long countTickets(String accountId, String id);

    /** Every permission that a ticket type of these accounts asks for. */
    @SqlQuery("""
            SELECT DISTINCT unnest(required_permissions)
              FROM ticket_types
             WHERE account_id = ANY(:accountIds)
            """)
    Set<String> requiredPermissions(Collection<String> accountIds);

    /** The versions before {@code version}, the newest first. */
    @SqlQuery("""
            SELECT version, custom_fields, created_at
              FROM ticket_type_versions
             WHERE account_id = :accountId
               AND ticket_type_id = :id
               AND version < :version
             ORDER BY version DESC
             LIMIT :limit
            """)
    List<TicketTypeVersionRow> listVersions(String accountId, String id, int version, int limit);

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
