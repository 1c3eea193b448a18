package dev.docket.persistence.rotations;

import dev.docket.persistence.events.HistoryDao;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Definition;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** The epochs of rotations and the turns taken from them. */
@Definition(key = "writeHistory", value = HistoryDao.WRITE)
public interface TurnDao {

    /** Returns the part of the active rotations that creating a ticket depends on. */
    @SqlQuery("""
            SELECT r.id AS rotation_id, t.epoch, t.valid_until, cardinality(e.deck) = 0 AS is_empty, e.is_fallback,
                   EXISTS (SELECT FROM rotation_members m
                            WHERE m.account_id = r.account_id
                              AND m.rotation_id = r.id
                              AND m.max_open_tickets IS NOT NULL) AS has_capacities
              FROM ticket_rotations r
              JOIN rotation_turns t ON t.account_id = r.account_id AND t.rotation_id = r.id
              JOIN rotation_epochs e
                ON e.account_id = t.account_id AND e.rotation_id = t.rotation_id AND e.epoch = t.epoch
             WHERE r.account_id = :accountId
               AND r.status = 'active'
            """)
    List<RotationInForceRow> inForce(String accountId);

    default Optional<RotationStateRow> standing(String accountId, String rotationId) {
        return standings(accountId, List.of(rotationId)).stream().findFirst();
    }

    @SqlQuery("""
            SELECT t.rotation_id, t.turns, t.valid_until, r.status = 'active' AS is_active,
                   (SELECT count(*)
                      FROM tickets w
                     WHERE w.account_id = t.account_id
                       AND w.awaits_rotation_id = t.rotation_id) AS waiting,
                   e.epoch, e.turns_before, e.members, e.user_ids, e.deck, e.cycle_start, e.is_fallback, e.dealt_at
              FROM rotation_turns t
              JOIN ticket_rotations r ON r.account_id = t.account_id AND r.id = t.rotation_id
              JOIN rotation_epochs e
                ON e.account_id = t.account_id AND e.rotation_id = t.rotation_id AND e.epoch = t.epoch
             WHERE t.account_id = :accountId
               AND t.rotation_id = ANY (:rotationIds)
            """)
    List<RotationStateRow> standings(String accountId, List<String> rotationIds);

    /** Makes {@code epoch} the one that turns are taken from. */
    @SqlUpdate("""
            WITH dealt AS (
                INSERT INTO rotation_epochs (
                       account_id, rotation_id, epoch, turns_before, members, user_ids, deck, cycle_start,
                       is_fallback, dealt_at)
                VALUES (:accountId, :rotationId, :epoch, :turnsBefore, :members, :userIds, :deck, :cycleStart,
                        :isFallback, :dealtAt)
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

    /** Sets the instant until which the epoch in force needs no check; null: forever. */
    @SqlUpdate("""
            UPDATE rotation_turns
               SET valid_until = :validUntil
             WHERE account_id = :accountId
               AND rotation_id = :rotationId
            """)
    void validUntil(String accountId, String rotationId, @Nullable Instant validUntil);

    /**
     * Gives the turns in their order to the tickets that have waited longest: {@code TurnDao/assignWaiting.sql}. There
     * must not be more turns than waiting tickets. The account must be locked, so that no other transaction gives or
     * takes turns.
     *
     * @param userIds the user who takes each turn
     * @param epochs the epoch that each turn is taken from
     * @return number of tickets assigned
     */
    @SqlQuery
    int assignWaiting(
            String accountId,
            String rotationId,
            List<String> userIds,
            List<Integer> epochs,
            Instant now,
            String actorId,
            String actorName,
            String requestId);

    /** The rotations that are due, because their time has come or because tickets wait for them. */
    @SqlQuery("""
            SELECT t.account_id, t.rotation_id
              FROM rotation_turns t
              JOIN ticket_rotations r ON r.account_id = t.account_id AND r.id = t.rotation_id AND r.status = 'active'
             WHERE t.valid_until <= :now
                OR EXISTS (SELECT FROM tickets w
                            WHERE w.account_id = t.account_id
                              AND w.awaits_rotation_id = t.rotation_id)
             ORDER BY t.account_id, t.rotation_id
            """)
    List<DueRotationRow> due(Instant now);

    /** Whether tickets wait for a rotation that the user is a member of. */
    @SqlQuery("""
            SELECT EXISTS (
                   SELECT
                     FROM rotation_members m
                     JOIN tickets w
                       ON w.account_id = m.account_id AND w.awaits_rotation_id = m.rotation_id
                    WHERE m.account_id = :accountId
                      AND m.user_id = :userId)
            """)
    boolean isAwaited(String accountId, String userId);

    /** The decision that assigned the ticket to its present agent; empty if no decision was made yet. */
    @SqlQuery("""
            SELECT a.history_number, h.at, a.reason, a.assigned_to, a.rotation_id, a.turn,
                   e.epoch        AS epoch_epoch,
                   e.turns_before AS epoch_turns_before,
                   e.members      AS epoch_members,
                   e.user_ids     AS epoch_user_ids,
                   e.deck         AS epoch_deck,
                   e.cycle_start  AS epoch_cycle_start,
                   e.is_fallback  AS epoch_is_fallback,
                   e.dealt_at     AS epoch_dealt_at
              FROM ticket_assignments a
              JOIN ticket_history h
                ON h.account_id = a.account_id AND h.ticket_id = a.ticket_id AND h.number = a.history_number
              LEFT JOIN rotation_epochs e
                ON e.account_id = a.account_id AND e.rotation_id = a.rotation_id AND e.epoch = a.epoch
             WHERE a.account_id = :accountId
               AND a.ticket_id = :ticketId
             ORDER BY a.history_number DESC
             LIMIT 1
            """)
    Optional<AssignmentRow> assignment(String accountId, long ticketId);
}
