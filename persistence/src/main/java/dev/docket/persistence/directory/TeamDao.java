package dev.docket.persistence.directory;

import java.util.Collection;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Definition;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

@Definition(key = "table", value = "teams")
@Definition(key = "columns", value = """
        e.id, e.name,
        ARRAY(SELECT user_id
                FROM team_members
               WHERE account_id = e.account_id AND team_id = e.id
               ORDER BY user_id COLLATE "C") AS member_ids""")
@Definition(key = "reference", value = "assigned_team_id = :id")
public interface TeamDao extends EntityDao<Long, TeamRow> {

    /** Only the id of a team is unique. */
    @Override
    default Optional<Long> holder(String accountId, TeamRow row) {
        return Optional.empty();
    }

    @Override
    default void put(String accountId, TeamRow row) {
        putTeam(accountId, row);
        deleteMembers(accountId, row.id());
        insertMembers(accountId, row.id(), row.memberIds());
    }

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
            INSERT INTO teams (account_id, id, name, search_text)
            VALUES (:accountId, :id, :name, :searchText)
            ON CONFLICT (account_id, id) DO UPDATE
               SET name = excluded.name,
                   search_text = excluded.search_text,
                   revision = teams.revision + 1
            """)
    void putTeam(String accountId, @BindMethods TeamRow row);
}
