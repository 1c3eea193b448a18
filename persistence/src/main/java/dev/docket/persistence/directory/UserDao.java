package dev.docket.persistence.directory;

import java.util.List;
import java.util.Set;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Definition;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

@Definition(key = "table", value = "users")
@Definition(key = "columns", value = """
        e.id, e.name, e.email, e.is_active, e.is_available,
        (SELECT coalesce(
                   jsonb_agg(jsonb_build_object('from', starts_at, 'until', ends_at) ORDER BY starts_at),
                   '[]')
           FROM out_of_office
          WHERE account_id = e.account_id AND user_id = e.id) AS out_of_office""")
@Definition(key = "unique", value = "lower(email) = lower(:email)")
@Definition(key = "reference", value = "assigned_to = :id")
public interface UserDao extends EntityDao<String, UserRow> {

    @Override
    default void put(String accountId, UserRow row) {
        putUser(accountId, row);
        deleteOutOfOffice(accountId, row.id());
        insertOutOfOffice(accountId, row.id(), row.outOfOffice());
    }

    /** Those of {@code ids} that exist. */
    @SqlQuery("""
            SELECT id
              FROM users
             WHERE account_id = :accountId
               AND id = ANY(:ids)
            """)
    Set<String> existing(String accountId, List<String> ids);

    @SqlUpdate("""
            DELETE FROM out_of_office
             WHERE account_id = :accountId
               AND user_id = :id
            """)
    void deleteOutOfOffice(String accountId, String id);

    @SqlUpdate("""
            INSERT INTO out_of_office (account_id, user_id, starts_at, ends_at)
            SELECT :accountId, :id, w."from", w.until
              FROM jsonb_to_recordset(CAST(:windows AS jsonb)) AS w ("from" timestamptz, until timestamptz)
            """)
    void insertOutOfOffice(String accountId, String id, @Json List<OutOfOfficeRow> windows);

    @SqlUpdate("""
            INSERT INTO users (account_id, id, name, email, is_active, is_available, search_text, name_words, contact_words)
            VALUES (:accountId, :id, :name, :email, :isActive, :isAvailable, :searchText,
                    CAST(:nameWords AS tsvector), CAST(:contactWords AS tsvector))
            ON CONFLICT (account_id, id) DO UPDATE
               SET name = excluded.name,
                   email = excluded.email,
                   is_active = excluded.is_active,
                   is_available = excluded.is_available,
                   search_text = excluded.search_text,
                   name_words = excluded.name_words,
                   contact_words = excluded.contact_words,
                   revision = users.revision + 1
            """)
    void putUser(String accountId, @BindMethods UserRow row);
}
