package dev.docket.persistence.calendars;

import dev.docket.persistence.configurations.ConfigurationDao;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Definition;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

@Definition(key = "table", value = "business_calendars")
@Definition(key = "columns", value = """
            c.id, c.name, c.zone, c.weekly, c.holidays, c.openings, c.revision, c.created_at, c.updated_at""")
public interface BusinessCalendarDao extends ConfigurationDao<StoredCalendarRow> {

    @Override
    @SqlUpdate("""
            INSERT INTO business_calendars (
                   account_id, id, name, zone, weekly, holidays, openings, revision, created_at, updated_at)
            VALUES (:accountId, :id, :calendar.name, :calendar.zone, :calendar.weekly, :calendar.holidays,
                    :calendar.openings, :revision, :createdAt, :updatedAt)
            """)
    void insert(String accountId, @BindMethods StoredCalendarRow row);

    @Override
    @SqlUpdate("""
            UPDATE business_calendars
               SET name = :calendar.name,
                   zone = :calendar.zone,
                   weekly = :calendar.weekly,
                   holidays = :calendar.holidays,
                   openings = :calendar.openings,
                   revision = :revision,
                   updated_at = :updatedAt
             WHERE account_id = :accountId
               AND id = :id
            """)
    void update(String accountId, @BindMethods StoredCalendarRow row);
}
