package dev.docket.persistence.rotations;

import dev.docket.persistence.configurations.ConfigurationDao;
import dev.docket.persistence.tickets.TicketRank;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jdbi.v3.sqlobject.config.KeyColumn;
import org.jdbi.v3.sqlobject.config.ValueColumn;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Definition;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** Rotations and their members, as the account set them up. */
@Definition(key = "table", value = "ticket_rotations")
@Definition(key = "columns", value = """
            c.id, c.name, c.status, c.revision, c.created_at, c.updated_at,
                   (SELECT coalesce(jsonb_agg(jsonb_build_object(
                               'user_id', m.user_id, 'weight', m.weight, 'max_open_tickets', m.max_open_tickets)
                               ORDER BY m.place), '[]')
                      FROM rotation_members m
                     WHERE m.account_id = c.account_id
                       AND m.rotation_id = c.id) AS members""")
public interface RotationDao extends ConfigurationDao<RotationRow> {

    /** Adds a rotation with its members. */
    @Override
    default void insert(String accountId, RotationRow rotation) {
        insertRotation(accountId, rotation);
        insertMembers(accountId, rotation.id(), rotation.members());
    }

    /** Replaces all members of a rotation. */
    default void replaceMembers(String accountId, String rotationId, List<MemberSetupRow> members) {
        deleteMembers(accountId, rotationId);
        insertMembers(accountId, rotationId, members);
    }

    private void insertMembers(String accountId, String rotationId, List<MemberSetupRow> members) {
        insertMembers(
                accountId,
                rotationId,
                members.stream().map(MemberSetupRow::userId).toList(),
                IntStream.range(0, members.size()).boxed().toList(),
                members.stream().map(MemberSetupRow::weight).toList(),
                members.stream().map(MemberSetupRow::maxOpenTickets).toList());
    }

    @SqlUpdate("""
            INSERT INTO ticket_rotations (account_id, id, name, status, revision, created_at, updated_at)
            VALUES (:accountId, :id, :name, :status, :revision, :createdAt, :updatedAt)
            """)
    void insertRotation(String accountId, @BindMethods RotationRow rotation);

    /** Replaces a rotation except its members. */
    @Override
    @SqlUpdate("""
            UPDATE ticket_rotations
               SET name = :name,
                   status = :status,
                   revision = :revision,
                   updated_at = :updatedAt
             WHERE account_id = :accountId
               AND id = :id
            """)
    void update(String accountId, @BindMethods RotationRow rotation);

    @SqlUpdate("""
            DELETE FROM rotation_members
             WHERE account_id = :accountId
               AND rotation_id = :rotationId
            """)
    void deleteMembers(String accountId, String rotationId);

    @SqlBatch("""
            INSERT INTO rotation_members (account_id, rotation_id, user_id, place, weight, max_open_tickets)
            VALUES (:accountId, :rotationId, :userId, :place, :weight, :maxOpenTickets)
            """)
    void insertMembers(
            String accountId,
            String rotationId,
            List<String> userId,
            List<Integer> place,
            List<Integer> weight,
            List<@Nullable Integer> maxOpenTickets);

    /** The members of a rotation in their order, with their availability at {@code now}. */
    default List<MemberRow> seats(String accountId, String rotationId, Instant now) {
        return seats(accountId, List.of(rotationId), now);
    }

    /** The members of each of the rotations in their order, with their availability at {@code now}. */
    @SqlQuery("""
            SELECT m.rotation_id, m.user_id, u.name, u.email, m.weight, m.max_open_tickets, u.is_active, u.is_available,
                   CASE WHEN m.max_open_tickets IS NULL THEN 0
                        ELSE (SELECT count(*)
                                FROM tickets t
                               WHERE t.account_id = m.account_id
                                 AND t.assigned_to = m.user_id
                                 AND\s""" + TicketRank.STATUS + " <= " + TicketRank.LAST_OPEN + """
                                 AND t.deleted_at IS NULL) END AS open_tickets,
                   (SELECT max(o.ends_at)
                      FROM out_of_office o
                     WHERE o.account_id = m.account_id
                       AND o.user_id = m.user_id
                       AND o.starts_at <= :now
                       AND o.ends_at > :now) AS out_until,
                   (SELECT min(o.starts_at)
                      FROM out_of_office o
                     WHERE o.account_id = m.account_id
                       AND o.user_id = m.user_id
                       AND o.starts_at > :now) AS out_from
              FROM rotation_members m
              JOIN users u ON u.account_id = m.account_id AND u.id = m.user_id
             WHERE m.account_id = :accountId
               AND m.rotation_id = ANY (:rotationIds)
             ORDER BY m.rotation_id, m.place
            """)
    List<MemberRow> seats(String accountId, List<String> rotationIds, Instant now);

    /** The rotations that any of these users is a member of, ordered by id. */
    @SqlQuery("""
            SELECT DISTINCT rotation_id
              FROM rotation_members
             WHERE account_id = :accountId
               AND user_id = ANY (:userIds)
             ORDER BY rotation_id
            """)
    List<String> rotationsOf(String accountId, List<String> userIds);

    /** The ticket types whose tickets take turns of one of the rotations, by id, each with its rotation. */
    @SqlQuery("""
            SELECT id, rotation_id
              FROM ticket_types
             WHERE account_id = :accountId
               AND rotation_id = ANY (:rotationIds)
             ORDER BY id
            """)
    @KeyColumn("id")
    @ValueColumn("rotation_id")
    Map<String, String> ticketTypesOf(String accountId, List<String> rotationIds);

    /** Lets the tickets of a type take turns of the rotation. */
    @SqlUpdate("""
            UPDATE ticket_types
               SET rotation_id = :rotationId,
                   revision = revision + 1,
                   updated_at = :now
             WHERE account_id = :accountId
               AND id = :ticketTypeId
               AND rotation_id IS DISTINCT FROM :rotationId
            """)
    void serve(String accountId, String rotationId, String ticketTypeId, Instant now);
}
