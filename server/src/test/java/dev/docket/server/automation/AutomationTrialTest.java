package dev.docket.server.automation;

import static dev.docket.server.testing.TicketJson.ticket;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TicketTypeRows;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code POST /tickets/automation-rules/{ruleId}/test}: it shows what would happen, and changes nothing. */
class AutomationTrialTest {

    private static final String RULES = "/tickets/automation-rules";

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

    private void create(String json) {
        client.post("/tickets", ticket(json)).expect(201);
    }

    private Answer test(String rule, String more) {
        return client.post(RULES + "/" + rule + "/test", "{\"ticketId\": \"TKT-1\"%s}".formatted(more));
    }

    private String everything() {
        return server.testDatabase.queryAsSuperuser("""
                        SELECT (SELECT jsonb_agg(t ORDER BY id) FROM docket.tickets t),
                               (SELECT count(*) FROM docket.ticket_history),
                               (SELECT count(*) FROM docket.ticket_comments),
                               (SELECT count(*) FROM docket.ticket_escalations),
                               (SELECT count(*) FROM docket.outbox),
                               (SELECT count(*) FROM docket.automation_runs),
                               (SELECT jsonb_agg(r) FROM docket.rotation_turns r)""").toString();
    }

    @Test
    void showsTheChangesOfTheRule() {
        create("{\"category\": \"billing\", \"subject\": \"A refund\"}");
        String before = everything();

        assertThatJson(test("refunds", ", \"event\": \"ticket_created\"")
                        .expect(200)
                        .body())
                .isEqualTo("""
                {
                  "isTriggered": true,
                  "isFired": true,
                  "all": [{"field": "category", "operator": "equals", "isMet": true}],
                  "any": [
                    {"field": "subject", "operator": "contains", "isMet": true},
                    {"field": "tags", "operator": "contains", "isMet": false}
                  ],
                  "before": {"priority": "medium", "tags": [], "slaFirstResponseDue": "2026-03-09T16:30:00Z",
                             "slaResolutionDue": "2026-03-11T20:30:00Z"},
                  "after": {"priority": "high", "tags": ["refund"], "assignedTeamId": 7,
                            "slaFirstResponseDue": "2026-03-09T13:30:00Z", "slaResolutionDue": "2026-03-09T20:30:00Z"}
                }""");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void tellsWhyItWouldDoNothing() {
        create("{\"category\": \"billing\"}");

        assertThatJson(test("refunds", ", \"event\": \"reopened\"")
                        .expect(200)
                        .only("isTriggered", "isFired", "before", "after"))
                .isEqualTo("{\"isTriggered\": false, \"isFired\": false, \"before\": {}, \"after\": {}}");
        assertThatJson(test("refunds", ", \"event\": \"ticket_updated\"")
                        .expect(200)
                        .only("isTriggered", "isFired"))
                .isEqualTo("{\"isTriggered\": true, \"isFired\": false}");
    }

    @Test
    void tellsWhoWouldHaveTheTurnAndTakesNone() {
        client.post(RULES, """
                {"id": "turn", "name": "N", "events": ["ticket_created"], "actions": [
                  {"type": "assign", "rotationId": "terminal-support"}, {"type": "add_note", "content": "x"}, {"type": "escalate"}]}""").expect(201);
        create("{}");
        String before = everything();

        assertThatJson(test("turn", ", \"event\": \"ticket_created\"")
                        .expect(200)
                        .body())
                .inPath("after")
                .isEqualTo("{\"assignedTo\": \"u-ana\", \"internalNoteCount\": 1, \"escalationCount\": 1}");
        assertThat(everything()).isEqualTo(before);
        assertThat(client.get("/ticket-rotations/terminal-support/next-user")
                        .expect(200)
                        .json()
                        .at("/turns/0/userId")
                        .asText())
                .isEqualTo("u-ana");
    }

    @Test
    void takesTheChangeThatIsToHaveHappened() {
        client.post(RULES, """
                {"id": "up", "name": "N", "events": ["ticket_updated", "ticket_created"],
                 "conditions": {"all": [{"field": "priority", "operator": "changed_from", "value": "low"}]},
                 "actions": [{"type": "unassign"}]}""").expect(201);
        create("{}");
        String change = ", \"before\": {\"priority\": \"low\"}, \"after\": {\"priority\": \"high\"}";

        assertThatJson(test("up", ", \"event\": \"ticket_updated\"" + change)
                        .expect(200)
                        .only("isFired", "before", "after"))
                .isEqualTo("{\"isFired\": true, \"before\": {}, \"after\": {}}");
        assertThatJson(test("up", ", \"event\": \"ticket_updated\"").expect(200).only("isFired"))
                .isEqualTo("{\"isFired\": false}");
        assertThatJson(test("up", ", \"event\": \"ticket_created\"" + change)
                        .expect(200)
                        .only("isFired"))
                .isEqualTo("{\"isFired\": false}");
    }

    @Test
    void showsWhyTheChangeWouldBeRejected() {
        client.post(RULES, """
                {"id": "open", "name": "N", "events": ["commented"], "actions": [{"type": "set_status", "status": "open"}]}""").expect(201);
        create("{\"status\": \"resolved\"}");

        assertThatJson(test("open", ", \"event\": \"commented\"").expect(200).body())
                .inPath("problem")
                .isEqualTo("""
                {"type": "urn:docket:problem:conflict", "title": "The request conflicts with the state of the resource",
                 "status": 409, "detail": "the ticket is resolved, and rules do not reopen tickets"}""");
    }

    @Test
    void knowsNoTicketThatTheCallerMayNotSee() {
        assertThat(test("refunds", ", \"event\": \"commented\"").violations())
                .containsExactly("/ticketId unknown_reference");
        server.add(account, TicketTypeRows.type("secret", List.of("custom:secret"), List.of()));
        server.client(account, List.of("tickets:create", "custom:secret"))
                .post("/tickets", ticket("{\"ticketTypeId\": \"secret\"}"))
                .expect(201);
        assertThat(test("refunds", ", \"event\": \"commented\"").violations())
                .containsExactly("/ticketId unknown_reference");
        assertThat(server.client(account, List.of("automation-rules:read"))
                        .post(RULES + "/refunds/test", "{\"ticketId\": \"TKT-1\", \"event\": \"commented\"}")
                        .expect(403)
                        .json()
                        .get("detail")
                        .asText())
                .contains("tickets:read");
    }

    @Test
    void refusesAnInvalidRequest() {
        assertThat(client.post(RULES + "/refunds/test", "{\"event\": \"never\", \"before\": 1}")
                        .violations())
                .containsExactlyInAnyOrder("/ticketId required", "/event unknown_value", "/before wrong_type");
        test("none", ", \"event\": \"commented\"").expect(404);
    }
}
