package dev.docket.persistence.directory;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

public interface TeamDao extends EntityDao<Long, TeamRow> {

    String SELECT = """
            SELECT e.id, e.name,
                   ARRAY(SELECT user_id
                           FROM team_members
                          WHERE account_id = e.account_id AND team_id = e.id
                          ORDER BY user_id COLLATE "C") AS member_ids,
                   e.revision
              FROM teams e
            """;

    String MATCHING = """
             WHERE e.account_id = :accountId
               AND strpos(lower(concat_ws(chr(10), e.id, e.name)), lower(:search)) > 0
            """;

    @Override
    @SqlQuery(SELECT + OF_ID)
    Optional<TeamRow> find(String accountId, Long id);

    @Override
    @SqlQuery(SELECT + OF_ID + LOCKED)
    Optional<TeamRow> lock(String accountId, Long id);

    @Override
    @SqlQuery(SELECT + MATCHING + BEHIND)
    List<TeamRow> list(String accountId, Long after, String search, int limit);

    @Override
    @SqlQuery("SELECT count(*) FROM teams e" + MATCHING)
    long count(String accountId, String search);

    @Override
    default void put(String accountId, TeamRow row) {
        putTeam(accountId, row);
        deleteMembers(accountId, row.id());
        insertMembers(accountId, row.id(), row.memberIds());
    }

    @Override
    @SqlUpdate("""
            DELETE FROM teams
             WHERE account_id = :accountId
               AND id = :id
            """)
    void delete(String accountId, Long id);

    @Override
    @SqlQuery("""
            SELECT count(*)
              FROM tickets
             WHERE account_id = :accountId
               AND assigned_team_id = :id
            """)
    long countTickets(String accountId, Long id);

    @Override
    @SqlQuery("""
            SELECT id
              FROM tickets
             WHERE account_id = :accountId
               AND assigned_team_id = :id
             ORDER BY id
               FOR UPDATE
            """)
    List<Long> lockTickets(String accountId, Long id);

    @SqlUpdate("""
            DELETE FROM team_members
             WHERE account_id = :accountId
               AND team_id = :id
            """)
    void deleteMembers(String accountId, long id);

    @SqlUpdate("""
            INSERT INTO team_members (account_id, team_id, user_id)
            SELECT :accountId, :id, user_id
              FROM unnest(CAST(:userIds AS text[])) AS user_id
            ON CONFLICT DO NOTHING
            """)
    void insertMembers(String accountId, long id, Collection<String> userIds);

    @SqlUpdate("""
            INSERT INTO teams (account_id, id, name)
            VALUES (:accountId, :id, :name)
            ON CONFLICT (account_id, id) DO UPDATE
               SET name = excluded.name,
                   revision = teams.revision + 1
            """)
    void putTeam(String accountId, @BindMethods TeamRow row);
}
