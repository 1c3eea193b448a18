package dev.docket.server.rotations.deck;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A period of a rotation in which members, weights and availability stay the same. Immutable.
 *
 * <p>It starts with a <em>carry</em> per member: the number of tickets that the member is owed from earlier epochs
 * (negative: the member has had too many). Debts are carried in tickets, not in weight units, because an edit changes
 * what a unit is worth. The carries sum to exactly 0 over all members. The carry of a skipped member is unchanged until
 * the member returns.
 *
 * <p>Bounds of debts: in the first epoch a member is ahead by at most 1 − 1/k tickets (k members) and behind by at most
 * 0.5, 17/21, 0.95, 1.0 for k = 2, 3, 4, 5. Under any sequence of edits and absences, |debt| ≤ (k − 1)/2 with at most k
 * members at a time: by induction over turns, the j largest debts sum to at most j(k − j)/2, and edits only shrink
 * debts. No rule can promise a constant bound: if every picked member goes absent at once, the last of k equal members
 * is owed 1/k + … + 1/2 tickets, which is more than 2 from k = 12 on.
 */
public final class RotationEpoch {
    /** The fixed-point unit of debts and credits: one ticket is 1e9. */
    public static final long TICKET = 1_000_000_000L;

    private final List<RotationMember> members;
    private final List<Long> carries;
    private final int[] weights;
    private final int weightSum;
    private final boolean isFallback;
    private final Deck deck;

    private RotationEpoch(List<RotationMember> members, List<Long> carries) {
        this.members = List.copyOf(members);
        this.carries = List.copyOf(carries);
        if (members.stream().map(RotationMember::userId).distinct().count() < members.size()) {
            throw new IllegalArgumentException("the rotation contains a user twice");
        }
        if (members.size() != carries.size() || carries.stream().reduce(0L, Math::addExact) != 0) {
            throw new IllegalArgumentException("there must be one carry per member, and carries must sum to 0");
        }
        isFallback = members.stream().noneMatch(RotationMember::isEligible);
        weights = members.stream()
                .mapToInt(member -> member.isEligible() || (isFallback && member.canStandIn()) ? member.weight() : 0)
                .toArray();
        weightSum = Arrays.stream(weights).sum();
        deck = SmoothWeightedRoundRobin.deal(weights, longs(carries));
    }

    /**
     * The first epoch of a rotation, in which no member is owed a ticket.
     *
     * @throws IllegalArgumentException if a user is a member twice
     */
    public static RotationEpoch first(List<RotationMember> members) {
        return of(members, Collections.nCopies(members.size(), 0L));
    }

    /**
     * An epoch as it was stored: the same members and carries deal the same deck.
     *
     * @param carries one per member in {@link #TICKET} units
     * @throws IllegalArgumentException if a user is a member twice, or the carries are not one per member or do not sum
     *     to 0
     */
    public static RotationEpoch of(List<RotationMember> members, List<Long> carries) {
        return new RotationEpoch(members, carries);
    }

    /**
     * The epoch after an edit or a change of availability. A member who stays keeps its debt, and a new member starts
     * at 0. The debt of a member who leaves is settled with the remaining members on the other side of it: tickets owed
     * to the leaver are forgiven to those who had too many, in proportion to their surplus; tickets that the leaver had
     * too many are deducted from those who are owed some. So an edit never makes a debt larger. Debts are rounded to
     * {@link #TICKET} units, so rounding may decide an exact tie afterwards.
     *
     * @param turns taken in this epoch so far
     * @return this instance if the members are the same in every respect, for any {@code turns}
     * @throws IllegalArgumentException if a user is a member twice
     */
    public RotationEpoch next(List<RotationMember> members, long turns) {
        if (members.equals(this.members)) {
            return this;
        }
        Map<String, Long> debts = new HashMap<>();
        List<Long> debtsNow = debts(turns);
        for (int i = 0; i < this.members.size(); i++) {
            debts.put(this.members.get(i).userId(), debtsNow.get(i));
        }
        return of(
                members,
                settled(members.stream()
                        .mapToLong(member -> debts.getOrDefault(member.userId(), 0L))
                        .toArray()));
    }

    /** Restores the sum 0 by shrinking the debts on the other side of the leavers' debts. */
    private static List<Long> settled(long[] debts) {
        long sum = Arrays.stream(debts).sum();
        long[] otherSide = Arrays.stream(debts)
                .map(debt -> Long.signum(debt) == Long.signum(sum) ? debt : 0)
                .toArray();
        long[] settlement = Apportionment.share(sum, otherSide);
        Arrays.setAll(settlement, i -> debts[i] - settlement[i]);
        return list(settlement);
    }

    public List<RotationMember> members() {
        return members;
    }

    /** One per member, in {@link #TICKET} units. */
    public List<Long> carries() {
        return carries;
    }

    /** The picks; in a fallback, the picks of the members who can stand in. */
    public Deck deck() {
        return deck;
    }

    /** Whether no member is eligible, so that turns are only taken for tickets that accept stand-ins. */
    public boolean isFallback() {
        return isFallback;
    }

    /**
     * The member who takes a turn.
     *
     * @param turn 0 for the first turn of the epoch
     * @return empty if no member is eligible
     */
    public Optional<RotationMember> memberAt(long turn) {
        return isFallback ? Optional.empty() : pickAt(turn);
    }

    /**
     * The member who takes a turn, or stands in if no member is eligible.
     *
     * @param turn 0 for the first turn of the epoch
     * @return empty if no member can even stand in
     */
    public Optional<RotationMember> pickAt(long turn) {
        return deck.isEmpty() ? Optional.empty() : Optional.of(members.get(deck.pickAt(turn)));
    }

    /**
     * The turns taken in this epoch modulo the picks that give each member exactly its share; 0 if no member is
     * eligible.
     */
    public int currentPosition(long turns) {
        return weightSum == 0 ? 0 : (int) (turns % SmoothWeightedRoundRobin.blockLength(weights));
    }

    /**
     * The number of tickets that every member is owed after some turns, in {@link #TICKET} units; the sum is exactly 0.
     *
     * @param turns taken in this epoch; has no effect if no member can take turns
     */
    public List<Long> debts(long turns) {
        return weightSum == 0 ? carries : list(Apportionment.divide(keys(turns), weightSum));
    }

    /**
     * Every member as a turn sees it, in member order.
     *
     * @param turn 0 for the first turn of the epoch
     */
    public List<Candidate> candidates(long turn) {
        List<Long> credits = carries;
        if (weightSum > 0) {
            long[] keys = keys(turn);
            Arrays.setAll(keys, i -> keys[i] + weights[i] * TICKET);
            credits = list(Apportionment.divide(keys, weightSum));
        }
        List<Long> creditsOfTurn = credits;
        return IntStream.range(0, members.size())
                .mapToObj(i -> new Candidate(members.get(i), creditsOfTurn.get(i)))
                .toList();
    }

    /** Debts times the sum of weights. */
    private long[] keys(long turns) {
        int index = deck.indexOf(turns);
        long[] keys = longs(carries);
        Arrays.setAll(keys, i -> keys[i] * weightSum + index * weights[i] * TICKET);
        deck.picks().subList(0, index).forEach(picked -> keys[picked] -= weightSum * TICKET);
        return keys;
    }

    private static long[] longs(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    private static List<Long> list(long[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
