package dev.docket.server.rotations;

import static dev.docket.server.rotations.deck.RotationMember.eligible;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.docket.persistence.rotations.MemberSetupRow;
import dev.docket.persistence.rotations.RotationRow;
import dev.docket.server.rotations.TakenTurns.Dealt;
import dev.docket.server.rotations.deck.Absence;
import dev.docket.server.rotations.deck.RotationEpoch;
import dev.docket.server.rotations.deck.RotationMember;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Rotations as they are stored, compared with the pure {@link RotationEpoch}. */
class RotationsTest {

    private static final List<RotationMember> FIVE_ONE_ONE =
            List.of(eligible("a", 5), eligible("b", 1), eligible("c", 1));

    private Office office;

    @BeforeEach
    void open() {
        office = new Office();
        office.addAccount("acme");
        office.addUsers("acme", List.of("a", "b", "c", "d"));
        office.addRotation("acme", "r", FIVE_ONE_ONE);
    }

    @AfterEach
    void close() {
        office.close();
    }

    @Nested
    class Create {

        @Test
        void startsWithoutDebts() {
            Dealt first = office.turns("acme", "r").epochs().get(0);
            assertThat(first.number()).isEqualTo(1);
            assertThat(first.turnsBefore()).isZero();
            assertThat(first.epoch().members()).isEqualTo(FIVE_ONE_ONE);
            assertThat(first.epoch().carries()).containsOnly(0L);
            assertThat(take(14)).isEqualTo("aabacaaaabacaa");
            office.turns("acme", "r").assertExact(14);
        }

        @Test
        void rejectsAMemberThatIsNotAUserOfTheAccount() {
            office.addAccount("other");
            office.addUsers("other", List.of("stranger"));
            assertThatThrownBy(() -> office.one.database.write("acme", transaction -> {
                List<MemberSetupRow> members = List.of(new MemberSetupRow("stranger", 1));
                Rotations.add(
                        transaction, "acme", new RotationRow("s", "s", "active", members, 1, Office.NOW, Office.NOW));
                return null;
            }));
            assertThat(office.ask("SELECT count(*) FROM docket.ticket_rotations"))
                    .isEqualTo("1");
        }
    }

    @Nested
    class Change {

        @Test
        void carriesDebts() {
            RotationEpoch model = RotationEpoch.first(FIVE_ONE_ONE);
            take(1);
            List<RotationMember> members =
                    List.of(eligible("a", 1), new RotationMember("c", 4, Absence.OUT_OF_OFFICE), eligible("d", 2));
            office.one.change("acme", "r", members);

            model = model.next(members, 1);
            TakenTurns turns = office.turns("acme", "r");
            assertThat(turns.epochs()).hasSize(2);
            assertThat(turns.epochs().get(1).turnsBefore()).isEqualTo(1);
            assertThat(turns.epochs().get(1).epoch().carries())
                    .isEqualTo(model.carries())
                    .anyMatch(carry -> carry != 0);
            assertThat(take(20)).isEqualTo(picks(model, 20));
            office.turns("acme", "r").assertExact(21);
        }

        @Test
        void storesTheMembers() {
            office.one.change("acme", "r", List.of(eligible("d", 2), eligible("a", 1)));
            assertThat(office.testDatabase.queryAsSuperuser(
                            "SELECT place, user_id, weight FROM docket.rotation_members ORDER BY place"))
                    .containsExactly(List.of("0", "d", "2"), List.of("1", "a", "1"));
        }

        @Test
        void hasNoEffectIfNothingIsDifferent() {
            take(2);
            String before = everythingStored();
            office.one.change("acme", "r", List.copyOf(FIVE_ONE_ONE));
            office.other.change("acme", "r", new ArrayList<>(FIVE_ONE_ONE));
            assertThat(everythingStored()).isEqualTo(before);
            assertThat(take(5)).isEqualTo("bacaa");
        }

        @Test
        void beforeEveryTurnStarvesNoMember() {
            List<RotationMember> reversed = new ArrayList<>(FIVE_ONE_ONE);
            Collections.reverse(reversed);
            StringBuilder picks = new StringBuilder();
            for (int i = 0; i < 35; i++) {
                office.other.change("acme", "r", i % 2 == 0 ? reversed : FIVE_ONE_ONE);
                picks.append(take(1));
            }
            assertThat(picks.chars().filter(pick -> pick == 'a').count()).isBetween(24L, 26L);
            assertThat(picks.chars().filter(pick -> pick == 'b').count()).isBetween(4L, 6L);
            office.turns("acme", "r").assertExact(35);
        }

        @Test
        void leavesEverythingAsItWasIfAMemberIsNoUser() {
            take(2);
            String before = everythingStored();
            assertThatThrownBy(() -> office.one.change("acme", "r", List.of(eligible("nobody", 1))));
            assertThat(everythingStored()).isEqualTo(before);
        }

        private String everythingStored() {
            return office.ask("""
                    SELECT jsonb_build_array(
                               (SELECT jsonb_agg(m ORDER BY place) FROM docket.rotation_members m),
                               (SELECT jsonb_agg(e ORDER BY epoch) FROM docket.rotation_epochs e),
                               (SELECT jsonb_agg(t) FROM docket.rotation_turns t),
                               (SELECT jsonb_agg(c) FROM docket.account_counters c))
                    """);
        }
    }

    @Nested
    class AnEmptyPool {

        private final List<RotationMember> allAway = FIVE_ONE_ONE.stream()
                .map(member -> new RotationMember(member.userId(), member.weight(), Absence.INACTIVE))
                .toList();

        @Test
        void leavesTicketsUnassignedAndSaysSo() {
            take(1);
            office.one.change("acme", "r", allAway);
            assertThat(office.other.create("acme", "r").getAssignedTo()).isNull();
            assertThat(office.ask("""
                            SELECT jsonb_agg(jsonb_build_array(reason, assigned_to, rotation_id, turn) ORDER BY ticket_id)
                              FROM docket.ticket_assignments
                            """))
                    .isEqualTo("[[\"rotation\", \"a\", \"r\", 1], [\"empty_pool\", null, \"r\", null]]");
            office.turns("acme", "r").assertExact(1);
        }

        @Test
        void withoutAnyMemberLeavesThemUnassignedToo() {
            office.one.change("acme", "r", List.of());
            assertThat(take(2)).isEqualTo("--");
            office.one.change("acme", "r", FIVE_ONE_ONE);
            assertThat(take(5)).isEqualTo("bacaa");
            office.turns("acme", "r").assertExact(7);
        }

        @Test
        void changesNoDebt() {
            assertThat(take(3)).isEqualTo("aab");
            office.one.change("acme", "r", allAway);
            assertThat(take(2)).isEqualTo("--");
            office.one.change("acme", "r", FIVE_ONE_ONE);
            assertThat(take(2)).isEqualTo("aa");
            office.turns("acme", "r").assertExact(7);
        }

        /** With the history entry and the assignment record of every other assignment. */
        @Test
        void assignsWaitingTicketsToReturningMembersOldestFirst() {
            office.one.change("acme", "r", allAway);
            assertThat(take(5)).isEqualTo("-----");

            office.other.change("acme", "r", FIVE_ONE_ONE);

            assertThat(office.ask("SELECT string_agg(assigned_to, '' ORDER BY id) FROM docket.tickets"))
                    .isEqualTo("aabac");
            assertThat(office.ask("""
                            SELECT string_agg(concat_ws(' ', h.number, h.action, h.actor_id, h.after ->> 'assignedTo',
                                                        t.version, a.reason, a.turn, a.epoch), ', ' ORDER BY h.ticket_id)
                              FROM docket.ticket_history h
                              JOIN docket.tickets t ON t.id = h.ticket_id AND t.awaits_rotation_id IS NULL
                              JOIN docket.ticket_assignments a
                                ON a.ticket_id = h.ticket_id AND a.history_number = h.number
                             WHERE h.number > 1
                            """))
                    .isEqualTo("2 assigned rotation a 2 rotation 1 3, 2 assigned rotation a 2 rotation 2 3, "
                            + "2 assigned rotation b 2 rotation 3 3, 2 assigned rotation a 2 rotation 4 3, "
                            + "2 assigned rotation c 2 rotation 5 3");
            assertThat(take(2)).isEqualTo("aa");
            office.turns("acme", "r").assertExact(7);
        }
    }

    /** One character for each ticket: its assignee, or - for an unassigned one. */
    private String take(int tickets) {
        StringBuilder picks = new StringBuilder();
        for (int i = 0; i < tickets; i++) {
            String assignee =
                    (i % 2 == 0 ? office.one : office.other).create("acme", "r").getAssignedTo();
            picks.append(assignee == null ? "-" : assignee);
        }
        return picks.toString();
    }

    private static String picks(RotationEpoch epoch, int turns) {
        StringBuilder picks = new StringBuilder();
        for (int turn = 0; turn < turns; turn++) {
            picks.append(epoch.memberAt(turn).orElseThrow().userId());
        }
        return picks.toString();
    }
}
