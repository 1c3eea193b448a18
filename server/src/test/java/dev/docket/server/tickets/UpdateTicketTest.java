package dev.docket.server.tickets;

import static dev.docket.server.testing.TicketJson.ticket;
import static dev.docket.server.testing.TicketJson.ticketOf;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The changes of a ticket as a whole: {@code PATCH}, {@code DELETE}, restore, and the bulk update. */
class UpdateTicketTest {

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
    void turnBackTheClock() {
        server.clock.set(RunningServer.START);
    }

    private static String create(String json) {
        return created(ticket(json));
    }

    private static String created(String json) {
        return client.post("/tickets", json).expect(201).json().get("uniqueId").asText();
    }

    private static Answer patch(String id, String json) {
        return client.patch("/tickets/" + id, json);
    }

    private static JsonNode lastEntry(String id) {
        JsonNode history = client.get("/tickets/" + id + "/history?pageSize=200")
                .expect(200)
                .json()
                .get("data");
        return history.get(history.size() - 1);
    }

    /** A client that may do everything except what one of these permissions allows. */
    private static ContractClient without(String... permissions) {
        return server.client(Operations.permissions().stream()
                .filter(permission -> !List.of(permissions).contains(permission))
                .toList());
    }

    @Nested
    class Update {

        @Test
        void changesOnlyTheGivenFields() {
            String id = create("{\"tags\": [\"a\", \"b\"], \"customFields\": {\"x\": 1, \"y\": {\"z\": 2}}}");
            server.clock.advance(Duration.ofMinutes(3));

            Answer answer = patch(id, """
                    {"subject": "S", "description": "D", "priority": "urgent", "category": "billing",
                     "tags": ["c", "b", "c"], "customFields": {"x": null, "y": {"w": 3}},
                     "requesterName": "Kim", "requesterEmail": "kim@example.com", "requesterPhone": "+1 555"}""").expect(200);

            assertThatJson(answer.only(
                            "subject",
                            "description",
                            "priority",
                            "category",
                            "tags",
                            "customFields",
                            "requesterName",
                            "requesterEmail",
                            "requesterPhone",
                            "createdAt",
                            "updatedAt",
                            "status"))
                    .isEqualTo("""
                            {"subject": "S", "description": "D", "priority": "urgent", "category": "billing",
                             "status": "open", "tags": ["c", "b"], "customFields": {"y": {"z": 2, "w": 3}},
                             "requesterName": "Kim", "requesterEmail": "kim@example.com", "requesterPhone": "+1 555",
                             "createdAt": "2026-03-06T21:30:00Z", "updatedAt": "2026-03-06T21:33:00Z"}""");
            assertThatJson(client.get("/tickets/" + id).body()).isEqualTo(answer.body());
        }

        @Test
        void isInTheHistoryFieldByField() {
            String id = create("{}");
            client.with("X-Request-Id", "change-1")
                    .patch("/tickets/" + id, "{\"status\": \"in_progress\", \"assignedTo\": \"u-ana\"}")
                    .expect(200);

            assertThatJson(lastEntry(id).toString()).isEqualTo("""
                    {"number": 2, "at": "2026-03-06T21:30:00Z", "action": "updated", "requestId": "change-1", "depth": 0,
                     "actor": {"type": "agent", "id": "${json-unit.any-string}", "name": "test"},
                     "before": {"status": "open"},
                     "after": {"status": "in_progress", "assignedTo": "u-ana"}}""");
        }

        @Test
        void ofNothingChangesNothing() {
            String id = create("{\"tags\": [\"a\"]}");
            server.clock.advance(Duration.ofMinutes(1));

            assertThatJson(patch(id, "{\"status\": \"open\", \"tags\": [\"a\"]}")
                            .expect(200)
                            .only("updatedAt"))
                    .isEqualTo("{\"updatedAt\": \"2026-03-06T21:30:00Z\"}");
            assertThat(lastEntry(id).get("number").asInt()).isEqualTo(1);
        }

        @Test
        void isRefusedToAnotherVersionThanTheOneNamed() {
            String id = create("{}");
            String tag = client.get("/tickets/" + id).header("ETag");
            client.with("If-Match", tag)
                    .patch("/tickets/" + id, "{\"subject\": \"One\"}")
                    .expect(200);

            client.with("If-Match", tag)
                    .patch("/tickets/" + id, "{\"subject\": \"Two\"}")
                    .expect(412);
            assertThatJson(client.get("/tickets/" + id).only("subject")).isEqualTo("{\"subject\": \"One\"}");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                {"subject": ""}                        | /subject too_short
                {"subject": null}                      | /subject required
                {"subjekt": "S"}                       | /subjekt unknown_property
                {"source": "api"}                      | /source unknown_property
                {"status": "done"}                     | /status unknown_value
                {"id": 3}                              | /id unknown_property
                {"assignedTo": "u-unknown"}             | /assignedTo unknown_reference
                {"assignedTeamId": 99}                 | /assignedTeamId unknown_reference
                {"merchantId": 99}                     | /merchantId unknown_reference
                {"leadId": 99}                         | /leadId unknown_reference
                {"applicationId": "x"}                 | /applicationId unknown_reference
                {"midId": 99}                          | /midId unknown_reference
                {"midId": 5001, "merchantId": 1002}    | /midId contradiction
                {"ticketTypeId": "none"}               | /ticketTypeId unknown_reference
                {"ticketTypeId": "terminal-support", "customFields": {"serialNumber": "1"}} | /customFields/serialNumber invalid_format
                {"requesterName": null}                | /requesterName required
                {"requesterEmail": "no"}               | /requesterEmail invalid_format
                {"customFields": {"n": 1e400}}         | /customFields/n out_of_range
                """)
        void saysWhatIsWrong(String patch, String violation) {
            assertThat(patch(create("{}"), patch).violations()).containsExactly(violation);
        }

        @Test
        void saysAllThatIsWrongAtOnce() {
            assertThat(patch(create("{}"), "{\"assignedTo\": \"x\", \"leadId\": 9, \"requesterName\": \"\"}")
                            .violations())
                    .containsExactlyInAnyOrder(
                            "/assignedTo unknown_reference", "/leadId unknown_reference", "/requesterName required");
        }

        @Test
        void neverAssignsToWhomIsNotActive() {
            client.put("/users/u-away", "{\"name\": \"A\", \"email\": \"a@a.example\", \"isActive\": false}")
                    .expect(200);

            assertThat(patch(create("{}"), "{\"assignedTo\": \"u-away\"}").violations())
                    .containsExactly("/assignedTo inactive_reference");
        }

        @Test
        void findsNoDeletedTicketAndNoneOfAnotherAccount() {
            String id = create("{}");
            server.client(DemoData.OTHER_ACCOUNT, Operations.permissions())
                    .patch("/tickets/" + id, "{\"subject\": \"S\"}")
                    .expect(404);
            client.delete("/tickets/" + id).expect(204);
            patch(id, "{\"subject\": \"S\"}").expect(404);
        }
    }

    @Nested
    class RelatedEntities {

        @Test
        void areLinkedAndDerived() {
            String id = create("{}");

            assertThatJson(patch(id, "{\"midId\": 5001, \"leadId\": 3001, \"applicationId\": \"7001\"}")
                            .expect(200)
                            .only("midId", "merchantId", "merchantName", "leadId", "applicationId"))
                    .isEqualTo("""
                            {"midId": 5001, "merchantId": 1001, "merchantName": "Blue Door Bakery", "leadId": 3001,
                             "applicationId": "app-north-pier"}""");
            assertThat(patch(id, "{\"merchantId\": 1002}").violations()).containsExactly("/merchantId contradiction");
            assertThat(patch(id, "{\"merchantId\": null}").violations()).containsExactly("/merchantId contradiction");
            assertThatJson(patch(id, "{\"midId\": null, \"merchantId\": 1002}")
                            .expect(200)
                            .only("midId", "merchantId", "merchantName"))
                    .isEqualTo("{\"merchantId\": 1002, \"merchantName\": \"The Kite Shop\"}");
        }

        @ParameterizedTest
        @CsvSource({
            "merchant, m-blue-door, /merchantId",
            "mid, 5001, /midId",
            "mid, 5001, /merchantId",
            "lead, 3001, /leadId",
            "application, 7001, /applicationId"
        })
        void thatTheRequesterIsCannotBeChanged(String type, String requester, String pointer) {
            String id = created(ticketOf(type, requester));

            assertThat(patch(id, "{\"" + pointer.substring(1) + "\": null}").violations())
                    .containsExactly(pointer + " contradiction");
        }

        @Test
        void thatTheRequesterIsDecidesNameEmailAndPhone() {
            String id = created(ticketOf("merchant", "1001"));

            assertThat(patch(
                                    id,
                                    "{\"requesterName\": \"X\", \"requesterEmail\": \"x@x.example\", \"requesterPhone\": null}")
                            .violations())
                    .containsExactlyInAnyOrder(
                            "/requesterName contradiction",
                            "/requesterEmail contradiction",
                            "/requesterPhone contradiction");
        }

        @Test
        void ofTheRequestersMerchantOnly() {
            String id = created(ticketOf("merchant", "1001"));

            assertThat(patch(id, "{\"midId\": 5002}").violations()).containsExactly("/midId contradiction");
            patch(id, "{\"midId\": 5001}").expect(200);
        }
    }

    @Nested
    class TicketType {

        @Test
        void bringsItsFieldsAndItsPolicy() {
            client.post(
                            "/sla-policies",
                            "{\"id\": \"slow\", \"name\": \"Slow\", \"targets\": {\"medium\": {\"resolutionMinutes\": 600}}}")
                    .expect(201);
            client.post("/ticket-types", "{\"id\": \"slow\", \"name\": \"Slow\", \"slaPolicyId\": \"slow\"}")
                    .expect(201);
            String id = create("{\"customFields\": {\"a\": 1}}");

            assertThat(patch(id, "{\"ticketTypeId\": \"terminal-support\"}").violations())
                    .containsExactly("/customFields/a unknown_property");
            Answer slow = patch(id, "{\"ticketTypeId\": \"slow\"}").expect(200);
            assertThatJson(slow.only("slaFirstResponseDue", "slaResolutionDue"))
                    .isEqualTo("{\"slaResolutionDue\": \"2026-03-07T07:30:00Z\"}");
            patch(id, "{\"ticketTypeId\": null}").expect(200);
            assertThat(client.get("/tickets/" + id)
                            .json()
                            .get("slaFirstResponseDue")
                            .asText())
                    .isEqualTo("2026-03-09T16:30:00Z");
        }

        @Test
        void staysTheVersionThatTheTicketWasMadeWith() {
            client.post("/ticket-types", """
                    {"id": "versioned", "name": "V", "customFields": [{"name": "a", "type": "integer"}]}""").expect(201);
            String id = create("{\"ticketTypeId\": \"versioned\", \"customFields\": {\"a\": 1}}");
            client.patch("/ticket-types/versioned", "{\"customFields\": [{\"name\": \"b\", \"type\": \"integer\"}]}")
                    .expect(200);

            patch(id, "{\"customFields\": {\"a\": 2}}").expect(200);
            assertThat(patch(id, "{\"customFields\": {\"b\": 2}}").violations())
                    .containsExactly("/customFields/b unknown_property");
        }

        @Test
        void mayAskForMoreToResolveTheTicket() {
            client.post("/ticket-types", """
                    {"id": "resolving", "name": "R",
                     "customFields": [{"name": "cause", "type": "text", "required": "resolve"}]}""").expect(201);
            String id = create("{\"ticketTypeId\": \"resolving\"}");

            assertThat(patch(id, "{\"status\": \"resolved\"}").violations())
                    .containsExactly("/customFields/cause required");
            patch(id, "{\"status\": \"resolved\", \"customFields\": {\"cause\": \"dust\"}}")
                    .expect(200);
        }

        @Test
        void mayAskForPermissionsAndMustBeActive() {
            client.post("/ticket-types", """
                    {"id": "secret", "name": "S", "requiredPermissions": ["custom:vip"]}""").expect(201);
            client.post("/ticket-types", "{\"id\": \"old\", \"name\": \"O\", \"isActive\": false}")
                    .expect(201);
            String id = create("{}");

            patch(id, "{\"ticketTypeId\": \"secret\"}").expect(403);
            assertThat(patch(id, "{\"ticketTypeId\": \"old\"}").violations())
                    .containsExactly("/ticketTypeId inactive_reference");
            ContractClient vip = server.client(Stream.concat(Operations.permissions().stream(), Stream.of("custom:vip"))
                    .toList());
            vip.patch("/tickets/" + id, "{\"ticketTypeId\": \"secret\"}").expect(200);
            patch(id, "{\"subject\": \"S\"}").expect(404);
        }
    }

    @Nested
    class Status {

        @ParameterizedTest
        @ValueSource(strings = {"open", "in_progress", "waiting_customer", "waiting_internal"})
        void ofWorkMayFollowAnyOtherOfWork(String from) {
            String id = create("{\"status\": \"" + from + "\"}");
            for (String to : List.of("open", "in_progress", "waiting_customer", "waiting_internal", from)) {
                patch(id, "{\"status\": \"" + to + "\"}").expect(200);
            }
            assertThatJson(client.get("/tickets/" + id).only("reopenCount", "resolvedAt", "closedAt"))
                    .isEqualTo("{\"reopenCount\": 0}");
        }

        @Test
        void setsItsStampsAndTakesThemAwayAgain() {
            String id = create("{}");
            server.clock.advance(Duration.ofMinutes(90));
            assertThatJson(patch(id, "{\"status\": \"resolved\"}").only("resolvedAt", "closedAt", "resolutionTime"))
                    .isEqualTo("{\"resolvedAt\": \"2026-03-06T23:00:00Z\", \"resolutionTime\": 90}");
            server.clock.advance(Duration.ofMinutes(5));
            assertThatJson(patch(id, "{\"status\": \"closed\"}").only("resolvedAt", "closedAt", "reopenCount"))
                    .isEqualTo("""
                            {"resolvedAt": "2026-03-06T23:00:00Z", "closedAt": "2026-03-06T23:05:00Z", "reopenCount": 0}""");
            assertThatJson(patch(id, "{\"status\": \"open\"}")
                            .only("resolvedAt", "closedAt", "reopenCount", "resolutionTime"))
                    .isEqualTo("{\"reopenCount\": 1}");
            assertThatJson(patch(id, "{\"status\": \"closed\"}").only("resolvedAt", "closedAt"))
                    .isEqualTo("{\"resolvedAt\": \"2026-03-06T23:05:00Z\", \"closedAt\": \"2026-03-06T23:05:00Z\"}");
            patch(id, "{\"status\": \"open\"}").expect(200);
            patch(id, "{\"status\": \"resolved\"}").expect(200);
            assertThatJson(patch(id, "{\"status\": \"waiting_internal\"}").only("reopenCount"))
                    .isEqualTo("{\"reopenCount\": 3}");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"status\": \"in_progress\"}",
                    "{\"status\": \"resolved\"}",
                    "{\"subject\": \"S\"}",
                    "{\"assignedTo\": \"u-ana\"}"
                })
        void closedIsFinal(String patch) {
            String id = create("{\"status\": \"closed\"}");

            patch(id, patch).expect(409);
            patch(id, "{\"status\": \"closed\"}").expect(200);
            client.post("/tickets/" + id + "/sla/pause", "{\"reason\": \"r\"}").expect(409);
        }

        @Test
        void closedIsReopenedByWhomMayOnly() {
            String id = create("{\"status\": \"closed\"}");

            without("tickets:reopen")
                    .patch("/tickets/" + id, "{\"status\": \"open\"}")
                    .expect(403);
            assertThatJson(patch(id, "{\"status\": \"open\", \"subject\": \"Again\"}")
                            .expect(200)
                            .only("subject", "status"))
                    .isEqualTo("{\"subject\": \"Again\", \"status\": \"open\"}");
            patch(id, "{\"status\": \"resolved\"}").expect(200);
            without("tickets:reopen")
                    .patch("/tickets/" + id, "{\"status\": \"open\"}")
                    .expect(200);
        }
    }

    @Nested
    class Assignment {

        @Test
        void byHandIsExplained() {
            String id = create("{\"ticketTypeId\": \"terminal-support\"}");
            patch(id, "{\"assignedTo\": \"u-cho\"}").expect(200);
            assertThatJson(client.get("/tickets/" + id + "/assignment").only("reason", "assignedTo"))
                    .isEqualTo("{\"reason\": \"manual\", \"assignedTo\": \"u-cho\"}");
            patch(id, "{\"assignedTo\": null}").expect(200);
            assertThatJson(client.get("/tickets/" + id + "/assignment").only("reason", "assignedTo"))
                    .isEqualTo("{\"reason\": \"manual\"}");
        }

        @Test
        void endsTheWaitForARotation() {
            client.put("/users/u-off", "{\"name\": \"O\", \"email\": \"o@o.example\", \"isAvailable\": false}")
                    .expect(200);
            client.post("/ticket-rotations", """
                    {"id": "empty", "name": "Empty", "userRotationArray": [{"userId": "u-off", "weight": 1}]}""").expect(201);
            client.post("/ticket-types", """
                    {"id": "empty", "name": "E", "autoAssignmentEnabled": true, "rotationId": "empty"}""").expect(201);
            List<String> ids = Stream.of("{\"assignedTo\": \"u-ana\"}", "{\"status\": \"resolved\"}", "DELETE")
                    .map(change -> {
                        String id = create("{\"ticketTypeId\": \"empty\"}");
                        (change.equals("DELETE") ? client.delete("/tickets/" + id) : patch(id, change))
                                .expect(change.equals("DELETE") ? 204 : 200);
                        return id;
                    })
                    .toList();
            String waits = create("{\"ticketTypeId\": \"empty\"}");

            client.patch("/ticket-rotations/empty", "{\"userRotationArray\": [{\"userId\": \"u-ben\", \"weight\": 1}]}")
                    .expect(200);

            assertThat(client.get("/tickets/" + waits).json().get("assignedTo").asText())
                    .isEqualTo("u-ben");
            assertThat(client.get("/tickets/" + ids.get(0))
                            .json()
                            .get("assignedTo")
                            .asText())
                    .isEqualTo("u-ana");
            assertThat(client.get("/tickets/" + ids.get(1)).json().has("assignedTo"))
                    .isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"{\"status\": \"resolved\"}", "{\"assignedTo\": \"u-ben\"}", "DELETE"})
        void continuesWhenAnAssigneeHasFewerTickets(String change) {
            String id = "full-" + Math.abs(change.hashCode());
            client.put("/users/" + id, "{\"name\": \"F\", \"email\": \"" + id + "@f.example\"}")
                    .expect(200);
            client.post("/ticket-rotations", """
                    {"id": "%s", "name": "Full", "userRotationArray": [{"userId": "%s", "weight": 1, "maxOpenTickets": 1}]}""".formatted(id, id)).expect(201);
            client.post("/ticket-types", """
                    {"id": "%s", "name": "F", "autoAssignmentEnabled": true, "rotationId": "%s"}""".formatted(id, id)).expect(201);
            String first = create("{\"ticketTypeId\": \"" + id + "\"}");
            String second = create("{\"ticketTypeId\": \"" + id + "\"}");
            assertThat(client.get("/tickets/" + second).json().has("assignedTo"))
                    .isFalse();

            if (change.equals("DELETE")) {
                client.delete("/tickets/" + first).expect(204);
            } else {
                patch(first, change).expect(200);
            }

            assertThat(client.get("/tickets/" + second).json().get("assignedTo").asText())
                    .isEqualTo(id);
        }
    }

    @Nested
    class Delete {

        @Test
        void hidesTheTicketUntilItIsRestored() {
            String id = create("{\"subject\": \"Kept\"}");
            server.clock.advance(Duration.ofMinutes(1));
            client.with("If-Match", "\"7\"").delete("/tickets/" + id).expect(412);
            client.delete("/tickets/" + id).expect(204);

            client.get("/tickets/" + id).expect(404);
            client.get("/tickets/" + id + "/history").expect(404);
            client.delete("/tickets/" + id).expect(404);
            without("tickets:delete")
                    .send("POST", "/tickets/" + id + "/restore")
                    .expect(403);
            Answer restored = client.send("POST", "/tickets/" + id + "/restore").expect(200);
            assertThatJson(restored.only("subject")).isEqualTo("{\"subject\": \"Kept\"}");
            assertThatJson(client.get("/tickets/" + id).body()).isEqualTo(restored.body());
            assertThatJson(lastEntry(id).toString()).inPath("$.action").isEqualTo("restored");
            client.send("POST", "/tickets/" + id + "/restore").expect(200);
            assertThat(lastEntry(id).get("number").asInt()).isEqualTo(3);
            client.send("POST", "/tickets/TKT-99999/restore").expect(404);
        }
    }

    @Nested
    class Bulk {

        @Test
        void returnsTheResultForEachTicket() {
            String one = create("{\"tags\": [\"a\", \"b\"]}");
            String two = create("{\"tags\": [\"new\"]}");
            String closed = create("{\"status\": \"closed\"}");

            Answer answer = client.post("/tickets/bulk-update", """
                    {"ticketIds": ["%s", "%s", "%s", "TKT-99999"], "addTags": ["new"], "removeTags": ["a"]}""".formatted(one, two, closed))
                    .expect(200);

            assertThatJson(answer.body()).isEqualTo("""
                    {"updated": 1, "unchanged": 1, "refused": 2, "results": [
                      {"ticketId": "%s", "outcome": "updated", "version": 2},
                      {"ticketId": "%s", "outcome": "unchanged", "version": 1},
                      {"ticketId": "%s", "outcome": "refused", "problem": {"type": "urn:docket:problem:conflict",
                        "title": "${json-unit.any-string}", "status": 409, "detail": "${json-unit.any-string}"}},
                      {"ticketId": "TKT-99999", "outcome": "refused", "problem": {"type": "urn:docket:problem:not-found",
                        "title": "${json-unit.any-string}", "status": 404, "detail": "${json-unit.any-string}"}}]}""".formatted(one, two, closed));
            assertThatJson(client.get("/tickets/" + one).only("tags")).isEqualTo("{\"tags\": [\"b\", \"new\"]}");
        }

        @Test
        void makesTheSameChangesToAll() {
            String one = create("{}");
            String two = create("{}");

            client.post("/tickets/bulk-update", """
                    {"ticketIds": ["%s", "%s"], "changes": {"assignedTo": "u-ana", "tags": ["x"]}, "addTags": ["y"]}""".formatted(one, two)).expect(200);

            for (String id : List.of(one, two)) {
                assertThatJson(client.get("/tickets/" + id).only("assignedTo", "tags"))
                        .isEqualTo("{\"assignedTo\": \"u-ana\", \"tags\": [\"x\", \"y\"]}");
            }
            assertThatJson(client.post("/tickets/bulk-update", """
                            {"ticketIds": ["%s"], "changes": {"assignedTo": "x", "subject": ""}}""".formatted(one))
                            .expect(200)
                            .body())
                    .inPath("$.results[0].problem.errors[*].pointer")
                    .isEqualTo("[\"/subject\"]");
        }

        @Test
        void needsSomethingToDo() {
            client.post("/tickets/bulk-update", "{\"ticketIds\": [\"TKT-1\"]}").expect(400);
            assertThat(client.post("/tickets/bulk-update", "{\"ticketIds\": [], \"addTags\": [\"a\"]}")
                            .violations())
                    .containsExactly("/ticketIds too_short");
        }
    }
}
