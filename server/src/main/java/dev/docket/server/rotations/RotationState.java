package dev.docket.server.rotations;

import dev.docket.server.rotations.deck.Candidate;
import dev.docket.server.rotations.deck.RotationEpoch;
import dev.docket.server.rotations.deck.RotationMember;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a rotation stands, and from there the turns that come next if nothing else happens: pure, so that looking ahead and
 * taking turns are the same computation. Immutable.
 *
 * @param roster who is there
 * @param epoch what turns are taken from, dealt for this roster
 * @param number of the epoch, from 1
 * @param turnsBefore turns taken before the epoch
 * @param turns taken so far, in all epochs
 * @param waiting tickets that wait for somebody to be back
 */
record RotationState(Attendance roster, RotationEpoch epoch, int number, long turnsBefore, long turns, long waiting) {

    /**
     * @param number from 1, without a gap in its rotation
     * @param epoch what it is taken from
     */
    record Turn(long number, int epoch, String userId) {}

    /** The turns that come next, and where the rotation stands at each of them and after the last. */
    record Forecast(List<Turn> turns, List<RotationState> standings) {}

    /** The same rotation when {@code roster} is there: in a new epoch, if that makes a difference to anybody. */
    RotationState with(Attendance roster) {
        RotationEpoch next = epoch.next(roster.members(), turns - turnsBefore);
        return next == epoch
                ? new RotationState(roster, epoch, number, turnsBefore, turns, waiting)
                : new RotationState(roster, next, number + 1, turns, turns, waiting);
    }

    /** Who takes the next turn, or stands in; empty if nobody can. */
    Optional<String> next() {
        return epoch.pickAt(turns - turnsBefore).map(RotationMember::userId);
    }

    /** What the next turn sees of every member. */
    List<Candidate> candidates() {
        return epoch.candidates(turns - turnsBefore);
    }

    int currentPosition() {
        return epoch.currentPosition(turns - turnsBefore);
    }

    /**
     * At most so many turns: fewer if nobody has room for another ticket before, or if those who are there have not, and only
     * stand-ins are left.
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
