package dev.docket.server.rotations.deck;

import static dev.docket.server.rotations.deck.RotationEpoch.TICKET;
import static dev.docket.server.rotations.deck.RotationMember.eligible;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotationEpochTest {
    private static final RotationMember AWAY_A = new RotationMember("a", 1, Absence.OUT_OF_OFFICE);

    @Nested
    class First {
        @ParameterizedTest
        @CsvSource({"5 1 1, aabacaa", "3 2 1, abacba", "1 3, babb", "4 3 2 1, abcabdacba", "10, a", "2 2, ab"})
        void dealsOneCycleWithoutAPrefix(String weights, String picks) {
            RotationEpoch epoch = epoch(weights);
            assertThat(picks(epoch, epoch.deck().picks().size())).isEqualTo(picks);
            assertThat(epoch.deck().cycleStart()).isZero();
        }

        @Test
        void dealsNothingWithoutEligibleMembers() {
            RotationMember leaver = new RotationMember("a", 1, Absence.INACTIVE);
            RotationMember busy = new RotationMember("b", 1, Absence.AT_CAPACITY);
            for (List<RotationMember> members : List.of(List.<RotationMember>of(), List.of(leaver, busy))) {
                RotationEpoch epoch = RotationEpoch.first(members);
                assertThat(epoch.deck().isEmpty()).isTrue();
                assertThat(epoch.memberAt(0)).isEmpty();
                assertThat(epoch.currentPosition(3)).isZero();
                assertThat(epoch.debts(3))
                        .containsOnly(members.stream().map(member -> 0L).toArray(Long[]::new));
            }
        }

        @Test
        void dealsToMembersWhoAreAwayIfNoneIsAvailable() {
            RotationEpoch epoch = RotationEpoch.first(List.of(
                    AWAY_A,
                    new RotationMember("b", 2, Absence.UNAVAILABLE),
                    new RotationMember("c", 9, Absence.INACTIVE),
                    new RotationMember("d", 9, Absence.AT_CAPACITY)));

            assertThat(epoch.isFallback()).isTrue();
            assertThat(epoch.memberAt(0)).isEmpty();
            assertThat(IntStream.range(0, 6)
                            .mapToObj(turn -> epoch.pickAt(turn).orElseThrow().userId()))
                    .containsExactly("b", "a", "b", "b", "a", "b");
            assertThat(RotationEpoch.first(List.of(AWAY_A, eligible("b", 1))).isFallback())
                    .isFalse();
        }

        @Test
        void skipsMembersWhoAreNotEligible() {
            RotationEpoch epoch = RotationEpoch.first(List.of(AWAY_A, eligible("b", 1), eligible("c", 2)));
            assertThat(picks(epoch, 6)).isEqualTo("cbccbc");
        }

        @Test
        void refusesAUserTwiceAWeightOutOfRangeAndCarriesThatDoNotCancelOut() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RotationEpoch.first(List.of(eligible("a", 1), eligible("a", 2))));
            assertThatIllegalArgumentException().isThrownBy(() -> eligible("a", 0));
            assertThatIllegalArgumentException().isThrownBy(() -> eligible("a", 11));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RotationEpoch.of(List.of(eligible("a", 1)), List.of(1L)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RotationEpoch.of(List.of(eligible("a", 1)), List.of()));
        }
    }

    @Nested
    class Next {
        @Test
        void isTheSameEpochForTheSameMembersEvenBeforeEverySecondPick() {
            RotationEpoch epoch = epoch("5 1 1");
            StringBuilder picks = new StringBuilder();
            for (int turn = 0; turn < 14; turn++) {
                epoch = turn % 2 == 0 ? epoch.next(List.copyOf(epoch.members()), turn) : epoch;
                picks.append(epoch.memberAt(turn).orElseThrow().userId());
            }
            assertThat(picks).hasToString("aabacaaaabacaa");
        }

        @Test
        void carriesDebtsInTicketsRoundedToASumOfZero() {
            RotationEpoch epoch = epoch("1 1 1").next(members("10 10 10"), 1);
            assertThat(epoch.carries()).containsExactly(-666_666_666L, 333_333_333L, 333_333_333L);
            assertThat(picks(epoch, 5)).isEqualTo("bcabc");
        }

        @Test
        void dealsAPrefixThatWorksOffTheDebtsAndThenTheCycle() {
            RotationEpoch epoch = epoch("1 10").next(members("10 1"), 4);
            assertThat(epoch.carries()).containsExactly(363_636_364L, -363_636_364L);
            assertThat(picks(epoch, epoch.deck().picks().size())).isEqualTo("aaaaaaaaaba");
        }

        @Test
        void startsAJoiningMemberAtZeroAndSettlesTheDebtOfALeaverWithTheOtherSide() {
            // After one turn of 2, 1, 1 they are owed −1/2, 1/4, 1/4.
            assertThat(carriesOf("a", "b", "d")).containsExactly(-250_000_000L, 250_000_000L, 0L);
            assertThat(carriesOf("b", "c", "d")).containsExactly(0L, 0L, 0L);
            assertThat(carriesOf("d")).containsExactly(0L);
        }

        private List<Long> carriesOf(String... users) {
            List<RotationMember> edited =
                    Stream.of(users).map(user -> eligible(user, 3)).toList();
            return epoch("2 1 1").next(edited, 1).carries();
        }

        @Test
        void freezesTheDebtOfASkippedMemberSoThatItsReturnIsNoBurst() {
            RotationEpoch before = epoch("1 1 1");
            RotationEpoch away = before.next(List.of(AWAY_A, eligible("b", 1), eligible("c", 1)), 1);
            assertThat(away.debts(300).get(0)).isEqualTo(away.carries().get(0)).isEqualTo(-666_666_666L);
            RotationEpoch back = away.next(members("1 1 1"), 300);
            assertThat(picks(back, 9)).isEqualTo("bcabcabca");
        }
    }

    @Nested
    class Candidates {
        @Test
        void showTheCreditsTheTurnCompares() {
            RotationEpoch epoch = RotationEpoch.first(
                    List.of(eligible("a", 3), eligible("b", 1), new RotationMember("c", 1, Absence.INACTIVE)));
            assertThat(epoch.candidates(1).stream().map(Candidate::credit)).containsExactly(TICKET / 2, TICKET / 2, 0L);
            assertThat(epoch.candidates(2).stream().map(Candidate::credit))
                    .containsExactly(TICKET / 4, TICKET * 3 / 4, 0L);
            assertThat(epoch.memberAt(2)).contains(eligible("b", 1));
        }

        @Test
        void showTheCarriesOfAnEmptyPool() {
            RotationMember leaver = new RotationMember("a", 1, Absence.INACTIVE);

            assertThat(RotationEpoch.first(List.of(leaver)).candidates(0)).containsExactly(new Candidate(leaver, 0));
        }
    }

    @Test
    void currentPositionIsTheTurnsModuloTheCycle() {
        assertThat(epoch("5 1 1").currentPosition(7_000_003L)).isEqualTo(3);
        assertThat(epoch("2 2").currentPosition(3)).isEqualTo(1);
    }

    private static RotationEpoch epoch(String weights) {
        return RotationEpoch.first(members(weights));
    }

    private static List<RotationMember> members(String weights) {
        return RotationScript.members(
                Stream.of(weights.split(" ")).map(Integer::valueOf).toList());
    }

    private static String picks(RotationEpoch epoch, int turns) {
        return LongStream.range(0, turns)
                .mapToObj(turn -> epoch.memberAt(turn).orElseThrow().userId())
                .collect(Collectors.joining());
    }
}
