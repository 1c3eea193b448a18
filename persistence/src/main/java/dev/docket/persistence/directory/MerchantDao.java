package dev.docket.persistence.directory;

import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Definition;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

@Definition(key = "table", value = "merchants")
@Definition(
        key = "columns",
        value = "e.id, e.unique_id, e.dba_name, e.principal_name, e.principal_email, e.principal_phone")
@Definition(key = "reference", value = "merchant_id = :id")
public interface MerchantDao extends EntityDao<Long, MerchantRow> {

    @Override
    @SqlUpdate("""
            INSERT INTO merchants (account_id, id, unique_id, dba_name, principal_name, principal_email, principal_phone, search_text, name_words, contact_words)
            VALUES (:accountId, :id, :uniqueId, :dbaName, :principalName, :principalEmail, :principalPhone, :searchText,
                    CAST(:nameWords AS tsvector), CAST(:contactWords AS tsvector))
            ON CONFLICT (account_id, id) DO UPDATE
               SET unique_id = excluded.unique_id,
                   dba_name = excluded.dba_name,
                   principal_name = excluded.principal_name,
                   principal_email = excluded.principal_email,
                   principal_phone = excluded.principal_phone,
                   search_text = excluded.search_text,
                   name_words = excluded.name_words,
                   contact_words = excluded.contact_words,
                   revision = merchants.revision + 1
            """)
    void put(String accountId, @BindMethods MerchantRow row);

    @SqlQuery("""
            SELECT count(*)
              FROM mids
             WHERE account_id = :accountId
               AND merchant_id = :id
            """)
    long countMids(String accountId, long id);
}
