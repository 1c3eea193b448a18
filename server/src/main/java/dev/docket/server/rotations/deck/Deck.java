package dev.docket.server.rotations.deck;

import java.util.List;

/**
 * The picks of an epoch, dealt ahead: a prefix that works off old debts once, and then a cycle that repeats forever.
 *
 * @param picks indices into the member list; empty if no member is eligible
 * @param cycleStart index in {@code picks} where the cycle begins; 0 without old debts
 */
public record Deck(List<Integer> picks, int cycleStart) {
    static final Deck EMPTY = new Deck(List.of(), 0);

    /** @throws IllegalArgumentException if the cycle does not begin inside the picks */
    public Deck {
        picks = List.copyOf(picks);
        if (cycleStart < 0 || cycleStart >= Math.max(1, picks.size())) {
            throw new IllegalArgumentException(
                    "cycleStart " + cycleStart + " is not within the " + picks.size() + " picks");
        }
    }

    public boolean isEmpty() {
        return picks.isEmpty();
    }

    /**
     * The index of the member who takes a turn.
     *
     * @param turn 0 for the first turn of the epoch
     * @throws IllegalStateException if the deck is empty
     */
    public int pickAt(long turn) {
        return picks.get(indexOf(turn));
    }

    /** The index in {@code picks} of a turn; every credit before that index is the credit before that turn. */
    int indexOf(long turn) {
        if (isEmpty()) {
            throw new IllegalStateException("no member is eligible");
        }
        if (turn < 0) {
            throw new IllegalArgumentException("turn must not be negative: " + turn);
        }
        return (int) (turn < picks.size() ? turn : cycleStart + (turn - cycleStart) % (picks.size() - cycleStart));
    }
}
