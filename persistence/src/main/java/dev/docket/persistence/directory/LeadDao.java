package dev.docket.persistence.directory;

import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Definition;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

@Definition(key = "table", value = "leads")
@Definition(key = "columns", value = "e.id, e.unique_id, e.name, e.email, e.phone")
@Definition(key = "reference", value = "lead_id = :id")
public interface LeadDao extends EntityDao<Long, LeadRow> {

    @Override
    @SqlUpdate("""
            INSERT INTO leads (account_id, id, unique_id, name, email, phone, search_text, name_words, contact_words)
            VALUES (:accountId, :id, :uniqueId, :name, :email, :phone, :searchText,
                    CAST(:nameWords AS tsvector), CAST(:contactWords AS tsvector))
            ON CONFLICT (account_id, id) DO UPDATE
               SET unique_id = excluded.unique_id,
                   name = excluded.name,
                   email = excluded.email,
                   phone = excluded.phone,
                   search_text = excluded.search_text,
                   name_words = excluded.name_words,
                   contact_words = excluded.contact_words,
                   revision = leads.revision + 1
            """)
    void put(String accountId, @BindMethods LeadRow row);
}
