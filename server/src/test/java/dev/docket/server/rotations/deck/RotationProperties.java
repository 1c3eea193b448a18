package dev.docket.server.rotations.deck;

import static dev.docket.server.rotations.deck.RotationEpoch.TICKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.docket.server.rotations.deck.NaiveRotation.AtEdit;
import dev.docket.server.rotations.deck.RotationScript.Stretch;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

@Tag("random")
class RotationProperties {
    @Provide
    Arbitrary<RotationScript> scripts() {
        return RotationScript.any();
    }

    @Property(tries = 500)
    void aCycleGivesEveryoneExactlyItsShare(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 10) Integer> weights) {
        Deck deck = RotationEpoch.first(RotationScript.members(weights)).deck();
        int gcd = weights.stream()
                .map(BigInteger::valueOf)
                .reduce(BigInteger.ZERO, BigInteger::gcd)
                .intValue();
        assertThat(deck.cycleStart()).isZero();
        for (int i = 0; i < weights.size(); i++) {
            assertThat(Collections.frequency(deck.picks(), i)).isEqualTo(weights.get(i) / gcd);
        }
    }

    @Property(tries = 500)
    void noMemberIsEverAheadByMoreThanOneMinusItsShare(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 10) Integer> weights) {
        assertThat(extremes(weights)[0]).isGreaterThanOrEqualTo(-(1 - 1.0 / weights.size()) - 1e-9);
    }

    /** All weights in all orders, because the order breaks ties and so decides which member is behind. */
    @Example
    void theBoundsOfBeingBehindAndAheadHoldForAllWeightsOfUpToFiveMembersAndAreReached() {
        double[] behind = new double[6];
        double[] ahead = new double[6];
        for (int code = 0; code < 111_110; code++) {
            List<Integer> weights = new ArrayList<>();
            for (int rest = code; rest > 0; rest = (rest - 1) / 10) {
                weights.add(1 + (rest - 1) % 10);
            }
            if (weights.size() >= 2) {
                double[] extremes = extremes(weights);
                ahead[weights.size()] = Math.max(ahead[weights.size()], -extremes[0]);
                behind[weights.size()] = Math.max(behind[weights.size()], extremes[1]);
            }
        }
        assertThat(behind).containsExactly(new double[] {0, 0, 0.5, 17.0 / 21, 0.95, 1.0}, within(1e-9));
        assertThat(ahead).containsExactly(new double[] {0, 0, 1 / 2.0, 2 / 3.0, 3 / 4.0, 4 / 5.0}, within(1e-9));
    }

    /** The least and the largest debt in a cycle, in tickets. */
    private static double[] extremes(List<Integer> weights) {
        Deck deck = RotationEpoch.first(RotationScript.members(weights)).deck();
        int sum = weights.stream().mapToInt(Integer::intValue).sum();
        int[] credits = new int[weights.size()];
        int least = 0;
        int largest = 0;
        for (int picked : deck.picks()) {
            Arrays.setAll(credits, i -> credits[i] + weights.get(i));
            credits[picked] -= sum;
            for (int credit : credits) {
                least = Math.min(least, credit);
                largest = Math.max(largest, credit);
            }
        }
        return new double[] {(double) least / sum, (double) largest / sum};
    }

    @Property
    void nothingIsLostOrInvented(@ForAll("scripts") RotationScript script) {
        forEachEpoch(script, (epoch, turns) -> {
            for (int turn = 0; turn <= turns; turn++) {
                assertThat(sum(epoch.debts(turn).stream())).isZero();
                if (!epoch.deck().isEmpty()) {
                    assertThat(sum(epoch.candidates(turn).stream().map(Candidate::credit)))
                            .isEqualTo(TICKET);
                }
            }
        });
    }

    @Property
    void theDeckIsTheAlgorithmStepByStep(@ForAll("scripts") RotationScript script) {
        forEachEpoch(script, (epoch, turns) -> {
            StepByStep reference = new StepByStep(epoch);
            for (int turn = 0; turn < 2 * epoch.deck().picks().size(); turn++) {
                List<Candidate> candidates = epoch.candidates(turn);
                RotationMember picked = epoch.pickAt(turn).orElseThrow();
                assertThat(picked).isEqualTo(epoch.members().get(reference.take()));
                assertThat(candidates.get(epoch.members().indexOf(picked)).credit())
                        .isEqualTo(candidates.stream()
                                .filter(candidate -> share(epoch, candidate.member()) > 0)
                                .mapToLong(Candidate::credit)
                                .max()
                                .orElseThrow());
                reference.assertCloseTo(epoch.debts(turn + 1));
            }
        });
    }

    /** Old debts are worked off within a few blocks; then the cycle is one block. */
    @Property
    void aDeckIsShort(@ForAll("scripts") RotationScript script) {
        forEachEpoch(script, (epoch, turns) -> {
            int block = SmoothWeightedRoundRobin.blockLength(epoch.members().stream()
                    .mapToInt(member -> share(epoch, member))
                    .toArray());
            assertThat(epoch.deck().picks().size() - epoch.deck().cycleStart()).isEqualTo(block);
            assertThat(epoch.deck().cycleStart()).isLessThanOrEqualTo(4 * block);
        });
    }

    @Property
    void aStoredEpochIsTheSameEpoch(@ForAll("scripts") RotationScript script) {
        forEachEpoch(
                script,
                (epoch, turns) -> assertThat(RotationEpoch.of(epoch.members(), epoch.carries())
                                .deck())
                        .isEqualTo(epoch.deck()));
    }

    @Property(tries = 300)
    void noMemberIsTwoTicketsFromThePiecewiseIdeal(@ForAll("scripts") RotationScript script) {
        IdealLedger ledger = new IdealLedger();
        forEachEpoch(script, (epoch, turns) -> {
            ledger.edit(epoch.members());
            for (int turn = 0; turn < turns; turn++) {
                epoch.memberAt(turn).ifPresent(member -> ledger.serve(member.userId()));
            }
            for (int i = 0; i < epoch.members().size(); i++) {
                assertThat((double) epoch.debts(turns).get(i) / TICKET)
                        .isCloseTo(ledger.deviation(epoch.members().get(i).userId()), within(1e-6));
            }
        });
        assertThat(ledger.worst()).isLessThan(2);
    }

    @Property(tries = 300)
    void aDebtIsAtMostHalfOfTheOthers(@ForAll("scripts") RotationScript script) {
        int most = script.stretches().stream()
                .mapToInt(stretch -> stretch.members().size())
                .max()
                .orElseThrow();
        long roundings = script.edits().size() + 1;
        forEachEpoch(script, (epoch, turns) -> {
            for (int turn = 0; turn <= turns; turn++) {
                assertThat(epoch.debts(turn)).allMatch(debt -> Math.abs(debt) <= (most - 1) * TICKET / 2 + roundings);
            }
        });
    }

    /** From 12 members on: every picked member goes absent at once. No online rule avoids this. */
    @Example
    void manyAbsencesInARowCanPassTwoTickets() {
        RotationEpoch epoch = RotationEpoch.first(RotationScript.members(Collections.nCopies(12, 1)));
        for (int absent = 0; absent < 11; absent++) {
            List<RotationMember> members = new ArrayList<>(epoch.members());
            int picked = epoch.deck().pickAt(0);
            members.set(picked, new RotationMember(members.get(picked).userId(), 1, Absence.OUT_OF_OFFICE));
            epoch = epoch.next(members, 1);
        }
        assertThat((double) Collections.max(epoch.carries()) / TICKET).isBetween(2.1, 2.11);
    }

    /**
     * Two are away while two others stand in by turns and leave; one is owed half a ticket, the other has had half a
     * ticket too many.
     */
    @Example
    void membersWhoAreAwayInheritNothing() {
        RotationEpoch epoch = RotationEpoch.first(List.of(away("a", 1), away("z", 1)));
        for (int round = 0; round < 6; round++) {
            RotationMember first = RotationMember.eligible("first" + round, 1);
            RotationMember second = RotationMember.eligible("second" + round, 1);
            epoch = epoch.next(List.of(away("a", 1), away("z", 1), first, second), 0)
                    .next(List.of(away("a", 10), away("z", 1), first), 1)
                    .next(List.of(away("a", 1), away("z", 10)), 0);
        }
        assertThat(epoch.carries()).containsExactly(0L, 0L);
    }

    private static RotationMember away(String userId, int weight) {
        return new RotationMember(userId, weight, Absence.OUT_OF_OFFICE);
    }

    @Example
    void weightUnitsKeptOverAnEditAreUnfairAndDebtsInTicketsAreNot() {
        List<Stretch> script = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            script.add(new Stretch(RotationScript.members(List.of(10, 10, 10)), 1));
            script.add(new Stretch(RotationScript.members(List.of(1, 1, 1)), 25));
        }
        assertThat(worst(script, new NaiveRotation(AtEdit.KEEP_WEIGHT_UNITS))).isGreaterThan(5);
        assertThat(worst(script)).isLessThan(1);
    }

    @Example
    void creditsResetAtAnEditStarveMembersAndDebtsInTicketsDoNot() {
        List<Stretch> script = new ArrayList<>();
        for (int round = 0; round < 50; round++) {
            script.add(new Stretch(RotationScript.members(List.of(5, 1, 1 + round % 2)), 2));
        }
        assertThat(worst(script, new NaiveRotation(AtEdit.RESET))).isGreaterThan(12);
        assertThat(worst(script)).isLessThan(1);
    }

    @Example
    void aReSaveBeforeEverySecondPickStarvesMembersOnlyIfItResets() {
        List<Stretch> script = Collections.nCopies(50, new Stretch(RotationScript.members(List.of(5, 1, 1)), 2));
        assertThat(worst(script, new NaiveRotation(AtEdit.RESET))).isGreaterThan(12);
        assertThat(worst(script)).isLessThan(1);
    }

    private static double worst(List<Stretch> script, NaiveRotation rotation) {
        IdealLedger ledger = new IdealLedger();
        for (Stretch stretch : script) {
            rotation.edit(stretch.members());
            ledger.edit(stretch.members());
            for (int turn = 0; turn < stretch.turns(); turn++) {
                ledger.serve(rotation.take());
            }
        }
        return ledger.worst();
    }

    private static double worst(List<Stretch> script) {
        IdealLedger ledger = new IdealLedger();
        RotationEpoch epoch = RotationEpoch.first(script.get(0).members());
        int turns = 0;
        for (Stretch stretch : script) {
            RotationEpoch next = epoch.next(stretch.members(), turns);
            turns = next == epoch ? turns : 0;
            epoch = next;
            ledger.edit(epoch.members());
            for (int turn = 0; turn < stretch.turns(); turn++) {
                ledger.serve(epoch.memberAt(turns++).orElseThrow().userId());
            }
        }
        return ledger.worst();
    }

    private interface EpochCheck {
        void accept(RotationEpoch epoch, int turns);
    }

    /**
     * Calls {@code check} with each epoch of a script and the turns taken in it; edits that change nothing start no
     * epoch.
     */
    private static void forEachEpoch(RotationScript script, EpochCheck check) {
        RotationEpoch epoch = RotationEpoch.first(script.start());
        int turns = 0;
        for (Stretch stretch : script.stretches()) {
            RotationEpoch next = epoch.next(stretch.members(), turns);
            if (next != epoch) {
                check.accept(epoch, turns);
                epoch = next;
                turns = 0;
            }
            // In a fallback a member takes a turn only if the ticket type asks for it, which no type here does.
            turns += epoch.isFallback() ? 0 : stretch.turns();
        }
        check.accept(epoch, turns);
    }

    /** The weight of a member who takes turns or, if no member is available, stands in; else 0. */
    private static int share(RotationEpoch epoch, RotationMember member) {
        return member.isEligible() || (epoch.isFallback() && member.canStandIn()) ? member.weight() : 0;
    }

    private static long sum(Stream<Long> values) {
        return values.mapToLong(Long::longValue).sum();
    }

    /** The algorithm without a deck and with unlimited numbers: debts times the sum of weights. */
    private static final class StepByStep {
        private final List<Integer> shares;
        private final BigInteger sum;
        private final BigInteger[] keys;

        StepByStep(RotationEpoch epoch) {
            shares =
                    epoch.members().stream().map(member -> share(epoch, member)).toList();
            sum = BigInteger.valueOf(
                    shares.stream().mapToLong(Integer::longValue).sum());
            keys = epoch.carries().stream()
                    .map(carry -> sum.multiply(BigInteger.valueOf(carry)))
                    .toArray(BigInteger[]::new);
        }

        int take() {
            int picked = -1;
            for (int i = 0; i < keys.length; i++) {
                if (shares.get(i) > 0) {
                    keys[i] = keys[i].add(BigInteger.valueOf(shares.get(i) * TICKET));
                    picked = picked < 0 || keys[i].compareTo(keys[picked]) > 0 ? i : picked;
                }
            }
            keys[picked] = keys[picked].subtract(sum.multiply(BigInteger.valueOf(TICKET)));
            return picked;
        }

        void assertCloseTo(List<Long> debts) {
            for (int i = 0; i < keys.length; i++) {
                assertThat(debts.get(i)).isCloseTo(keys[i].divide(sum).longValueExact(), within(1L));
            }
        }
    }
}
