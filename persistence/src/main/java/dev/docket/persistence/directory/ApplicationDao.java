package dev.docket.persistence.directory;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

public interface ApplicationDao extends EntityDao<Long, ApplicationRow> {

    String SELECT = """
            SELECT e.id, e.unique_id, e.dba_name, e.dba_email, e.dba_phone, e.revision
              FROM applications e
            """;

    String MATCHING = """
             WHERE e.account_id = :accountId
               AND strpos(
                      lower(concat_ws(chr(10), e.id, e.unique_id, e.dba_name, e.dba_email, e.dba_phone)),
                      lower(:search)) > 0
            """;

    @Override
    @SqlQuery(SELECT + OF_ID)
    Optional<ApplicationRow> find(String accountId, Long id);

    @Override
    @SqlQuery(SELECT + OF_ID + LOCKED)
    Optional<ApplicationRow> lock(String accountId, Long id);

    @SqlQuery(SELECT + """
             WHERE e.account_id = :accountId
               AND e.unique_id = :uniqueId
            """)
    Optional<ApplicationRow> findByUniqueId(String accountId, String uniqueId);

    @Override
    @SqlQuery(SELECT + MATCHING + BEHIND)
    List<ApplicationRow> list(String accountId, Long after, String search, int limit);

    @Override
    @SqlQuery("SELECT count(*) FROM applications e" + MATCHING)
    long count(String accountId, String search);

    @Override
    @SqlQuery("""
            SELECT id
              FROM applications
             WHERE account_id = :accountId
               AND unique_id = :uniqueId
               AND id <> :id
            """)
    Optional<Long> holder(String accountId, @BindMethods ApplicationRow row);

    @Override
    @SqlUpdate("""
            INSERT INTO applications (account_id, id, unique_id, dba_name, dba_email, dba_phone)
            VALUES (:accountId, :id, :uniqueId, :dbaName, :dbaEmail, :dbaPhone)
            ON CONFLICT (account_id, id) DO UPDATE
               SET unique_id = excluded.unique_id,
                   dba_name = excluded.dba_name,
                   dba_email = excluded.dba_email,
                   dba_phone = excluded.dba_phone,
                   revision = applications.revision + 1
            """)
    void put(String accountId, @BindMethods ApplicationRow row);

    @Override
    @SqlUpdate("""
            DELETE FROM applications
             WHERE account_id = :accountId
               AND id = :id
            """)
    void delete(String accountId, Long id);

    @Override
    @SqlQuery("""
            SELECT count(*)
              FROM tickets
             WHERE account_id = :accountId
               AND application_id = (SELECT unique_id
                                       FROM applications
                                      WHERE account_id = :accountId AND id = :id)
            """)
    long countTickets(String accountId, Long id);

    @Override
    @SqlQuery("""
            SELECT id
              FROM tickets
             WHERE account_id = :accountId
               AND application_id = (SELECT unique_id
                                       FROM applications
                                      WHERE account_id = :accountId AND id = :id)
             ORDER BY id
               FOR UPDATE
            """)
    List<Long> lockTickets(String accountId, Long id);
}
