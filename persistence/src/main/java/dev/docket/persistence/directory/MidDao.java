package dev.docket.persistence.directory;

import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Definition;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

@Definition(key = "table", value = "mids")
@Definition(key = "columns", value = "e.id, e.unique_id, e.merchant_id, e.descriptor")
@Definition(key = "reference", value = "mid_id = :id")
public interface MidDao extends EntityDao<Long, MidRow> {

    @Override
    @SqlUpdate("""
            INSERT INTO mids (account_id, id, unique_id, merchant_id, descriptor, search_text, name_words)
            VALUES (:accountId, :id, :uniqueId, :merchantId, :descriptor, :searchText,
                    CAST(:nameWords AS tsvector))
            ON CONFLICT (account_id, id) DO UPDATE
               SET unique_id = excluded.unique_id,
                   merchant_id = excluded.merchant_id,
                   descriptor = excluded.descriptor,
                   search_text = excluded.search_text,
                   name_words = excluded.name_words,
                   revision = mids.revision + 1
            """)
    void put(String accountId, @BindMethods MidRow row);
}
