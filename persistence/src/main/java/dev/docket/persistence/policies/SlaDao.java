package dev.docket.persistence.policies;

import dev.docket.persistence.configurations.ConfigurationDao;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Definition;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

@Definition(key = "table", value = "sla_policies")
@Definition(key = "columns", value = """
            c.id, c.name, c.version, c.is_default,
                   v.targets, v.pausing_statuses, v.at_risk_percent, v.pauses_first_response, v.calendar,
                   c.calendar_id, c.revision, c.created_at, c.updated_at""")
@Definition(key = "joins", value = """
              JOIN sla_policy_versions v
                ON v.account_id = c.account_id AND v.sla_policy_id = c.id AND v.version = c.version""")
public interface SlaDao extends ConfigurationDao<StoredPolicyRow> {

    /** All policies of an account in the versions that apply to new tickets. */
    @SqlQuery("""
            SELECT p.id, p.name, p.version, p.is_default,
                   v.targets, v.pausing_statuses, v.at_risk_percent, v.pauses_first_response, v.calendar
              FROM sla_policies p
              JOIN sla_policy_versions v
                ON v.account_id = p.account_id AND v.sla_policy_id = p.id AND v.version = p.version
             WHERE p.account_id = :accountId
            """)
    List<SlaPolicyRow> listPolicies(String accountId);

    @SqlQuery(SELECT + """
               AND c.is_default
            """)
    Optional<StoredPolicyRow> findDefault(String accountId);

    @SqlQuery(SELECT + """
               AND c.calendar_id = :calendarId
             ORDER BY c.id
            """)
    List<StoredPolicyRow> listUsing(String accountId, String calendarId);

    /** A policy in an earlier or the present version. */
    @SqlQuery("""
            SELECT p.id, p.name, v.version, p.is_default,
                   v.targets, v.pausing_statuses, v.at_risk_percent, v.pauses_first_response, v.calendar
              FROM sla_policies p
              JOIN sla_policy_versions v
                ON v.account_id = p.account_id AND v.sla_policy_id = p.id
             WHERE p.account_id = :accountId
               AND p.id = :id
               AND v.version = :version
            """)
    SlaPolicyRow getVersion(String accountId, String id, int version);

    /**
     * Policies in earlier or present versions.
     *
     * @param ids each belongs to the version at the same place
     */
    @SqlQuery("""
            SELECT p.id, p.name, v.version, p.is_default,
                   v.targets, v.pausing_statuses, v.at_risk_percent, v.pauses_first_response, v.calendar
              FROM unnest(CAST(:ids AS text[]), CAST(:versions AS integer[])) wanted (id, version)
              JOIN sla_policies p
                ON p.account_id = :accountId AND p.id = wanted.id
              JOIN sla_policy_versions v
                ON v.account_id = p.account_id AND v.sla_policy_id = p.id AND v.version = wanted.version
            """)
    List<SlaPolicyRow> listVersions(String accountId, List<String> ids, List<Integer> versions);

    /** Adds a policy with its first version. */
    @Override
    default void insert(String accountId, StoredPolicyRow row) {
        insertPolicy(accountId, row);
        insertVersion(accountId, row);
    }

    /** Replaces a policy; if its version is new, {@link #insertVersion} must be called first. */
    @Override
    @SqlUpdate("""
            UPDATE sla_policies
               SET name = :policy.name,
                   version = :policy.version,
                   is_default = :policy.isDefault,
                   calendar_id = :calendarId,
                   revision = :revision,
                   updated_at = :updatedAt
             WHERE account_id = :accountId
               AND id = :id
            """)
    void update(String accountId, @BindMethods StoredPolicyRow row);

    /** Clears the default before another policy becomes the default. */
    @SqlUpdate("""
            UPDATE sla_policies
               SET is_default = false,
                   revision = revision + 1,
                   updated_at = :now
             WHERE account_id = :accountId
               AND is_default
               AND id <> :exceptId
            """)
    void removeDefault(String accountId, String exceptId, Instant now);

    @SqlQuery("""
            SELECT count(*)
              FROM tickets
             WHERE account_id = :accountId
               AND sla_policy_id = :id
            """)
    long countTickets(String accountId, String id);

    @SqlQuery("""
            SELECT count(*)
              FROM ticket_types
             WHERE account_id = :accountId
               AND sla_policy_id = :id
            """)
    long countTicketTypes(String accountId, String id);

    @SqlUpdate("""
            INSERT INTO sla_policies (
                   account_id, id, name, version, is_default, calendar_id, revision, created_at, updated_at)
            VALUES (:accountId, :id, :policy.name, :policy.version, :policy.isDefault, :calendarId,
                    :revision, :createdAt, :updatedAt)
            """)
    void insertPolicy(String accountId, @BindMethods StoredPolicyRow row);

    @SqlUpdate("""
            INSERT INTO sla_policy_versions (
                   account_id, sla_policy_id, version, targets, pausing_statuses, at_risk_percent,
                   pauses_first_response, calendar_id, calendar, created_at)
            VALUES (:accountId, :id, :policy.version, :policy.targets, :policy.pausingStatuses, :policy.atRiskPercent,
                    :policy.pausesFirstResponse, :calendarId, :policy.calendar, :updatedAt)
            """)
    void insertVersion(String accountId, @BindMethods StoredPolicyRow row);
}
