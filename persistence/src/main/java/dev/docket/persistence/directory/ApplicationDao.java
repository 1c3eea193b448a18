package dev.docket.persistence.directory;

import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Definition;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

@Definition(key = "table", value = "applications")
@Definition(key = "columns", value = "e.id, e.unique_id, e.dba_name, e.dba_email, e.dba_phone")
@Definition(key = "reference", value = """
        application_id = (SELECT unique_id
                            FROM applications
                           WHERE account_id = :accountId AND id = :id)""")
public interface ApplicationDao extends EntityDao<Long, ApplicationRow> {

    @SqlQuery(SELECT + """
               AND e.unique_id = :uniqueId
            """)
    Optional<ApplicationRow> findByUniqueId(String accountId, String uniqueId);

    @Override
    @SqlUpdate("""
            INSERT INTO applications (account_id, id, unique_id, dba_name, dba_email, dba_phone, search_text, name_words, contact_words)
            VALUES (:accountId, :id, :uniqueId, :dbaName, :dbaEmail, :dbaPhone, :searchText,
                    CAST(:nameWords AS tsvector), CAST(:contactWords AS tsvector))
            ON CONFLICT (account_id, id) DO UPDATE
               SET unique_id = excluded.unique_id,
                   dba_name = excluded.dba_name,
                   dba_email = excluded.dba_email,
                   dba_phone = excluded.dba_phone,
                   search_text = excluded.search_text,
                   name_words = excluded.name_words,
                   contact_words = excluded.contact_words,
                   revision = applications.revision + 1
            """)
    void put(String accountId, @BindMethods ApplicationRow row);
}
