package dev.docket.persistence.directory;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

public interface LeadDao extends EntityDao<Long, LeadRow> {

    String SELECT = """
            SELECT e.id, e.unique_id, e.name, e.email, e.phone, e.revision
              FROM leads e
            """;

    String MATCHING = """
             WHERE e.account_id = :accountId
               AND strpos(
                      lower(concat_ws(chr(10), e.id, e.unique_id, e.name, e.email, e.phone)),
                      lower(:search)) > 0
            """;

    @Override
    @SqlQuery(SELECT + OF_ID)
    Optional<LeadRow> find(String accountId, Long id);

    @Override
    @SqlQuery(SELECT + OF_ID + LOCKED)
    Optional<LeadRow> lock(String accountId, Long id);

    @Override
    @SqlQuery(SELECT + MATCHING + BEHIND)
    List<LeadRow> list(String accountId, Long after, String search, int limit);

    @Override
    @SqlQuery("SELECT count(*) FROM leads e" + MATCHING)
    long count(String accountId, String search);

    @Override
    @SqlQuery("""
            SELECT id
              FROM leads
             WHERE account_id = :accountId
               AND unique_id = :uniqueId
               AND id <> :id
            """)
    Optional<Long> holder(String accountId, @BindMethods LeadRow row);

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

    @Override
    @SqlUpdate("""
            DELETE FROM leads
             WHERE account_id = :accountId
               AND id = :id
            """)
    void delete(String accountId, Long id);

    @Override
    @SqlQuery("""
            SELECT count(*)
              FROM tickets
             WHERE account_id = :accountId
               AND lead_id = :id
            """)
    long countTickets(String accountId, Long id);

    @Override
    @SqlQuery("""
            SELECT id
              FROM tickets
             WHERE account_id = :accountId
               AND lead_id = :id
             ORDER BY id
               FOR UPDATE
            """)
    List<Long> lockTickets(String accountId, Long id);
}
