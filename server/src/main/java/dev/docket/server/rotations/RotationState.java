package dev.docket.server.rotations;

import dev.docket.server.rotations.deck.Candidate;
import dev.docket.server.rotations.deck.RotationEpoch;
import dev.docket.server.rotations.deck.RotationMember;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state of a rotation, from which the next turns follow if nothing else happens. It is pure, so that forecasting
 * turns and taking them are the same computation. Immutable.
 *
 * @param roster the members and their availability
 * @param epoch the epoch that turns are taken from, dealt for this roster
 * @param number of the epoch, from 1
 * @param turnsBefore turns taken before the epoch
 * @param turns taken so far, in all epochs
 * @param waiting number of tickets that wait for an available member
 */
record RotationState(Attendance roster, RotationEpoch epoch, int number, long turnsBefore, long turns, long waiting) {

    /**
     * @param number from 1, without a gap in its rotation
     * @param epoch the epoch that it is taken from
     */
    record Turn(long number, int epoch, String userId) {}

    /** The next turns, and the states of the rotation before each of them and after the last. */
    record Forecast(List<Turn> turns, List<RotationState> standings) {}

    /** The same rotation with {@code roster}: in a new epoch if that makes a difference to any member. */
    RotationState with(Attendance roster) {
        RotationEpoch next = epoch.next(roster.members(), turns - turnsBefore);
        return next == epoch
                ? new RotationState(roster, epoch, number, turnsBefore, turns, waiting)
                : new RotationState(roster, next, number + 1, turns, turns, waiting);
    }

    /** The user who takes the next turn, or stands in; empty if no member can. */
    Optional<String> next() {
        return epoch.pickAt(turns - turnsBefore).map(RotationMember::userId);
    }

    /** Every member as the next turn sees it. */
    List<Candidate> candidates() {
        return epoch.candidates(turns - turnsBefore);
    }

    int currentPosition() {
        return epoch.currentPosition(turns - turnsBefore);
    }

    /**
     * Computes the next turns, at most {@code atMost}. There are fewer if no member has room for another ticket, or if
     * only stand-ins have room.
     */
    Forecast course(int atMost) {
        List<Turn> taken = new ArrayList<>();
        List<RotationState> standings = new ArrayList<>(List.of(this));
        RotationState standing = this;
        while (taken.size() < atMost && standing.next().isPresent() && standing.isFallback() == isFallback()) {
            Turn turn = new Turn(
                    standing.turns + 1, standing.number, standing.next().get());
            taken.add(turn);
            standing = standing.after(turn);
            standings.add(standing);
        }
        return new Forecast(taken, standings);
    }

    boolean isFallback() {
        return epoch.isFallback();
    }

    private RotationState after(Turn turn) {
        RotationState after = new RotationState(roster, epoch, number, turnsBefore, turns + 1, waiting);
        return roster.hasCapacities() ? after.with(roster.withTicketFor(turn.userId())) : after;
    }
}
