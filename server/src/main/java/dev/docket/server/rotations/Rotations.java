package dev.docket.server.rotations;

import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.rotations.RotationDao;
import dev.docket.persistence.rotations.RotationEpochRow;
import dev.docket.persistence.rotations.RotationMemberRow;
import dev.docket.persistence.rotations.RotationRow;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Stores rotations and deals their decks; creating a ticket takes the turns. */
public final class Rotations {

    private Rotations() {}

    /** Adds a rotation that owes nobody anything. */
    public static void create(
            Transaction transaction,
            String account,
            String id,
            String name,
            List<RotationMember> members,
            Instant now) {
        RotationDao dao = transaction.dao(RotationDao.class);
        dao.insert(account, new RotationRow(id, name, "active", 1, now, now));
        store(dao, account, id, members);
        deal(dao, account, id, 1, 0, RotationEpoch.first(members), now);
    }

    /**
     * Changes members, weights or availability. What each is owed is carried over, and saving what is there already
     * changes nothing.
     *
     * @throws IllegalArgumentException if there is no such rotation
     */
    public static void change(
            Transaction transaction, String account, String id, List<RotationMember> members, Instant now) {
        transaction.dao(AccountDao.class).lock(account);
        RotationDao dao = transaction.dao(RotationDao.class);
        long turns = dao.lockTurns(account, id)
                .orElseThrow(() -> new IllegalArgumentException("there is no rotation '" + id + "'"));
        RotationEpochRow stored = dao.currentEpoch(account, id).orElseThrow();
        RotationEpoch current = toEpoch(stored);
        RotationEpoch next = current.next(members, turns - stored.turnsBefore());
        if (next != current) {
            dao.deleteMembers(account, id);
            store(dao, account, id, members);
            deal(dao, account, id, stored.epoch() + 1, turns, next, now);
        }
    }

    private static void store(RotationDao dao, String account, String id, List<RotationMember> members) {
        dao.insertMembers(
                account,
                id,
                members.stream().map(RotationMember::userId).toList(),
                IntStream.range(0, members.size()).boxed().toList(),
                members.stream().map(RotationMember::weight).toList());
    }

    private static void deal(
            RotationDao dao,
            String account,
            String id,
            int number,
            long turnsBefore,
            RotationEpoch epoch,
            Instant now) {
        List<RotationMemberRow> members = IntStream.range(0, epoch.members().size())
                .mapToObj(place ->
                        toRow(epoch.members().get(place), epoch.carries().get(place)))
                .toList();
        RotationEpochRow row = new RotationEpochRow(
                number,
                turnsBefore,
                members,
                members.stream().map(RotationMemberRow::userId).toList(),
                epoch.deck().picks().stream().map(Integer::shortValue).toList(),
                epoch.deck().cycleStart(),
                now);
        dao.deal(account, id, row, members);
    }

    private static RotationEpoch toEpoch(RotationEpochRow row) {
        return RotationEpoch.of(
                row.members().stream().map(Rotations::toMember).toList(),
                row.members().stream().map(RotationMemberRow::carry).toList());
    }

    private static RotationMemberRow toRow(RotationMember member, long carry) {
        @Nullable SkipReason skipped = member.skipped();
        return new RotationMemberRow(member.userId(), member.weight(), carry, skipped == null ? null : skipped.name());
    }

    private static RotationMember toMember(RotationMemberRow row) {
        String skipped = row.skipped();
        return new RotationMember(row.userId(), row.weight(), skipped == null ? null : SkipReason.valueOf(skipped));
    }
}
