package dev.docket.server.rotations;

import static dev.docket.server.testing.TicketJson.ticketWith;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operations on rotations over HTTP. */
class TicketRotationsTest {

    private static final String PATH = "/ticket-rotations/terminal-support";

    private static RunningServer server;

    private String account;
    private ContractClient client;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void begin() {
        account = server.nextDemo();
        client = server.clientOf(account);
    }

    /** The assignees of this number of new tickets, as the last characters of their user ids. */
    private List<String> take(int tickets) {
        List<String> assignees = new ArrayList<>();
        for (int i = 0; i < tickets; i++) {
            assignees.add(client.post("/tickets", ticketWith("ticketTypeId", "terminal-support"))
                    .expect(201)
                    .json()
                    .path("assignedTo")
                    .asText("nobody"));
        }
        return assignees;
    }

    private List<String> next(int turns) {
        return client.get(PATH + "/next-user?turns=" + turns)
                .expect(200)
                .json()
                .get("turns")
                .findValuesAsText("userId");
    }

    @Nested
    class Create {

        @Test
        void servesTheTicketTypeThatItIsFor() {
            Answer created = client.post("/ticket-rotations", """
                    {
                      "id": "questions",
                      "name": "Questions",
                      "ticketTypeId": "general-question",
                      "userRotationArray": [
                        {"userId": "u-ben", "weight": 1, "email": "ignored", "name": "ignored"},
                        {"userId": "u-cho", "weight": 3, "maxOpenTickets": 100}
                      ]
                    }""").expect(201);

            assertThat(created.header("Location")).isEqualTo("/ticket-rotations/questions");
            assertThatJson(created.body()).isEqualTo("""
                    {
                      "id": "questions",
                      "name": "Questions",
                      "ticketTypeId": "general-question",
                      "ticketTypeIds": ["general-question"],
                      "status": "active",
                      "userRotationArray": [
                        {"userId": "u-ben", "email": "ben@harborcards.example", "name": "Ben Abara", "weight": 1},
                        {"userId": "u-cho", "email": "cho@harborcards.example", "name": "Cho Lin", "weight": 3,
                         "maxOpenTickets": 100, "openTickets": 0}
                      ],
                      "currentPosition": 0,
                      "turns": 0,
                      "waitingTickets": 0,
                      "createdAt": "2026-03-06T21:30:00Z",
                      "updatedAt": "2026-03-06T21:30:00Z"
                    }""");
            assertThat(client.get("/ticket-types/general-question")
                            .json()
                            .get("rotationId")
                            .asText())
                    .isEqualTo("questions");

            client.patch("/ticket-types/general-question", "{\"autoAssignmentEnabled\": true}")
                    .expect(200);
            assertThat(client.post("/tickets", ticketWith("ticketTypeId", "general-question"))
                            .json()
                            .get("assignedTo")
                            .asText())
                    .isEqualTo("u-cho");
        }

        @Test
        void makesAnIdAndGivesAWeightOfOne() {
            JsonNode created = client.post("/ticket-rotations", """
                            {"name": "R", "userRotationArray": [{"userId": "u-ana"}]}""").expect(201).json();

            assertThat(created.get("id").asText()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7.*");
            assertThat(created.get("userRotationArray").get(0).get("weight").asInt())
                    .isEqualTo(1);
            assertThat(created.has("ticketTypeId")).isFalse();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "[]                                                    | /userRotationArray too_short",
                    "[{'userId': 'u-absent'}]                              | /userRotationArray/0/userId unknown_reference",
                    "[{'userId': 'u-ana'}, {'userId': 'u-ana'}]            | /userRotationArray/1/userId contradiction",
                    "[{'userId': 'u-ana', 'weight': 0}]                    | /userRotationArray/0/weight out_of_range",
                    "[{'userId': 'u-ana', 'weight': 11}]                   | /userRotationArray/0/weight out_of_range",
                    "[{'userId': 'u-ana', 'weight': 1.5}]                  | /userRotationArray/0/weight wrong_type",
                    "[{'userId': 'u-ana', 'maxOpenTickets': 0}]            | /userRotationArray/0/maxOpenTickets out_of_range",
                    "[{'weight': 1}]                                       | /userRotationArray/0/userId required",
                    "[{'userId': 'u-ana', 'wieght': 1}]                    | /userRotationArray/0/wieght unknown_property",
                })
        void refusesMembersThatCannotBe(String members, String violation) {
            String json = "{\"name\": \"R\", \"userRotationArray\": %s}".formatted(members.replace('\'', '"'));

            assertThat(client.post("/ticket-rotations", json).violations()).containsExactly(violation);
            assertThat(client.patch(PATH, json).violations()).containsExactly(violation);
        }

        @Test
        void reportsEverythingThatIsWrong() {
            assertThat(client.post("/ticket-rotations", "{\"status\": \"paused\"}")
                            .violations())
                    .containsExactlyInAnyOrder(
                            "/name required", "/status unknown_value", "/userRotationArray required");
            assertThat(client.post("/ticket-rotations", """
                            {"name": "R", "ticketTypeId": "none", "userRotationArray": [{"userId": "x"}, {"userId": "y"}]}""").violations())
                    .containsExactly(
                            "/ticketTypeId unknown_reference",
                            "/userRotationArray/0/userId unknown_reference",
                            "/userRotationArray/1/userId unknown_reference");
        }

        @Test
        void knowsTheAccountsUsersOnly() {
            assertThat(server.clientOf(server.nextEmptyAccount())
                            .post("/ticket-rotations", """
                                    {"name": "R", "userRotationArray": [{"userId": "u-ana"}]}""")
                            .violations())
                    .containsExactly("/userRotationArray/0/userId unknown_reference");
        }
    }

    @Nested
    class Update {

        @Test
        void carriesOverWhatEachIsOwed() {
            assertThat(take(1)).containsExactly("u-ana");

            client.patch(PATH, """
                            {"userRotationArray": [{"userId": "u-ana", "weight": 1}, {"userId": "u-ben", "weight": 1}]}""").expect(200);

            assertThat(take(4)).containsExactly("u-ben", "u-ana", "u-ben", "u-ana");
        }

        @Test
        void hasNoEffectIfNothingIsDifferent() {
            take(3);
            JsonNode before = client.get(PATH).json();
            server.clock.advance(Duration.ofHours(1));

            for (int i = 0; i < 3; i++) {
                JsonNode after = client.patch(
                                PATH, "{\"userRotationArray\": %s}".formatted(before.get("userRotationArray")))
                        .expect(200)
                        .json();
                assertThat(after).isEqualTo(before);
            }
            assertThat(take(4)).containsExactly("u-ana", "u-cho", "u-ana", "u-ana");
        }

        @Test
        void canStopTheRotationAndStartItAgain() {
            take(1);

            client.patch(PATH, "{\"status\": \"inactive\"}").expect(200);
            assertThat(take(2)).containsExactly("nobody", "nobody");
            client.patch(PATH, "{\"status\": null}").expect(200);

            assertThat(take(2)).containsExactly("u-ana", "u-ben");
        }

        @Test
        void appliesToTheVersionThatWasSeenDespiteLaterTurns() {
            String seen = client.get(PATH).header("ETag");
            take(1);
            assertThat(client.get(PATH).header("ETag")).isNotEqualTo(seen);

            client.with("If-Match", seen).patch(PATH, "{\"name\": \"Renamed\"}").expect(200);
            client.with("If-Match", seen).patch(PATH, "{\"name\": \"Again\"}").expect(412);
            client.with("If-Match", seen).delete(PATH).expect(412);
            client.with("If-None-Match", client.get(PATH).header("ETag"))
                    .get(PATH)
                    .expect(304);
        }
    }

    @Nested
    class Delete {

        @Test
        void isRefusedWhileATicketTypeRefersToIt() {
            assertThat(client.delete(PATH).expect(409).json().get("detail").asText())
                    .isEqualTo("the rotation is used by these ticket types: terminal-support; give them another"
                            + " rotationId first");
        }

        @Test
        void isRefusedOnceItHasAssignedATicket() {
            take(1);
            client.patch("/ticket-types/terminal-support", "{\"rotationId\": null}")
                    .expect(200);

            assertThat(client.delete(PATH).expect(409).json().get("detail").asText())
                    .isEqualTo(
                            "the rotation explains 1 assignment and has 0 tickets waiting; set its status to inactive instead");
        }
    }

    @Nested
    class NextUser {

        @Test
        void isOfARotationThatIsThere() {
            client.get("/ticket-rotations/none/next-user").expect(404);
        }

        @Test
        void isWhoTheNextTicketsGoTo() {
            for (int i = 0; i < 10; i++) {
                List<String> expected = next(7);
                assertThat(take(1)).containsExactly(expected.get(0));
                assertThat(next(6)).isEqualTo(expected.subList(1, 7));
            }
        }

        @Test
        void saysWhyAndChangesNothing() {
            take(1);
            List<List<String>> before = turns();

            assertThatJson(client.get(PATH + "/next-user?turns=2").expect(200).body())
                    .isEqualTo("""
                    {
                      "rotationId": "terminal-support",
                      "pool": "available",
                      "turns": [
                        {"turn": 2, "userId": "u-ana", "email": "ana@harborcards.example", "name": "Ana Ortiz"},
                        {"turn": 3, "userId": "u-ben", "email": "ben@harborcards.example", "name": "Ben Abara"}
                      ],
                      "candidates": [
                        {"userId": "u-ana", "weight": 5, "credit": 0.428571428},
                        {"userId": "u-ben", "weight": 1, "credit": 0.285714286},
                        {"userId": "u-cho", "weight": 1, "credit": 0.285714286}
                      ]
                    }""");

            assertThat(turns()).isEqualTo(before);
        }

        private List<List<String>> turns() {
            return server.testDatabase.queryAsSuperuser(
                    "SELECT jsonb_agg(t) FROM docket.rotation_turns t WHERE account_id = '%s'".formatted(account));
        }

        @ParameterizedTest
        @CsvSource({"0, out_of_range", "1001, out_of_range", "x, wrong_type"})
        void isForOneToAThousandTurns(String turns, String code) {
            assertThat(client.get(PATH + "/next-user?turns=" + turns).violations())
                    .containsExactly("turns " + code);
            assertThat(next(1000)).hasSize(1000);
        }
    }

    @Nested
    class AssignmentOfATicket {

        private Answer assignment(String ticketJson) {
            String id = client.post("/tickets", ticketJson)
                    .expect(201)
                    .json()
                    .get("uniqueId")
                    .asText();
            return client.get("/tickets/" + id + "/assignment").expect(200);
        }

        @Test
        void explainsATurn() {
            take(1);

            assertThatJson(assignment(ticketWith("ticketTypeId", "terminal-support"))
                            .body())
                    .isEqualTo("""
                            {
                              "reason": "rotation",
                              "at": "2026-03-06T21:30:00Z",
                              "assignedTo": "u-ana",
                              "rotationId": "terminal-support",
                              "turn": 2,
                              "candidates": [
                                {"userId": "u-ana", "weight": 5, "credit": 0.428571428},
                                {"userId": "u-ben", "weight": 1, "credit": 0.285714286},
                                {"userId": "u-cho", "weight": 1, "credit": 0.285714286}
                              ]
                            }""");
        }

        @Test
        void isUnchangedByChangesOfTheRotation() {
            Answer before = assignment(ticketWith("ticketTypeId", "terminal-support"));
            take(3);
            client.patch(PATH, "{\"userRotationArray\": [{\"userId\": \"u-cho\"}]}")
                    .expect(200);

            Answer after = client.get("/tickets/TKT-1/assignment").expect(200);

            assertThat(after.body()).isEqualTo(before.body());
            String id = client.get("/tickets/TKT-1").json().get("id").asText();
            client.with("If-None-Match", before.header("ETag"))
                    .get("/tickets/" + id + "/assignment")
                    .expect(304);
        }

        @Test
        void saysThatItWasByHand() {
            assertThatJson(assignment(ticketWith("assignedTo", "u-ben")).body()).isEqualTo("""
                    {"reason": "manual", "at": "2026-03-06T21:30:00Z", "assignedTo": "u-ben", "candidates": []}""");
        }

        @Test
        void isEmptyBeforeTheFirstDecision() {
            assertThatJson(assignment(ticketWith("ticketTypeId", "general-question"))
                            .body())
                    .isEqualTo("{\"reason\": \"none\", \"candidates\": []}");
        }

        @Test
        void isEmptyOnceTheAssigneeIsRemoved() {
            client.put("/users/u-dot", "{\"name\": \"Dot\", \"email\": \"dot@harborcards.example\"}")
                    .expect(200);
            Answer before = assignment(ticketWith("assignedTo", "u-dot"));

            client.delete("/users/u-dot?detach=true").expect(204);

            Answer after = client.with("If-None-Match", before.header("ETag")).get("/tickets/TKT-1/assignment");
            assertThatJson(after.expect(200).body()).isEqualTo("{\"reason\": \"none\", \"candidates\": []}");
        }

        @Test
        void isOfATicketThatTheCallerMaySee() {
            client.post("/ticket-types", """
                            {"id": "secret", "name": "S", "requiredPermissions": ["custom:secret"]}""").expect(201);
            take(1);
            server.testDatabase.executeAsSuperuser(
                    "UPDATE docket.tickets SET ticket_type_id = 'secret' WHERE account_id = '%s'".formatted(account));

            client.get("/tickets/TKT-1/assignment").expect(404);
            client.get("/tickets/TKT-9/assignment").expect(404);
            server.clientOf(server.nextEmptyAccount())
                    .get("/tickets/TKT-1/assignment")
                    .expect(404);
        }
    }

    @Test
    void needPermissions() {
        ContractClient writer = server.client(account, List.of("rotations:write"));

        server.client(account, List.of("rotations:read"))
                .get(PATH + "/next-user")
                .expect(200);
        writer.get(PATH + "/next-user").expect(403);
        writer.get("/tickets/TKT-1/assignment").expect(403);
    }
}
