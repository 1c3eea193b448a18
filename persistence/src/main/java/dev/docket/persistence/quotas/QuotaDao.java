package dev.docket.persistence.quotas;

import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** What accounts use of their quotas. Triggers count it. */
public interface QuotaDao {

    /** Lists what is used of the quotas of which something was ever used. */
    @SqlQuery("""
            SELECT quota, used
              FROM quota_uses
             WHERE account_id = :accountId
            """)
    List<QuotaUseRow> list(String accountId);
}
