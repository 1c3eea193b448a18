package dev.docket.persistence.directory;

import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Definition;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

@Definition(key = "table", value = "leads")
@Definition(key = "columns", value = "e.id, e.unique_id, e.name, e.email, e.phone")
@Definition(key = "search", value = "e.id, e.unique_id, e.name, e.email, e.phone")
@Definition(key = "reference", value = "lead_id = :id")
public interface LeadDao extends EntityDao<Long, LeadRow> {

    @Override
    @SqlUpdate("""
            INSERT INTO leads (account_id, id, unique_id, name, email, phone)
            VALUES (:accountId, :id, :uniqueId, :name, :email, :phone)
            ON CONFLICT (account_id, id) DO UPDATE
               SET unique_id = excluded.unique_id,
                   name = excluded.name,
                   email = excluded.email,
                   phone = excluded.phone,
                   revision = leads.revision + 1
            """)
    void put(String accountId, @BindMethods LeadRow row);
}
