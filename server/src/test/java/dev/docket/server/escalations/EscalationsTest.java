package dev.docket.server.escalations;

import static dev.docket.server.testing.TicketJson.ticket;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TicketTypeRows;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscalationsTest {

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

    private String create(String json) {
        return client.post("/tickets", ticket(json))
                .expect(201)
                .json()
                .get("uniqueId")
                .asText();
    }

    private Answer escalate(String id, String more) {
        return client.post("/tickets/" + id + "/escalations", "{\"reason\": \"Nothing works\"%s}".formatted(more));
    }

    private JsonNode read(String id) {
        return client.get("/tickets/" + id).expect(200).json();
    }

    private JsonNode history(String id) {
        return client.get("/tickets/" + id + "/history").expect(200).json().get("data");
    }

    private JsonNode lastEntry(String id) {
        JsonNode history = history(id);
        return history.get(history.size() - 1);
    }

    private void available(String user, boolean isAvailable) {
        client.put("/users/" + user, """
                        {"name": "N", "email": "%s@harborcards.example", "isAvailable": %s}""".formatted(user, isAvailable)).expect(200);
    }

    @Nested
    class Escalate {

        @Test
        void isCountedAndRecordedInTheHistory() {
            String id = create("{\"priority\": \"high\", \"assignedTo\": \"u-ana\"}");
            server.clock.advance(Duration.ofMinutes(11));

            Answer escalated = escalate(id, ", \"priority\": \"urgent\", \"userId\": \"u-ben\"")
                    .expect(201);

            String escalationId = escalated.json().get("id").asText();
            assertThat(UUID.fromString(escalationId).version()).isEqualTo(7);
            assertThat(escalated.header("Location")).isEqualTo("/tickets/" + id + "/escalations/" + escalationId);
            assertThatJson(escalated.body()).whenIgnoringPaths("id", "actor.id").isEqualTo("""
                    {
                      "level": 1,
                      "reason": "Nothing works",
                      "priority": "urgent",
                      "userId": "u-ben",
                      "actor": {"type": "agent", "name": "test"},
                      "historyNumber": 2,
                      "createdAt": "2026-03-06T21:41:00Z"
                    }""");
            JsonNode ticket = read(id);
            assertThat(ticket.get("escalationCount").asInt()).isEqualTo(1);
            assertThat(ticket.get("priority").asText()).isEqualTo("urgent");
            assertThat(ticket.get("assignedTo").asText()).isEqualTo("u-ben");
            // The SLA is that of the new priority.
            assertThat(ticket.get("slaFirstResponseDue").asText()).isEqualTo("2026-03-06T21:45:00Z");
            assertThatJson(lastEntry(id).toString())
                    .whenIgnoringPaths(
                            "actor",
                            "requestId",
                            "before.slaFirstResponseDue",
                            "before.slaResolutionDue",
                            "after.slaFirstResponseDue",
                            "after.slaResolutionDue")
                    .isEqualTo("""
                    {
                      "number": 2,
                      "at": "2026-03-06T21:41:00Z",
                      "action": "escalated",
                      "depth": 0,
                      "before": {"priority": "high", "assignedTo": "u-ana", "escalationCount": 0},
                      "after": {"priority": "urgent", "assignedTo": "u-ben", "escalationCount": 1,
                                "escalationId": "%s", "level": 1, "reason": "Nothing works", "userId": "u-ben"}
                    }""".formatted(escalationId));
        }

        @Test
        void needsNothingButAReason() {
            String id = create("{\"assignedTo\": \"u-ana\", \"assignedTeamId\": 7}");

            assertThatJson(escalate(id, "").expect(201).only("level", "priority", "userId", "teamId", "rotationId"))
                    .isEqualTo("{\"level\": 1}");
            assertThatJson(escalate(id, "").expect(201).only("level")).isEqualTo("{\"level\": 2}");

            JsonNode ticket = read(id);
            assertThat(ticket.get("escalationCount").asInt()).isEqualTo(2);
            assertThat(ticket.get("assignedTo").asText()).isEqualTo("u-ana");
            assertThat(ticket.get("assignedTeamId").asInt()).isEqualTo(7);
        }

        @ParameterizedTest
        @CsvSource({"u-ben, true", "u-ana, false"})
        void toATeamLeavesTheAssigneeWhoIsOfIt(String member, boolean staysWithBen) {
            client.put("/teams/8", "{\"name\": \"Second line\", \"memberIds\": [\"%s\"]}".formatted(member))
                    .expect(200);
            String id = create("{\"assignedTo\": \"u-ben\", \"assignedTeamId\": 7}");

            escalate(id, ", \"teamId\": 8").expect(201);

            assertThat(read(id).get("assignedTeamId").asInt()).isEqualTo(8);
            assertThat(read(id).has("assignedTo")).isEqualTo(staysWithBen);
        }

        @Test
        void toARotationTakesItsNextTurn() {
            client.post("/tickets", ticket("{\"ticketTypeId\": \"terminal-support\"}"))
                    .expect(201);
            client.post("/tickets", ticket("{\"ticketTypeId\": \"terminal-support\"}"))
                    .expect(201);
            String id = create("{\"assignedTo\": \"u-cho\"}");

            Answer escalated =
                    escalate(id, ", \"rotationId\": \"terminal-support\"").expect(201);

            assertThat(escalated.json().get("rotationId").asText()).isEqualTo("terminal-support");
            assertThat(read(id).get("assignedTo").asText()).isEqualTo("u-ben");
            assertThat(history(id).findValuesAsText("action")).containsExactly("created", "escalated", "assigned");
            assertThatJson(client.get("/tickets/" + id + "/assignment")
                            .expect(200)
                            .only("reason", "turn", "rotationId"))
                    .isEqualTo("{\"reason\": \"rotation\", \"turn\": 3, \"rotationId\": \"terminal-support\"}");
        }

        @Test
        void toARotationWithoutAnAvailableMemberWaits() {
            List.of("u-ana", "u-ben", "u-cho").forEach(user -> available(user, false));
            String id = create("{\"assignedTo\": \"u-cho\"}");

            escalate(id, ", \"rotationId\": \"terminal-support\"").expect(201);

            assertThat(read(id).has("assignedTo")).isFalse();
            Answer assignment = client.get("/tickets/" + id + "/assignment").expect(200);
            assertThatJson(assignment.only("reason", "rotationId"))
                    .isEqualTo("{\"reason\": \"empty_pool\", \"rotationId\": \"terminal-support\"}");
            assertThat(assignment.json().findValuesAsText("skipReason"))
                    .containsExactly("unavailable", "unavailable", "unavailable");

            available("u-ben", true);
            assertThat(read(id).get("assignedTo").asText()).isEqualTo("u-ben");
        }

        /** The escalation takes the turn in its preparation: the ticket that already waits is the escalated one. */
        @Test
        void toTheRotationThatItWaitsForAlreadyGivesItAgain() {
            List.of("u-ana", "u-ben").forEach(user -> available(user, false));
            client.put("/users/u-cho", """
                    {"name": "N", "email": "u-cho@harborcards.example",
                     "outOfOffice": [{"from": "2026-03-01T00:00:00Z", "until": "2026-03-06T22:00:00Z"}]}""").expect(200);
            String id = create("{\"ticketTypeId\": \"terminal-support\"}");
            assertThat(read(id).has("assignedTo")).isFalse();
            server.clock.advance(Duration.ofHours(1));

            escalate(id, ", \"rotationId\": \"terminal-support\"").expect(201);

            assertThat(history(id).findValuesAsText("action"))
                    .containsExactly("created", "assigned", "escalated", "assigned");
            assertThat(read(id).get("assignedTo").asText()).isEqualTo("u-cho");
        }

        @Test
        void stopsTheWaitForARotationWhereATeamGetsIt() {
            List.of("u-ana", "u-ben", "u-cho").forEach(user -> available(user, false));
            String id = create("{\"ticketTypeId\": \"terminal-support\"}");

            escalate(id, ", \"teamId\": 7").expect(201);
            available("u-ben", true);

            assertThat(read(id).has("assignedTo")).isFalse();
        }

        @Test
        void letsThoseGetTicketsWhoHaveFewerNow() {
            client.patch("/ticket-rotations/terminal-support", """
                    {"userRotationArray": [{"userId": "u-ana", "weight": 1, "maxOpenTickets": 1}]}""").expect(200);
            String first = create("{\"ticketTypeId\": \"terminal-support\"}");
            String second = create("{\"ticketTypeId\": \"terminal-support\"}");
            assertThat(read(second).has("assignedTo")).isFalse();

            escalate(first, ", \"userId\": \"u-ben\"").expect(201);

            assertThat(read(second).get("assignedTo").asText()).isEqualTo("u-ana");
        }

        @ParameterizedTest
        @ValueSource(strings = {"resolved", "closed"})
        void isRefusedForATicketWhoseWorkHasEnded(String status) {
            String id = create("{\"status\": \"%s\"}".formatted(status));

            assertThat(escalate(id, ", \"userId\": \"unknown\"")
                            .expect(409)
                            .json()
                            .get("detail")
                            .asText())
                    .isEqualTo("the ticket is %s; reopen it first".formatted(status));
            assertThat(history(id)).hasSize(1);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "'userId': 'nobody'                                | /userId unknown_reference",
                    "'userId': 'u-gone'                                | /userId inactive_reference",
                    "'teamId': 99                                      | /teamId unknown_reference",
                    "'rotationId': 'none'                              | /rotationId unknown_reference",
                    "'rotationId': 'resting'                           | /rotationId inactive_reference",
                    "'userId': 'u-ana', 'teamId': 7                    | /teamId contradiction",
                    "'teamId': 7, 'rotationId': 'terminal-support'     | /rotationId contradiction",
                    "'priority': 'medium'                              | /priority contradiction",
                    "'priority': 'highest'                             | /priority unknown_value",
                    "'level': 7                                        | /level unknown_property",
                })
        void refusesAnInvalidEscalation(String more, String violation) {
            client.put(
                            "/users/u-gone",
                            "{\"name\": \"N\", \"email\": \"gone@harborcards.example\", \"isActive\": false}")
                    .expect(200);
            client.post("/ticket-rotations", """
                    {"id": "resting", "name": "R", "status": "inactive", "userRotationArray": [{"userId": "u-ana", "weight": 1}]}""").expect(201);
            String id = create("{\"priority\": \"high\"}");

            assertThat(escalate(id, ", " + more.replace('\'', '"')).violations())
                    .containsExactly(violation);
            assertThat(history(id)).hasSize(1);
        }

        @Test
        void refusesAnInvalidReason() {
            String id = create("{}");
            String path = "/tickets/" + id + "/escalations";

            assertThat(client.post(path, "{}").violations()).containsExactly("/reason required");
            assertThat(client.post(path, "{\"reason\": \"\"}").violations()).containsExactly("/reason too_short");
            assertThat(client.post(path, "{\"reason\": \"%s\"}".formatted("x".repeat(2001)))
                            .violations())
                    .containsExactly("/reason too_long");
        }

        @Test
        void knowsNoTicketThatIsDeletedOrOfATypeThatTheCallerMayNotSee() {
            String deleted = create("{}");
            client.delete("/tickets/" + deleted).expect(204);
            escalate(deleted, "").expect(404);

            server.add(account, TicketTypeRows.type("secret", List.of("custom:secret"), List.of()));
            List<String> all = Stream.concat(Operations.permissions().stream(), Stream.of("custom:secret"))
                    .toList();
            String secret = server.client(account, all)
                    .post("/tickets", ticket("{\"ticketTypeId\": \"secret\"}"))
                    .expect(201)
                    .json()
                    .get("uniqueId")
                    .asText();
            escalate(secret, "").expect(404);
            client.get("/tickets/" + secret + "/escalations").expect(404);
        }

        @Test
        void countsEachOfManyAtOnce() {
            String id = create("{}");
            try (RunningServer node = server.beside()) {
                List<ContractClient> clients = List.of(client, node.clientOf(account));

                List<Integer> statuses = IntStream.range(0, 24)
                        .parallel()
                        .mapToObj(i -> clients.get(i % 2)
                                .post(
                                        "/tickets/" + id + "/escalations",
                                        "{\"reason\": \"%d\", \"teamId\": 7}".formatted(i))
                                .status())
                        .toList();

                assertThat(statuses).containsOnly(201);
            }
            assertThat(read(id).get("escalationCount").asInt()).isEqualTo(24);
            assertThat(levels("?pageSize=200"))
                    .isEqualTo(LongStream.rangeClosed(1, 24).boxed().toList());
            assertThat(history(id)).hasSize(25);
        }

        private List<Long> levels(String query) {
            String id = read("TKT-1").get("uniqueId").asText();
            return client
                    .get("/tickets/" + id + "/escalations" + query)
                    .expect(200)
                    .json()
                    .get("data")
                    .findValues("level")
                    .stream()
                    .map(JsonNode::asLong)
                    .toList();
        }
    }

    @Nested
    class Read {

        @Test
        void comesInPagesByLevel() {
            String id = create("{}");
            IntStream.range(0, 3).forEach(i -> escalate(id, "").expect(201));

            Answer first = client.get("/tickets/" + id + "/escalations?pageSize=2&includeTotal=true")
                    .expect(200);
            assertThat(first.json().get("total").asInt()).isEqualTo(3);
            assertThat(first.json().get("data").findValuesAsText("level")).containsExactly("1", "2");
            Answer second = client.get("/tickets/" + id + "/escalations?pageSize=2&cursor="
                            + first.json().get("nextCursor").asText())
                    .expect(200);
            assertThat(second.json().get("data").findValuesAsText("level")).containsExactly("3");
            assertThat(second.json().has("nextCursor")).isFalse();
            assertThat(client.get("/tickets/" + id + "/escalations?cursor=x").violations())
                    .containsExactly("cursor invalid_format");
        }

        @Test
        void ofOneEqualsTheResponseToTheEscalation() {
            Answer escalated = escalate(create("{}"), "").expect(201);
            String path =
                    "/tickets/TKT-1/escalations/" + escalated.json().get("id").asText();

            Answer read = client.get(path).expect(200);

            assertThatJson(read.body()).isEqualTo(escalated.body());
            assertThat(read.header("ETag")).isEqualTo(escalated.header("ETag"));
            client.with("If-None-Match", read.header("ETag")).get(path).expect(304);
        }

        @Test
        void ofOneKnowsItsTicket() {
            create("{}");
            create("{}");
            String id = escalate("TKT-1", "").expect(201).json().get("id").asText();

            client.get("/tickets/TKT-2/escalations/" + id).expect(404);
            client.get("/tickets/TKT-1/escalations/" + UUID.randomUUID()).expect(404);
            client.get("/tickets/TKT-1/escalations/none").expect(400);
            server.clientOf(server.nextEmptyAccount())
                    .get("/tickets/TKT-1/escalations/" + id)
                    .expect(404);
        }
    }
}
