package dev.docket.persistence.sla;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

public interface SlaDao {

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

    @SqlUpdate("""
            INSERT INTO business_calendars (account_id, id, name, zone, weekly, holidays, openings)
            VALUES (:accountId, :id, :name, :zone, :weekly, :holidays, :openings)
            """)
    void insertCalendar(
            String accountId,
            @BindMethods BusinessCalendarRow calendar,
            @Json Map<DayOfWeek, List<IntervalRow>> weekly,
            @Json Map<LocalDate, List<IntervalRow>> openings);

    @SqlUpdate("""
            WITH policy AS (
                INSERT INTO sla_policies (account_id, id, name, version, is_default)
                VALUES (:accountId, :id, :name, :version, :isDefault)
            )
            INSERT INTO sla_policy_versions (
                   account_id, sla_policy_id, version, targets, pausing_statuses, at_risk_percent,
                   pauses_first_response, calendar_id, calendar, created_at)
            VALUES (:accountId, :id, :version, :targets, :pausingStatuses, :atRiskPercent,
                    :pausesFirstResponse, :calendarId, :calendar, :now)
            """)
    void insertPolicy(
            String accountId,
            @BindMethods SlaPolicyRow policy,
            @Json Map<String, SlaTargetRow> targets,
            @Nullable String calendarId,
            @Json @Nullable BusinessCalendarRow calendar,
            Instant now);
}
