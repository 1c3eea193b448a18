package dev.docket.server.rotations.deck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The algorithm: each turn adds every weight to its member's credit, takes the member with the largest credit, and
 * subtracts the sum of weights from it. Order breaks ties.
 *
 * <p>A credit is kept as a <em>key</em>: the debt in {@link RotationEpoch#TICKET} units times the sum of weights, so
 * that integers of the epoch and the debts carried into it are compared without a division.
 */
final class SmoothWeightedRoundRobin {
    private SmoothWeightedRoundRobin() {}

    /**
     * Deals block by block. A block is the number of picks that gives each member exactly its share. A credit at the
     * start of a block differs from the one at the start of the epoch by whole tickets, and credits are bounded. So the
     * credits at the start of a block occur again at a later one, and from there on the picks repeat.
     *
     * <p>Measured over random debts within (k − 1)/2 of up to 40 members: the cycle is always a single block, and the
     * prefix has at most about as many blocks as the largest debt has tickets. So a deck needs no limit of its own.
     *
     * @param weights of the members, 0 for a member who takes no turns
     * @param carries debts at the start of the epoch, in {@link RotationEpoch#TICKET} units
     * @throws ArithmeticException if a debt is beyond any that picks can leave behind
     */
    static Deck deal(int[] weights, long[] carries) {
        int sum = Arrays.stream(weights).sum();
        if (sum == 0) {
            return Deck.EMPTY;
        }
        long[] keys = Arrays.stream(carries)
                .map(carry -> Math.multiplyExact(carry, sum))
                .toArray();
        List<Integer> picks = new ArrayList<>();
        Map<List<Long>, Integer> starts = new HashMap<>();
        while (true) {
            Integer seenAt = starts.putIfAbsent(Arrays.stream(keys).boxed().toList(), picks.size());
            if (seenAt != null) {
                return new Deck(picks, seenAt);
            }
            for (int turn = 0; turn < blockLength(weights); turn++) {
                picks.add(take(weights, sum, keys));
            }
        }
    }

    /**
     * The least number of picks that gives each member exactly its share: the sum of weights by their gcd; 0 without
     * members.
     */
    static int blockLength(int[] weights) {
        int gcd = Arrays.stream(weights).reduce(0, SmoothWeightedRoundRobin::gcd);
        return gcd == 0 ? 0 : Arrays.stream(weights).sum() / gcd;
    }

    private static int take(int[] weights, int sum, long[] keys) {
        int picked = -1;
        for (int i = 0; i < weights.length; i++) {
            keys[i] = Math.addExact(keys[i], weights[i] * RotationEpoch.TICKET);
            if (weights[i] > 0 && (picked < 0 || keys[i] > keys[picked])) {
                picked = i;
            }
        }
        keys[picked] = Math.subtractExact(keys[picked], sum * RotationEpoch.TICKET);
        return picked;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
