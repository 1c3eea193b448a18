package dev.docket.persistence.tickettypes;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

public interface TicketTypeDao {

    /** The types of the account; {@code rotationId} only where the rotation is active. */
    @SqlQuery("""
            SELECT t.id, t.name, t.required_permissions, t.auto_assignment_enabled,
                   r.id AS rotation_id, t.sla_policy_id, t.version, t.is_active, v.custom_fields
              FROM ticket_types t
              JOIN ticket_type_versions v
                ON v.account_id = t.account_id AND v.ticket_type_id = t.id AND v.version = t.version
              LEFT JOIN ticket_rotations r
                ON r.account_id = t.account_id AND r.id = t.rotation_id AND r.status = 'active'
             WHERE t.account_id = :accountId
            """)
    List<TicketTypeRow> list(String accountId);

    @SqlUpdate("""
            WITH type AS (
                INSERT INTO ticket_types (
                       account_id, id, name, required_permissions, auto_assignment_enabled,
                       rotation_id, sla_policy_id, version, is_active)
                VALUES (:accountId, :id, :name, :requiredPermissions, :autoAssignmentEnabled,
                        :rotationId, :slaPolicyId, :version, :isActive)
            )
            INSERT INTO ticket_type_versions (account_id, ticket_type_id, version, custom_fields, created_at)
            VALUES (:accountId, :id, :version, :customFields, :now)
            """)
    void insert(
            String accountId, @BindMethods TicketTypeRow type, @Json List<CustomFieldRow> customFields, Instant now);
}
