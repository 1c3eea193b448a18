package dev.docket.server.rotations;

import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.rotations.MemberRow;
import dev.docket.persistence.rotations.RotationDao;
import dev.docket.persistence.rotations.RotationEpochRow;
import dev.docket.persistence.rotations.RotationMemberRow;
import dev.docket.persistence.rotations.RotationStateRow;
import dev.docket.persistence.rotations.TurnDao;
import dev.docket.server.rotations.RotationState.Forecast;
import dev.docket.server.rotations.RotationState.Turn;
import dev.docket.server.rotations.deck.Absence;
import dev.docket.server.rotations.deck.RotationEpoch;
import dev.docket.server.rotations.deck.RotationMember;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Keeps the epochs of an account's rotations in step with the availability of members. Works in one transaction. */
final class RotationStore {

    /** The actor in the history of a ticket that was assigned without an agent's doing. */
    private static final String ACTOR = "rotation";

    private final String account;
    private final Instant now;
    private final RotationDao rotations;
    private final TurnDao turns;
    private final Transaction transaction;

    RotationStore(Transaction transaction, String account, Instant now) {
        this.account = account;
        this.now = now;
        this.rotations = transaction.dao(RotationDao.class);
        this.turns = transaction.dao(TurnDao.class);
        this.transaction = transaction;
    }

    /** Starts the first epoch of a new rotation, in which no member is owed a ticket. */
    void begin(String rotation) {
        Attendance roster = roster(rotation);
        store(rotation, new RotationState(roster, RotationEpoch.first(roster.members()), 1, 0, 0, 0));
        turns.validUntil(account, rotation, roster.validUntil());
    }

    /** The present state of the rotation, whether its epoch is stored already or still has to be dealt. */
    RotationState look(String rotation) {
        return look(List.of(rotation)).get(rotation);
    }

    /** The present state of each of the rotations. */
    Map<String, RotationState> look(List<String> ids) {
        Map<String, List<MemberRow>> seats =
                rotations.seats(account, ids, now).stream().collect(Collectors.groupingBy(MemberRow::rotationId));
        return turns.standings(account, ids).stream()
                .collect(Collectors.toMap(
                        RotationStateRow::rotationId,
                        stored ->
                                standing(stored, new Attendance(seats.getOrDefault(stored.rotationId(), List.of())))));
    }

    /**
     * Starts a new epoch if a member has left, returned or changed, and assigns the waiting tickets to available
     * members, the longest waiting first. The account must be locked.
     */
    void settle(String rotation, String requestId) {
        RotationStateRow stored = stored(rotation);
        Attendance roster = roster(rotation);
        RotationState standing = standing(stored, roster);
        boolean takesWaiting = stored.isActive() && !standing.isFallback();
        Forecast course = standing.course(takesWaiting ? (int) Math.min(stored.waiting(), Integer.MAX_VALUE) : 0);
        int dealt = stored.epoch().epoch();
        for (RotationState step : course.standings()) {
            if (step.number() > dealt) {
                store(rotation, step);
                dealt = step.number();
            }
        }
        if (!course.turns().isEmpty()) {
            int assigned = turns.assignWaiting(
                    account,
                    rotation,
                    course.turns().stream().map(Turn::userId).toList(),
                    course.turns().stream().map(Turn::epoch).toList(),
                    now,
                    ACTOR,
                    rotation,
                    requestId);
            transaction.count("docket.rotation.turns", "taken", "after_waiting", assigned);
        }
        if (!Objects.equals(stored.validUntil(), roster.validUntil())) {
            turns.validUntil(account, rotation, roster.validUntil());
        }
    }

    private RotationStateRow stored(String rotation) {
        return turns.standing(account, rotation).orElseThrow();
    }

    private Attendance roster(String rotation) {
        return new Attendance(rotations.seats(account, rotation, now));
    }

    private static RotationState standing(RotationStateRow stored, Attendance roster) {
        RotationEpochRow row = stored.epoch();
        return new RotationState(roster, toEpoch(row), row.epoch(), row.turnsBefore(), stored.turns(), stored.waiting())
                .with(roster);
    }

    private void store(String rotation, RotationState standing) {
        RotationEpoch epoch = standing.epoch();
        List<RotationMemberRow> members = IntStream.range(0, epoch.members().size())
                .mapToObj(place ->
                        toRow(epoch.members().get(place), epoch.carries().get(place)))
                .toList();
        RotationEpochRow row = new RotationEpochRow(
                standing.number(),
                standing.turnsBefore(),
                members,
                members.stream().map(RotationMemberRow::userId).toList(),
                epoch.deck().picks().stream().map(Integer::shortValue).toList(),
                epoch.deck().cycleStart(),
                epoch.isFallback(),
                now);
        turns.deal(account, rotation, row, members);
    }

    static RotationEpoch toEpoch(RotationEpochRow row) {
        return RotationEpoch.of(
                row.members().stream().map(RotationStore::toMember).toList(),
                row.members().stream().map(RotationMemberRow::carry).toList());
    }

    private static RotationMemberRow toRow(RotationMember member, long carry) {
        @Nullable Absence skipped = member.skipped();
        return new RotationMemberRow(member.userId(), member.weight(), carry, skipped == null ? null : skipped.name());
    }

    private static RotationMember toMember(RotationMemberRow row) {
        String skipped = row.skipped();
        return new RotationMember(row.userId(), row.weight(), skipped == null ? null : Absence.valueOf(skipped));
    }
}
