package dev.docket.persistence.rotations;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

public interface RotationDao {

    @SqlUpdate("""
            INSERT INTO ticket_rotations (account_id, id, name, status, revision, created_at, updated_at)
            VALUES (:accountId, :id, :name, :status, :revision, :createdAt, :updatedAt)
            """)
    void insert(String accountId, @BindMethods RotationRow rotation);

    @SqlQuery("""
            SELECT id, name, status, revision, created_at, updated_at
              FROM ticket_rotations
             WHERE account_id = :accountId
               AND id = :id
            """)
    Optional<RotationRow> find(String accountId, String id);

    @SqlQuery("""
            SELECT id
              FROM ticket_rotations
             WHERE account_id = :accountId
               AND status = 'active'
            """)
    Set<String> activeIds(String accountId);

    @SqlUpdate("""
            DELETE FROM rotation_members
             WHERE account_id = :accountId
               AND rotation_id = :rotationId
            """)
    void deleteMembers(String accountId, String rotationId);

    @SqlBatch("""
            INSERT INTO rotation_members (account_id, rotation_id, user_id, place, weight)
            VALUES (:accountId, :rotationId, :userId, :place, :weight)
            """)
    void insertMembers(
            String accountId, String rotationId, List<String> userId, List<Integer> place, List<Integer> weight);

    /** Makes {@code epoch} the one that turns are taken from. */
    @SqlUpdate("""
            WITH dealt AS (
                INSERT INTO rotation_epochs (
                       account_id, rotation_id, epoch, turns_before, members, user_ids, deck, cycle_start, dealt_at)
                VALUES (:accountId, :rotationId, :epoch, :turnsBefore, :members, :userIds, :deck, :cycleStart, :dealtAt)
            )
            INSERT INTO rotation_turns (account_id, rotation_id, epoch, turns)
            VALUES (:accountId, :rotationId, :epoch, :turnsBefore)
            ON CONFLICT (account_id, rotation_id) DO UPDATE SET epoch = excluded.epoch
            """)
    void deal(
            String accountId,
            String rotationId,
            @BindMethods RotationEpochRow epoch,
            @Json List<RotationMemberRow> members);

    /** The epoch that turns are taken from now. */
    @SqlQuery("""
            SELECT e.epoch, e.turns_before, e.members, e.user_ids, e.deck, e.cycle_start, e.dealt_at
              FROM rotation_turns t
              JOIN rotation_epochs e
                ON e.account_id = t.account_id AND e.rotation_id = t.rotation_id AND e.epoch = t.epoch
             WHERE t.account_id = :accountId
               AND t.rotation_id = :rotationId
            """)
    Optional<RotationEpochRow> currentEpoch(String accountId, String rotationId);

    /** The number of turns taken so far; nobody takes another before this transaction has ended. */
    @SqlQuery("""
            SELECT turns
              FROM rotation_turns
             WHERE account_id = :accountId
               AND rotation_id = :rotationId
               FOR UPDATE
            """)
    Optional<Long> lockTurns(String accountId, String rotationId);
}
