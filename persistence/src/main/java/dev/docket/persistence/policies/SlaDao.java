package dev.docket.persistence.policies;

import dev.docket.persistence.calendars.BusinessCalendarRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

public interface SlaDao {

    String SELECT = """
            SELECT p.id, p.name, p.version, p.is_default,
                   v.targets, v.pausing_statuses, v.at_risk_percent, v.pauses_first_response, v.calendar,
                   p.calendar_id, p.revision, p.created_at, p.updated_at
              FROM sla_policies p
              JOIN sla_policy_versions v
                ON v.account_id = p.account_id AND v.sla_policy_id = p.id AND v.version = p.version
            """;

    /** All policies of an account, as new tickets are made under them. */
    @SqlQuery("""
            SELECT p.id, p.name, p.version, p.is_default,
                   v.targets, v.pausing_statuses, v.at_risk_percent, v.pauses_first_response, v.calendar
              FROM sla_policies p
              JOIN sla_policy_versions v
                ON v.account_id = p.account_id AND v.sla_policy_id = p.id AND v.version = p.version
             WHERE p.account_id = :accountId
            """)
    List<SlaPolicyRow> listPolicies(String accountId);

    @SqlQuery("""
            SELECT EXISTS (SELECT FROM sla_policies
                            WHERE account_id = :accountId
                              AND id = :id)
            """)
    boolean existsPolicy(String accountId, String id);

    /** The policies behind an id in the order of ids, all of them behind the empty one. */
    @SqlQuery(SELECT + """
             WHERE p.account_id = :accountId
               AND p.id > :id
             ORDER BY p.id
             LIMIT :limit
            """)
    List<StoredPolicyRow> list(String accountId, String id, int limit);

    @SqlQuery("""
            SELECT count(*)
              FROM sla_policies
             WHERE account_id = :accountId
            """)
    long count(String accountId);

    @SqlQuery(SELECT + """
             WHERE p.account_id = :accountId
               AND p.id = :id
            """)
    Optional<StoredPolicyRow> find(String accountId, String id);

    @SqlQuery(SELECT + """
             WHERE p.account_id = :accountId
               AND p.is_default
            """)
    Optional<StoredPolicyRow> findDefault(String accountId);

    @SqlQuery(SELECT + """
             WHERE p.account_id = :accountId
               AND p.calendar_id = :calendarId
             ORDER BY p.id
            """)
    List<StoredPolicyRow> listUsing(String accountId, String calendarId);

    /** A policy in an earlier version or the present one. */
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
     * Policies in earlier versions or present ones.
     *
     * @param ids each goes with the version at the same place
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
    default void insert(String accountId, SlaPolicyRow policy, @Nullable String calendarId, Instant now) {
        insertPolicy(accountId, policy, calendarId, now);
        insertVersion(accountId, policy, calendarId, now);
    }

    default void insertVersion(String accountId, SlaPolicyRow policy, @Nullable String calendarId, Instant now) {
        insertVersion(accountId, policy, policy.targets(), calendarId, policy.calendar(), now);
    }

    /** {@link #insertVersion} first, if the version is a new one. */
    @SqlUpdate("""
            UPDATE sla_policies
               SET name = :name,
                   version = :version,
                   is_default = :isDefault,
                   calendar_id = :calendarId,
                   revision = revision + 1,
                   updated_at = :now
             WHERE account_id = :accountId
               AND id = :id
            """)
    void update(String accountId, @BindMethods SlaPolicyRow policy, @Nullable String calendarId, Instant now);

    /** Before another policy becomes the default. */
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

    /** With all its versions. */
    @SqlUpdate("""
            DELETE FROM sla_policies
             WHERE account_id = :accountId
               AND id = :id
            """)
    void delete(String accountId, String id);

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
            INSERT INTO sla_policies (account_id, id, name, version, is_default, calendar_id, created_at, updated_at)
            VALUES (:accountId, :id, :name, :version, :isDefault, :calendarId, :now, :now)
            """)
    void insertPolicy(String accountId, @BindMethods SlaPolicyRow policy, @Nullable String calendarId, Instant now);

    @SqlUpdate("""
            INSERT INTO sla_policy_versions (
                   account_id, sla_policy_id, version, targets, pausing_statuses, at_risk_percent,
                   pauses_first_response, calendar_id, calendar, created_at)
            VALUES (:accountId, :id, :version, :targets, :pausingStatuses, :atRiskPercent,
                    :pausesFirstResponse, :calendarId, :calendar, :now)
            """)
    void insertVersion(
            String accountId,
            @BindMethods SlaPolicyRow policy,
            @Json Map<String, SlaTargetRow> targets,
            @Nullable String calendarId,
            @Json @Nullable BusinessCalendarRow calendar,
            Instant now);
}
