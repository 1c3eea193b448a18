package dev.docket.server.rotations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.docket.persistence.testing.TestDatabase;
import dev.docket.server.rotations.deck.Absence;
import dev.docket.server.rotations.deck.RotationEpoch;
import dev.docket.server.rotations.deck.RotationMember;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The stored state of a rotation: its epochs and the turns taken from it, as PostgreSQL committed them. */
public final class TakenTurns {

    private static final JsonMapper JSON = new JsonMapper();

    private final List<Dealt> epochs;
    private final List<Turn> turns;
    private final long counter;

    /** An epoch, and the number of turns taken before it. */
    public record Dealt(int number, long turnsBefore, RotationEpoch epoch) {}

    private record Turn(long number, int epoch, String assignee, String ticketAssignee) {}

    private TakenTurns(List<Dealt> epochs, List<Turn> turns, long counter) {
        this.epochs = epochs;
        this.turns = turns;
        this.counter = counter;
    }

    public static TakenTurns read(TestDatabase database, String account, String rotation) {
        return read(database::queryAsSuperuser, account, rotation);
    }

    /** @param query runs SQL and returns the rows of all accounts */
    public static TakenTurns read(Function<String, List<List<String>>> query, String account, String rotation) {
        String key = "account_id = '%s' AND rotation_id = '%s'".formatted(account, rotation);
        List<Dealt> epochs = query
                .apply("SELECT epoch, turns_before, members FROM docket.rotation_epochs WHERE %s ORDER BY epoch"
                        .formatted(key))
                .stream()
                .map(row -> new Dealt(Integer.parseInt(row.get(0)), Long.parseLong(row.get(1)), epoch(row.get(2))))
                .toList();
        List<Turn> turns = query.apply("""
                        SELECT a.turn, a.epoch, a.assigned_to, t.assigned_to
                          FROM docket.ticket_assignments a
                          JOIN docket.tickets t ON t.account_id = a.account_id AND t.id = a.ticket_id
                         WHERE a.reason = 'rotation' AND a.%s
                         ORDER BY a.turn
                        """.formatted(key.replace("AND ", "AND a."))).stream()
                .map(row -> new Turn(Long.parseLong(row.get(0)), Integer.parseInt(row.get(1)), row.get(2), row.get(3)))
                .toList();
        long counter = Long.parseLong(query.apply("SELECT turns FROM docket.rotation_turns WHERE " + key)
                .get(0)
                .get(0));
        return new TakenTurns(epochs, turns, counter);
    }

    private static RotationEpoch epoch(String json) {
        try {
            List<RotationMember> members = new ArrayList<>();
            List<Long> carries = new ArrayList<>();
            for (JsonNode member : JSON.readTree(json)) {
                members.add(new RotationMember(
                        member.get("user_id").asText(),
                        member.get("weight").asInt(),
                        member.hasNonNull("skipped")
                                ? Absence.valueOf(member.get("skipped").asText())
                                : null));
                carries.add(member.get("carry").asLong());
            }
            return RotationEpoch.of(members, carries);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public List<Dealt> epochs() {
        return epochs;
    }

    /** The users who took the turns, in order. */
    public List<String> assignees() {
        return turns.stream().map(Turn::assignee).toList();
    }

    /**
     * Asserts that there are this many turns, from 1 on without a gap, that each went to the member that its epoch
     * says, and that each epoch follows from the one before by the rules.
     */
    public void assertExact(int expected) {
        assertThat(counter).as("turns counted").isEqualTo(expected);
        assertThat(turns).as("turns recorded").hasSize(expected);
        for (int i = 0; i < expected; i++) {
            Turn turn = turns.get(i);
            assertThat(turn.number()).as("number of the turn").isEqualTo(i + 1);
            Dealt dealt = inForce(turn.number());
            assertThat(turn.epoch()).as("epoch of %s", turn).isEqualTo(dealt.number());
            assertThat(dealt.epoch().memberAt(turn.number() - 1 - dealt.turnsBefore()))
                    .as("member that %s is for", turn)
                    .map(RotationMember::userId)
                    .contains(turn.assignee());
            assertThat(turn.ticketAssignee())
                    .as("assignee of the ticket of %s", turn)
                    .isEqualTo(turn.assignee());
        }
        for (int i = 1; i < epochs.size(); i++) {
            Dealt before = epochs.get(i - 1);
            Dealt after = epochs.get(i);
            RotationEpoch next =
                    before.epoch().next(after.epoch().members(), after.turnsBefore() - before.turnsBefore());
            assertThat(after.number()).isEqualTo(before.number() + 1);
            assertThat(after.epoch().carries())
                    .as("carries of epoch %d", after.number())
                    .isEqualTo(next.carries());
        }
    }

    /** The last epoch that began before this turn. */
    private Dealt inForce(long turn) {
        return epochs.stream()
                .filter(dealt -> dealt.turnsBefore() < turn)
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new AssertionError("no epoch was dealt before turn " + turn));
    }
}
