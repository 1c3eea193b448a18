package dev.docket.server.tickets;

import static dev.docket.server.testing.TicketJson.ticket;
import static dev.docket.server.testing.TicketJson.ticketWith;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.demo.DemoData;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TicketTypeRows;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows that creating a ticket leaves in the database, in addition to its response. */
class TicketRecordTest {

    private static final String OF_THE_ROTATION = "{\"ticketTypeId\": \"terminal-support\"}";

    private static RunningServer server;
    private static ContractClient client;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        client = server.client();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void beginAnew() {
        server.testDatabase.executeAsSuperuser("""
                SET search_path = docket;
                TRUNCATE tickets CASCADE;
                UPDATE account_counters SET last_ticket_number = 0;
                UPDATE rotation_turns SET turns = 0, epoch = 1;
                DELETE FROM rotation_epochs WHERE epoch > 1;
                UPDATE ticket_rotations SET status = 'active';
                UPDATE accounts SET ticket_prefix = 'TKT';
                """);
    }

    private static Answer create(String json) {
        return client.post("/tickets", json).expect(201);
    }

    private static String count(String table) {
        return server.testDatabase
                .queryAsSuperuser("SELECT count(*) FROM docket." + table)
                .get(0)
                .get(0);
    }

    @Nested
    class History {

        @Test
        void beginsWithWhoCreatedTheTicketWhenAndHow() {
            ContractClient named = client.with("X-Request-Id", "a-sane.name_1");
            named.post("/tickets", ticket("""
                    {"ticketTypeId": "terminal-support", "priority": "high", "assignedTeamId": 7}""")).expect(201);

            List<List<String>> history = server.testDatabase.queryAsSuperuser("""
                    SELECT h.number, h.action, h.at = t.created_at, h.actor_name, k.name, h.request_id, h.before, h.after
                      FROM docket.ticket_history h
                      JOIN docket.tickets t ON t.account_id = h.account_id AND t.id = h.ticket_id
                      JOIN docket.tokens k ON k.id::text = h.actor_id
                    """);

            assertThat(history).hasSize(1);
            assertThat(history.get(0).subList(0, 7))
                    .containsExactly("1", "created", "t", "test", "test", "a-sane.name_1", "{}");
            assertThatJson(history.get(0).get(7)).isEqualTo("""
                    {
                      "status": "open",
                      "priority": "high",
                      "category": "technical",
                      "source": "phone",
                      "ticketTypeId": "terminal-support",
                      "assignedTo": "u-ana",
                      "assignedTeamId": 7
                    }""");
        }

        @Test
        void hasTheRequestIdOfTheAnswer() {
            String requestId = create(ticket()).header("X-Request-Id");

            assertThat(server.testDatabase.queryAsSuperuser("SELECT request_id FROM docket.ticket_history"))
                    .containsExactly(List.of(requestId));
        }
    }

    @Nested
    class Assignment {

        private static List<List<String>> assignments() {
            return server.testDatabase.queryAsSuperuser("""
                    SELECT reason, assigned_to, rotation_id, epoch, turn
                      FROM docket.ticket_assignments
                     ORDER BY ticket_id
                    """);
        }

        @Test
        void isRecordedAsATurnOfTheRotation() {
            for (int turn = 1; turn <= 7; turn++) {
                create(ticket(OF_THE_ROTATION));
            }

            assertThat(assignments())
                    .containsExactly(
                            List.of("rotation", "u-ana", "terminal-support", "1", "1"),
                            List.of("rotation", "u-ana", "terminal-support", "1", "2"),
                            List.of("rotation", "u-ben", "terminal-support", "1", "3"),
                            List.of("rotation", "u-ana", "terminal-support", "1", "4"),
                            List.of("rotation", "u-cho", "terminal-support", "1", "5"),
                            List.of("rotation", "u-ana", "terminal-support", "1", "6"),
                            List.of("rotation", "u-ana", "terminal-support", "1", "7"));
        }

        @Test
        void isRecordedAsMadeByHandAndTakesNoTurn() {
            Answer byHand = create(ticket("""
                    {"ticketTypeId": "terminal-support", "assignedTo": "u-cho"}"""));
            Answer byRotation = create(ticket(OF_THE_ROTATION));

            assertThat(byHand.json().get("assignedTo").asText()).isEqualTo("u-cho");
            assertThat(byRotation.json().get("assignedTo").asText()).isEqualTo("u-ana");
            assertThat(assignments().get(0)).containsExactly("manual", "u-cho", null, null, null);
            assertThat(assignments().get(1)).containsExactly("rotation", "u-ana", "terminal-support", "1", "1");
        }

        @Test
        void isRecordedIfNoMemberCouldTakeATurn() {
            server.testDatabase.executeAsSuperuser("UPDATE docket.users SET is_active = false WHERE id = 'u-ana'");
            server.client().patch("/ticket-rotations/terminal-support", """
                            {"userRotationArray": [{"userId": "u-ana"}]}""").expect(200);

            Answer answer = create(ticket(OF_THE_ROTATION));

            assertThat(answer.json().has("assignedTo")).isFalse();
            assertThat(assignments().get(0)).containsExactly("empty_pool", null, "terminal-support", "2", null);
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "{\"ticketTypeId\": \"general-question\"}", "{\"assignedTeamId\": 7}"})
        void isNotRecordedWhereThereWasNone(String given) {
            Answer answer = create(ticket(given));

            assertThat(answer.json().has("assignedTo")).isFalse();
            assertThat(assignments()).isEmpty();
        }

        @Test
        void isNotMadeByARotationOfATypeThatDoesNotAssign() {
            server.add(TicketTypeRows.typeOf("by-hand", "terminal-support", false));

            assertThat(create(ticketWith("ticketTypeId", "by-hand")).json().has("assignedTo"))
                    .isFalse();
            assertThat(assignments()).isEmpty();
        }

        @Test
        void isNotMadeByARotationThatIsNotActive() {
            server.testDatabase.executeAsSuperuser(
                    "SET search_path = docket; UPDATE ticket_rotations SET status = 'inactive'");

            assertThat(create(ticket(OF_THE_ROTATION)).json().has("assignedTo")).isFalse();
            assertThat(assignments()).isEmpty();
        }
    }

    @Nested
    class Refused {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"ticketTypeId\": \"terminal-support\", \"subject\": \"\"}",
                    "{\"ticketTypeId\": \"terminal-support\", \"requesterEmail\": \"\"}",
                    "{\"ticketTypeId\": \"terminal-support\", \"merchantId\": 77}",
                    "{\"ticketTypeId\": \"terminal-support\", \"customFields\": {\"serialNumber\": \"?\"}}",
                })
        void leavesNothingBehind(String mistake) {
            create(ticket(OF_THE_ROTATION));

            client.post("/tickets", ticket(mistake)).expect(400);

            for (String table : List.of("tickets", "ticket_history", "ticket_assignments")) {
                assertThat(count(table)).as(table).isEqualTo("1");
            }
            assertThatJson(create(ticket(OF_THE_ROTATION)).only("ticketNumber", "assignedTo"))
                    .isEqualTo("{\"ticketNumber\": \"TKT-2\", \"assignedTo\": \"u-ana\"}");
            assertThat(server.testDatabase.queryAsSuperuser("SELECT turns FROM docket.rotation_turns"))
                    .containsExactly(List.of("2"));
        }

        @Test
        void leavesNothingBehindIfItFailsInTheEnd() {
            create(ticket(OF_THE_ROTATION));
            server.testDatabase.executeAsSuperuser(
                    "ALTER TABLE docket.ticket_assignments ADD CONSTRAINT broken CHECK (turn IS NULL) NOT VALID");
            client.post("/tickets", ticket(OF_THE_ROTATION)).expect(500);
            server.testDatabase.executeAsSuperuser("ALTER TABLE docket.ticket_assignments DROP CONSTRAINT broken");

            assertThat(count("tickets")).isEqualTo("1");
            assertThat(create(ticket(OF_THE_ROTATION))
                            .json()
                            .get("ticketNumber")
                            .asText())
                    .isEqualTo("TKT-2");
            assertThat(server.testDatabase.queryAsSuperuser("SELECT turns FROM docket.rotation_turns"))
                    .containsExactly(List.of("2"));
        }
    }

    @Nested
    class Numbers {

        @Test
        void areConsecutiveInEachAccountAndAllIdsAreUnique() {
            ContractClient other = server.clientOf(DemoData.OTHER_ACCOUNT);
            List<String> numbers = new ArrayList<>();
            List<String> others = new ArrayList<>();
            List<String> uniqueIds = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Answer ours = create(ticket());
                Answer theirs = other.post("/tickets", ticket()).expect(201);
                numbers.add(ours.json().get("ticketNumber").asText());
                others.add(theirs.json().get("ticketNumber").asText());
                uniqueIds.add(ours.json().get("uniqueId").asText());
                uniqueIds.add(theirs.json().get("uniqueId").asText());
            }

            assertThat(numbers).containsExactly("TKT-1", "TKT-2", "TKT-3");
            assertThat(others).containsExactly("TKT-1", "TKT-2", "TKT-3");
            assertThat(uniqueIds).doesNotHaveDuplicates();
        }

        @Test
        void beginWithThePrefixOfTheAccount() {
            server.testDatabase.executeAsSuperuser(
                    "SET search_path = docket; UPDATE accounts SET ticket_prefix = 'HELP' WHERE account_id = '2311'");

            assertThat(create(ticket()).json().get("ticketNumber").asText()).isEqualTo("HELP-1");
        }
    }
}
