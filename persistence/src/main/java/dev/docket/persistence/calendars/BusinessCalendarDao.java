package dev.docket.persistence.calendars;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

public interface BusinessCalendarDao {

    String SELECT = """
            SELECT id, name, zone, weekly, holidays, openings, revision, created_at, updated_at
              FROM business_calendars
            """;

    /** The calendars behind an id in the order of ids, all of them behind the empty one. */
    @SqlQuery(SELECT + """
             WHERE account_id = :accountId
               AND id > :id
             ORDER BY id
             LIMIT :limit
            """)
    List<StoredCalendarRow> list(String accountId, String id, int limit);

    @SqlQuery("""
            SELECT count(*)
              FROM business_calendars
             WHERE account_id = :accountId
            """)
    long count(String accountId);

    @SqlQuery(SELECT + """
             WHERE account_id = :accountId
               AND id = :id
            """)
    Optional<StoredCalendarRow> find(String accountId, String id);

    default void insert(String accountId, BusinessCalendarRow calendar, Instant now) {
        insert(accountId, calendar, calendar.weekly(), calendar.openings(), now);
    }

    @SqlUpdate("""
            INSERT INTO business_calendars (
                   account_id, id, name, zone, weekly, holidays, openings, created_at, updated_at)
            VALUES (:accountId, :id, :name, :zone, :weekly, :holidays, :openings, :now, :now)
            """)
    void insert(
            String accountId,
            @BindMethods BusinessCalendarRow calendar,
            @Json Map<DayOfWeek, List<IntervalRow>> weekly,
            @Json Map<LocalDate, List<IntervalRow>> openings,
            Instant now);

    default void update(String accountId, BusinessCalendarRow calendar, Instant now) {
        update(accountId, calendar, calendar.weekly(), calendar.openings(), now);
    }

    @SqlUpdate("""
            UPDATE business_calendars
               SET name = :name,
                   zone = :zone,
                   weekly = :weekly,
                   holidays = :holidays,
                   openings = :openings,
                   revision = revision + 1,
                   updated_at = :now
             WHERE account_id = :accountId
               AND id = :id
            """)
    void update(
            String accountId,
            @BindMethods BusinessCalendarRow calendar,
            @Json Map<DayOfWeek, List<IntervalRow>> weekly,
            @Json Map<LocalDate, List<IntervalRow>> openings,
            Instant now);

    @SqlUpdate("""
            DELETE FROM business_calendars
             WHERE account_id = :accountId
               AND id = :id
            """)
    void delete(String accountId, String id);
}
