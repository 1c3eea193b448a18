package dev.docket.server.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.demo.DemoData;
import dev.docket.server.rotations.Crowd;
import dev.docket.server.rotations.TakenTurns;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Tickets created at once over HTTP, on two nodes with one database. Ana, Ben and Cho take turns by 5, 1, 1. */
class CreateTicketConcurrencyTest {

    private static final String TICKET = """
            {"ticketTypeId": "terminal-support", "subject": "S", "description": "D", "category": "technical",
             "source": "phone", "requesterId": "1001", "requesterType": "merchant"}
            """;
    private static final String OF_UNKNOWN_MERCHANT = TICKET.replace("1001", "9999");
    private static final String FOR_BEN = TICKET.replaceFirst("\\{", "{\"assignedTo\": \"u-ben\", ");
    private static final List<String> CYCLE = List.of("u-ana", "u-ana", "u-ben", "u-ana", "u-cho", "u-ana", "u-ana");

    private RunningServer one;
    private RunningServer other;
    private List<ContractClient> nodes;

    @BeforeEach
    void start() {
        one = RunningServer.start();
        other = one.beside();
        nodes = List.of(one.client(), other.client());
    }

    @AfterEach
    void stop() {
        other.close();
        one.close();
    }

    @Test
    void givesTurnsInTheOrderOfTheRotation() throws Exception {
        List<Answer> answers = createAtOnce(16, 40, List.of(TICKET));
        assertThat(answers).extracting(Answer::status).containsOnly(201);
        assertTurns(640);
        assertNumbers(answers, 640);
    }

    @Test
    void givesNoTurnAndNoNumberToRejectedTicketsAndNoTurnToAssignedOnes() throws Exception {
        List<Answer> answers = createAtOnce(12, 20, List.of(TICKET, OF_UNKNOWN_MERCHANT, TICKET, FOR_BEN));
        assertThat(answers.stream().filter(answer -> answer.status() == 400)).hasSize(60);
        List<Answer> created =
                answers.stream().filter(answer -> answer.status() == 201).toList();
        assertThat(created).hasSize(180);
        assertTurns(120);
        assertNumbers(created, 180);
    }

    /** A change stored by one node applies to the very next request of the other, whose cache is out of date. */
    @Nested
    class ChangesOfTheConfiguration {

        @BeforeEach
        void fillTheCaches() {
            assertThat(create(0)).isEqualTo("u-ana");
            assertThat(create(1)).isEqualTo("u-ana");
        }

        @Test
        void turnARotationOffAndOn() {
            change("UPDATE ticket_rotations SET status = 'inactive'");
            assertThat(create(1)).isNull();
            assertThat(create(0)).isNull();
            change("UPDATE ticket_rotations SET status = 'active'");
            assertThat(create(0)).isEqualTo("u-ben");
            assertThat(create(1)).isEqualTo("u-ana");
        }

        @Test
        void turnAutomaticAssignmentOff() {
            change("UPDATE ticket_types SET auto_assignment_enabled = false");
            assertThat(create(1)).isNull();
        }

        @Test
        void turnATypeOffAndOn() {
            change("UPDATE ticket_types SET is_active = false");
            assertThat(refusal(1, 400)).isEqualTo("/ticketTypeId inactive_reference");
            change("UPDATE ticket_types SET is_active = true");
            // Although this node has only rejected requests since.
            assertThat(create(1)).isEqualTo("u-ben");
        }

        @Test
        void requireAFieldAndNoMore() {
            change("""
                    INSERT INTO ticket_type_versions (account_id, ticket_type_id, version, custom_fields, created_at)
                    VALUES ('2311', 'terminal-support', 2,
                            '[{"name": "store", "type": "text", "required": "create"}]', now());
                    UPDATE ticket_types SET version = 2 WHERE id = 'terminal-support'
                    """);
            assertThat(refusal(1, 400)).isEqualTo("/customFields/store required");
            change("UPDATE ticket_types SET version = 1 WHERE id = 'terminal-support'");
            assertThat(create(1)).isEqualTo("u-ben");
        }

        @Test
        void askForPermissionsAndNoMore() {
            change("UPDATE ticket_types SET required_permissions = '{vault:open}'");
            nodes.get(1).post("/tickets", TICKET).expect(403);
            change("UPDATE ticket_types SET required_permissions = '{}'");
            assertThat(create(1)).isEqualTo("u-ben");
        }

        @Test
        void addAType() {
            change("""
                    INSERT INTO ticket_types (account_id, id, name, version, created_at, updated_at)
                    VALUES ('2311', 'new', 'New', 1, now(), now());
                    INSERT INTO ticket_type_versions VALUES ('2311', 'new', 1, '[]', now())
                    """);
            nodes.get(1)
                    .post("/tickets", TICKET.replace("terminal-support", "new"))
                    .expect(201);
        }

        /** The control: the cache is indeed out of date, and only the version shows it. */
        @Test
        void wouldBeUnseenIfTheyDidNotRaiseTheVersion() {
            change("""
                    ALTER TABLE ticket_rotations DISABLE TRIGGER bump_configuration;
                    UPDATE ticket_rotations SET status = 'inactive'
                    """);
            assertThat(create(1)).isEqualTo("u-ben");
        }

        private void change(String sql) {
            one.testDatabase.executeAsSuperuser("SET search_path = docket; " + sql);
        }

        private String create(int node) {
            return nodes.get(node)
                    .post("/tickets", TICKET)
                    .expect(201)
                    .json()
                    .path("assignedTo")
                    .textValue();
        }

        private String refusal(int node, int status) {
            var error = nodes.get(node)
                    .post("/tickets", TICKET)
                    .expect(status)
                    .json()
                    .at("/errors/0");
            return error.path("pointer").asText() + " " + error.path("code").asText();
        }
    }

    /** Each thread posts the bodies in turn, to the nodes in turn. */
    private List<Answer> createAtOnce(int threads, int requests, List<String> bodies) throws Exception {
        return Crowd.of(threads, number -> {
                    List<Answer> answers = new ArrayList<>();
                    for (int i = 0; i < requests; i++) {
                        answers.add(nodes.get((number + i) % 2).post("/tickets", bodies.get(i % bodies.size())));
                    }
                    return answers;
                })
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private void assertTurns(int expected) {
        TakenTurns turns = TakenTurns.read(one.testDatabase, DemoData.ACCOUNT, "terminal-support");
        turns.assertExact(expected);
        assertThat(turns.assignees())
                .isEqualTo(IntStream.range(0, expected)
                        .mapToObj(turn -> CYCLE.get(turn % CYCLE.size()))
                        .toList());
    }

    private static void assertNumbers(List<Answer> created, int expected) {
        assertThat(created)
                .extracting(answer -> answer.json().get("ticketNumber").asText())
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, expected)
                        .mapToObj(number -> "TKT-" + number)
                        .toList());
    }
}
