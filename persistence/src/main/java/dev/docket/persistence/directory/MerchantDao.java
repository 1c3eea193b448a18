package dev.docket.persistence.directory;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

public interface MerchantDao extends EntityDao<Long, MerchantRow> {

    String SELECT = """
            SELECT e.id, e.unique_id, e.dba_name, e.principal_name, e.principal_email, e.principal_phone, e.revision
              FROM merchants e
            """;

    String MATCHING = """
             WHERE e.account_id = :accountId
               AND strpos(
                      lower(concat_ws(chr(10), e.id, e.unique_id, e.dba_name,
                             e.principal_name, e.principal_email, e.principal_phone)),
                      lower(:search)) > 0
            """;

    @Override
    @SqlQuery(SELECT + OF_ID)
    Optional<MerchantRow> find(String accountId, Long id);

    @Override
    @SqlQuery(SELECT + OF_ID + LOCKED)
    Optional<MerchantRow> lock(String accountId, Long id);

    @Override
    @SqlQuery(SELECT + MATCHING + BEHIND)
    List<MerchantRow> list(String accountId, Long after, String search, int limit);

    @Override
    @SqlQuery("SELECT count(*) FROM merchants e" + MATCHING)
    long count(String accountId, String search);

    @Override
    @SqlQuery("""
            SELECT id
              FROM merchants
             WHERE account_id = :accountId
               AND unique_id = :uniqueId
               AND id <> :id
            """)
    Optional<Long> holder(String accountId, @BindMethods MerchantRow row);

    @Override
    @SqlUpdate("""
            INSERT INTO merchants (account_id, id, unique_id, dba_name, principal_name, principal_email, principal_phone)
            VALUES (:accountId, :id, :uniqueId, :dbaName, :principalName, :principalEmail, :principalPhone)
            ON CONFLICT (account_id, id) DO UPDATE
               SET unique_id = excluded.unique_id,
                   dba_name = excluded.dba_name,
                   principal_name = excluded.principal_name,
                   principal_email = excluded.principal_email,
                   principal_phone = excluded.principal_phone,
                   revision = merchants.revision + 1
            """)
    void put(String accountId, @BindMethods MerchantRow row);

    @Override
    @SqlUpdate("""
            DELETE FROM merchants
             WHERE account_id = :accountId
               AND id = :id
            """)
    void delete(String accountId, Long id);

    @Override
    @SqlQuery("""
            SELECT count(*)
              FROM tickets
             WHERE account_id = :accountId
               AND merchant_id = :id
            """)
    long countTickets(String accountId, Long id);

    @Override
    @SqlQuery("""
            SELECT id
              FROM tickets
             WHERE account_id = :accountId
               AND merchant_id = :id
             ORDER BY id
               FOR UPDATE
            """)
    List<Long> lockTickets(String accountId, Long id);

    @SqlQuery("""
            SELECT count(*)
              FROM mids
             WHERE account_id = :accountId
               AND merchant_id = :id
            """)
    long countMids(String accountId, long id);
}
