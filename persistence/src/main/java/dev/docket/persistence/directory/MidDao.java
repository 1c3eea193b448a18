package dev.docket.persistence.directory;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

public interface MidDao extends EntityDao<Long, MidRow> {

    String SELECT = """
            SELECT e.id, e.unique_id, e.merchant_id, e.descriptor, e.revision
              FROM mids e
            """;

    String MATCHING = """
             WHERE e.account_id = :accountId
               AND strpos(lower(concat_ws(chr(10), e.id, e.unique_id, e.descriptor)), lower(:search)) > 0
            """;

    @Override
    @SqlQuery(SELECT + OF_ID)
    Optional<MidRow> find(String accountId, Long id);

    @Override
    @SqlQuery(SELECT + OF_ID + LOCKED)
    Optional<MidRow> lock(String accountId, Long id);

    @Override
    @SqlQuery(SELECT + MATCHING + BEHIND)
    List<MidRow> list(String accountId, Long after, String search, int limit);

    @Override
    @SqlQuery("SELECT count(*) FROM mids e" + MATCHING)
    long count(String accountId, String search);

    @Override
    @SqlQuery("""
            SELECT id
              FROM mids
             WHERE account_id = :accountId
               AND unique_id = :uniqueId
               AND id <> :id
            """)
    Optional<Long> holder(String accountId, @BindMethods MidRow row);

    @Override
    @SqlUpdate("""
            INSERT INTO mids (account_id, id, unique_id, merchant_id, descriptor)
            VALUES (:accountId, :id, :uniqueId, :merchantId, :descriptor)
            ON CONFLICT (account_id, id) DO UPDATE
               SET unique_id = excluded.unique_id,
                   merchant_id = excluded.merchant_id,
                   descriptor = excluded.descriptor,
                   revision = mids.revision + 1
            """)
    void put(String accountId, @BindMethods MidRow row);

    @Override
    @SqlUpdate("""
            DELETE FROM mids
             WHERE account_id = :accountId
               AND id = :id
            """)
    void delete(String accountId, Long id);

    @Override
    @SqlQuery("""
            SELECT count(*)
              FROM tickets
             WHERE account_id = :accountId
               AND mid_id = :id
            """)
    long countTickets(String accountId, Long id);

    @Override
    @SqlQuery("""
            SELECT id
              FROM tickets
             WHERE account_id = :accountId
               AND mid_id = :id
             ORDER BY id
               FOR UPDATE
            """)
    List<Long> lockTickets(String accountId, Long id);
}
