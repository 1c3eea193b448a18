package dev.docket.server.tickets;

import static dev.docket.server.testing.TicketJson.ticketOf;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.server.demo.DemoData;
import dev.docket.server.servicelevels.SlaWatch;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * One ticket from Friday afternoon to Monday in New York, where clocks go forward on the Sunday between. By the demo's
 * policy an urgent ticket is answered within 15 minutes and resolved within 4 hours, counted from Monday to Friday,
 * 09:00 to 17:00.
 */
class TicketStoryTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static RunningServer server;
    private static ContractClient agent;
    private static ContractClient requester;

    private String id;
    private ObjectNode expected;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        agent = server.client();
        Answer token = agent.post("/tokens", """
                {"name": "Portal", "permissions": ["tickets:read", "tickets:comment"], "actsAs": "requester",
                 "requesterType": "merchant", "requesterId": "1001"}""").expect(201);
        requester = server.bearer(token.json().get("secret").asText()).with("x-account-id", DemoData.ACCOUNT);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void isToldByTheTicketAtEachStep() throws IOException {
        at("2026-03-06T20:00:00Z");
        JsonNode created = agent.post("/tickets", with(ticketOf("merchant", "1001"), """
                {"priority": "high", "ticketTypeId": "terminal-support", "customFields": {"serialNumber": "TX-204981"},
                 "tags": ["terminal"]}"""))
                .expect(201)
                .json();
        id = created.get("uniqueId").asText();
        expected = (ObjectNode) JSON.readTree("""
                {"id": %d, "uniqueId": "%s", "accountId": "2311", "ticketNumber": "TKT-1",
                 "ticketTypeId": "terminal-support", "subject": "Card reader shows error 42",
                 "description": "It stops after the tip screen.", "status": "open", "priority": "high",
                 "category": "technical", "source": "phone", "requesterId": "1001", "requesterName": "Blue Door Bakery",
                 "requesterEmail": "rosa@bluedoor.example", "requesterPhone": "+1 212 555 0147",
                 "requesterType": "merchant", "assignedTo": "u-ana", "merchantId": 1001,
                 "merchantName": "Blue Door Bakery", "createdAt": "2026-03-06T20:00:00Z",
                 "updatedAt": "2026-03-06T20:00:00Z", "slaStatus": "on_time",
                 "slaFirstResponseDue": "2026-03-06T21:00:00Z", "slaResolutionDue": "2026-03-09T19:00:00Z",
                 "slaTotalPausedTime": 0, "responseCount": 0, "internalNoteCount": 0, "attachmentCount": 0,
                 "reopenCount": 0, "escalationCount": 0, "customFields": {"serialNumber": "TX-204981"},
                 "tags": ["terminal"], "metaData": {}}""".formatted(created.get("id").asLong(), id));
        then("{}");

        at("2026-03-06T20:10:00Z");
        comment(agent, "Please restart it.", false);
        then("""
                {"updatedAt": "2026-03-06T20:10:00Z", "responseCount": 1, "firstResponseTime": 10,
                 "lastResponseAt": "2026-03-06T20:10:00Z", "slaFirstResponseMet": true}""");

        at("2026-03-06T20:30:00Z");
        patch("{\"status\": \"waiting_customer\"}");
        then("""
                {"updatedAt": "2026-03-06T20:30:00Z", "status": "waiting_customer", "slaStatus": "paused",
                 "slaPausedAt": "2026-03-06T20:30:00Z"}""");

        at("2026-03-06T20:45:00Z");
        then("{\"slaResolutionDue\": \"2026-03-09T19:15:00Z\", \"slaTotalPausedTime\": 15}");

        at("2026-03-06T21:00:00Z");
        comment(requester, "It still does not work.", false);
        then("""
                {"updatedAt": "2026-03-06T21:00:00Z", "status": "open", "slaStatus": "on_time", "slaPausedAt": null,
                 "lastCustomerResponseAt": "2026-03-06T21:00:00Z", "responseCount": 2,
                 "slaResolutionDue": "2026-03-09T19:30:00Z", "slaTotalPausedTime": 30}""");

        at("2026-03-06T21:30:00Z");
        patch("{\"priority\": \"urgent\", \"assignedTo\": \"u-ben\"}");
        then("""
                {"updatedAt": "2026-03-06T21:30:00Z", "priority": "urgent", "assignedTo": "u-ben",
                 "slaFirstResponseDue": "2026-03-06T20:15:00Z", "slaResolutionDue": "2026-03-09T15:30:00Z"}""");

        at("2026-03-09T14:41:59Z");
        then("{}");
        at("2026-03-09T14:42:00Z");
        then("{\"slaStatus\": \"at_risk\"}");
        new SlaWatch(server.database, server.clock).run();
        then("{}");

        at("2026-03-09T15:00:00Z");
        comment(agent, "A part has to be replaced.", true);
        agent.post("/tickets/" + id + "/sla/pause", "{\"reason\": \"spare part\"}")
                .expect(200);
        then("""
                {"updatedAt": "2026-03-09T15:00:00Z", "internalNoteCount": 1, "slaStatus": "paused",
                 "slaPausedAt": "2026-03-09T15:00:00Z"}""");

        at("2026-03-09T15:20:00Z");
        agent.post("/tickets/" + id + "/sla/resume", "{\"reason\": \"it is here\"}")
                .expect(200);
        then("""
                {"updatedAt": "2026-03-09T15:20:00Z", "slaStatus": "at_risk", "slaPausedAt": null,
                 "slaResolutionDue": "2026-03-09T15:50:00Z", "slaTotalPausedTime": 50}""");

        at("2026-03-09T15:40:00Z");
        patch("{\"status\": \"resolved\"}");
        then("""
                {"updatedAt": "2026-03-09T15:40:00Z", "status": "resolved", "resolvedAt": "2026-03-09T15:40:00Z",
                 "resolutionTime": 4060, "slaStatus": "on_time", "slaResolutionMet": true}""");

        at("2026-03-09T16:40:00Z");
        comment(requester, "Again, the same error.", false);
        then("""
                {"updatedAt": "2026-03-09T16:40:00Z", "status": "open", "resolvedAt": null, "resolutionTime": null,
                 "reopenCount": 1, "responseCount": 3, "lastCustomerResponseAt": "2026-03-09T16:40:00Z",
                 "slaStatus": "at_risk", "slaResolutionMet": null, "slaResolutionDue": "2026-03-09T16:50:00Z",
                 "slaTotalPausedTime": 110}""");

        at("2026-03-09T16:42:00Z");
        String twin = agent.post("/tickets", ticketOf("merchant", "1001"))
                .expect(201)
                .json()
                .get("uniqueId")
                .asText();
        agent.post("/tickets/" + twin + "/comments", "{\"content\": \"Is this about the same?\"}")
                .expect(201);
        at("2026-03-09T16:45:00Z");
        agent.post(
                        "/tickets/merge",
                        "{\"primaryTicketId\": \"%s\", \"ticketIdsToMerge\": [\"%s\"]}".formatted(id, twin))
                .expect(200);
        then("""
                {"updatedAt": "2026-03-09T16:45:00Z", "responseCount": 4, "internalNoteCount": 2,
                 "lastResponseAt": "2026-03-09T16:42:00Z"}""");
        assertThatJson(agent.get("/tickets/" + twin).only("status", "closedAt", "responseCount", "metaData"))
                .isEqualTo("""
                        {"status": "closed", "closedAt": "2026-03-09T16:45:00Z", "responseCount": 0,
                         "metaData": {"mergedInto": "%s"}}""".formatted(id));

        at("2026-03-09T16:50:00Z");
        then("{}");
        at("2026-03-09T16:50:01Z");
        then("{\"slaStatus\": \"breached\", \"slaResolutionMet\": false, \"slaBreachedAt\": \"2026-03-09T16:50:00Z\"}");

        at("2026-03-09T17:00:00Z");
        patch("{\"status\": \"closed\", \"tags\": [\"terminal\", \"replaced\"]}");
        then("""
                {"updatedAt": "2026-03-09T17:00:00Z", "status": "closed", "resolvedAt": "2026-03-09T17:00:00Z",
                 "closedAt": "2026-03-09T17:00:00Z", "resolutionTime": 4140, "tags": ["terminal", "replaced"]}""");
        patchIsRefused("{\"priority\": \"low\"}");
        then("{}");
        isToldByItsHistory();
    }

    private void isToldByItsHistory() {
        JsonNode history =
                agent.get("/tickets/" + id + "/history").expect(200).json().get("data");
        assertThat(history.findValuesAsText("action"))
                .containsExactly(
                        "created",
                        "commented",
                        "updated",
                        "commented",
                        "updated",
                        "sla_at_risk",
                        "commented",
                        "sla_paused",
                        "sla_resumed",
                        "updated",
                        "commented",
                        "merged",
                        "sla_breached",
                        "updated");
        assertThat(history.get(3).at("/actor/type").asText()).isEqualTo("requester");
        assertThat(history.get(12).at("/after/at").asText()).isEqualTo("2026-03-09T16:50:00Z");
        List<String> comments = agent.get("/tickets/" + id + "/comments")
                .expect(200)
                .json()
                .get("data")
                .findValuesAsText("content");
        assertThat(comments)
                .containsExactly(
                        "Please restart it.",
                        "It still does not work.",
                        "A part has to be replaced.",
                        "Again, the same error.",
                        "Is this about the same?",
                        "Merged into this ticket: TKT-2");
    }

    private static void at(String instant) {
        server.clock.set(Instant.parse(instant));
    }

    private void patch(String json) {
        agent.patch("/tickets/" + id, json).expect(200);
    }

    private void patchIsRefused(String json) {
        agent.patch("/tickets/" + id, json).expect(409);
    }

    private void comment(ContractClient author, String content, boolean isInternal) {
        author.post(
                        "/tickets/" + id + "/comments",
                        JSON.createObjectNode()
                                .put("content", content)
                                .put("isInternal", isInternal)
                                .toString())
                .expect(201);
    }

    /** The whole ticket is unchanged, except for these; null means that the field is absent. */
    private void then(String changes) throws IOException {
        JSON.readTree(changes).properties().forEach(change -> {
            if (change.getValue().isNull()) {
                expected.remove(change.getKey());
            } else {
                expected.set(change.getKey(), change.getValue());
            }
        });
        assertThatJson(agent.get("/tickets/" + id).expect(200).body()).isEqualTo(expected);
    }

    private static String with(String ticket, String changes) throws IOException {
        ObjectNode whole = (ObjectNode) JSON.readTree(ticket);
        whole.setAll((ObjectNode) JSON.readTree(changes));
        return whole.toString();
    }
}
