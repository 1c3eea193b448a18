package dev.docket.server.automation;

import static dev.docket.server.testing.TicketJson.ticket;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.testing.LogCapture;
import dev.docket.persistence.testing.Wait;
import dev.docket.server.accounts.AccountRulesCache;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.servicelevels.SlaWatch;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TicketTypeRows;
import dev.docket.server.tickets.TicketUpdates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The effects of automation rules. */
class AutomationRunnerTest {

    private static final String RULES = "/tickets/automation-rules";

    private static RunningServer server;
    private static AutomationRunner runner;

    private String account;
    private ContractClient client;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        runner = runnerOf(server.database);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** What a rule may do is what its author may. */
    @Nested
    class TheAuthor {

        private static final List<String> WRITER =
                List.of("automation-rules:read", "automation-rules:write", "tickets:read", "tickets:update");

        private String secret;

        private ContractClient writer(String... more) {
            return server.client(
                    account, Stream.concat(WRITER.stream(), Stream.of(more)).toList());
        }

        @BeforeEach
        void createTicketOfATypeThatAsksForMore() {
            server.add(account, TicketTypeRows.type("secret", List.of("custom:secret"), List.of()));
            ContractClient insider = server.client(
                    account,
                    Stream.concat(Operations.permissions().stream(), Stream.of("custom:secret"))
                            .toList());
            secret = insider.post("/tickets", ticket("{\"ticketTypeId\": \"secret\", \"description\": \"The PIN\"}"))
                    .expect(201)
                    .json()
                    .get("uniqueId")
                    .asText();
            client = insider;
            runner.run();
        }

        private void write(ContractClient author, String conditions, String actions) {
            author.post(RULES, """
                            {"id": "r", "name": "R", "events": ["ticket_updated"], "conditions": {%s}, "actions": [%s]}""".formatted(conditions, actions).replace('\'', '"'))
                    .expect(201);
            patch(secret, "{'subject': 'Changed'}");
            runner.run();
        }

        @Test
        void cannotOpenWhatItMayNotSee() {
            write(writer(), "", "{'type': 'set_type', 'ticketTypeId': 'general-question'}");

            assertThat(read(secret).get("ticketTypeId").asText()).isEqualTo("secret");
            writer().get("/tickets/" + secret).expect(404);
        }

        /** The control: the same rule of an author that may see the ticket. */
        @Test
        void changesWhatItMaySee() {
            write(writer("custom:secret"), "", "{'type': 'set_type', 'ticketTypeId': 'general-question'}");

            assertThat(read(secret).get("ticketTypeId").asText()).isEqualTo("general-question");
        }

        @Test
        void cannotMoveATicketToATypeThatItMayNotSee() {
            String id = create("{\"ticketTypeId\": \"general-question\"}");
            write(writer(), "", "{'type': 'set_type', 'ticketTypeId': 'secret'}");
            patch(id, "{'subject': 'Changed'}");
            runner.run();

            assertThat(read(id).get("ticketTypeId").asText()).isEqualTo("general-question");
        }

        @Test
        void learnsNothingFromRunsOfWhatItMayNotSee() {
            write(writer(), "'all': [{'field': 'description', 'operator': 'contains', 'value': 'PIN'}]", tag("x"));

            assertThat(read(secret).get("tags")).isEmpty();
            assertThat(client.get(RULES + "/r/runs?includeTotal=true")
                            .json()
                            .get("total")
                            .asInt())
                    .isZero();
        }

        @Test
        void seesRunsThatOthersWhoMayNotSeeTheTicketDoNotSee() {
            write(client, "'all': [{'field': 'description', 'operator': 'contains', 'value': 'PIN'}]", tag("x"));

            assertThat(client.get(RULES + "/r/runs").json().get("data"))
                    .extracting(run -> run.get("outcome").asText())
                    .containsExactly("stopped", "changed");
            JsonNode seen = writer().get(RULES + "/r/runs?includeTotal=true").json();
            assertThat(seen.get("total").asInt()).isZero();
            assertThat(seen.get("data")).isEmpty();
            server.client(account, List.of("automation-rules:read"))
                    .get(RULES + "/r/runs")
                    .expect(403);
        }

        @Test
        void isTheLastOneThatWroteTheRule() {
            write(writer("custom:secret"), "", tag("x"));
            assertThat(read(secret).get("tags")).hasSize(1);

            writer().patch(RULES + "/r", "{\"actions\": [{\"type\": \"add_tags\", \"tags\": [\"y\"]}]}")
                    .expect(200);
            patch(secret, "{'subject': 'Again'}");
            runner.run();

            assertThat(read(secret).get("tags")).hasSize(1);
        }

        @Test
        void isNamedAndItsRuleGoesOnWithoutItsToken() {
            Answer token = client.post("/tokens", """
                    {"name": "Rules of Lea", "permissions": ["automation-rules:write", "tickets:read", "tickets:update"]}""").expect(201);
            ContractClient lea =
                    server.bearer(token.json().get("secret").asText()).with("x-account-id", account);
            Answer rule = lea.post(RULES, """
                    {"id": "lea", "name": "R", "events": ["ticket_updated"],
                     "actions": [{"type": "add_tags", "tags": ["x"]}]}""").expect(201);
            String id = token.json().get("id").asText();
            assertThat(rule.json().at("/createdBy/id").asText()).isEqualTo(id);
            assertThat(rule.json().at("/updatedBy/name").asText()).isEqualTo("Rules of Lea");

            client.delete("/tokens/" + id).expect(204);
            String ticket = create("{}");
            patch(ticket, "{'subject': 'Changed'}");
            runner.run();
            assertThat(tags(ticket)).containsExactly("x");

            JsonNode taken = client.patch(RULES + "/lea", "{\"name\": \"Mine\"}")
                    .expect(200)
                    .json();
            assertThat(taken.at("/createdBy/id").asText()).isEqualTo(id);
            assertThat(taken.at("/updatedBy/id").asText()).isNotEqualTo(id);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "automation-rules:write tickets:read                   | {'type': 'unassign'}                  | tickets:update",
                    "automation-rules:write tickets:update                 | {'type': 'unassign'}                  | tickets:read",
                    "automation-rules:write                                | {'type': 'unassign'}                  | tickets:read, tickets:update",
                    "automation-rules:write tickets:read tickets:update    | {'type': 'add_note', 'content': 'x'} | tickets:comment, tickets:notes",
                    "automation-rules:write tickets:read tickets:update    | {'type': 'escalate', 'teamId': 7}     | tickets:escalate"
                })
        void needsWhatTheActionsNeed(String permissions, String action, String missing) {
            Answer refused = server.client(account, List.of(permissions.split(" ")))
                    .post(RULES, """
                            {"id": "r", "name": "R", "events": ["ticket_updated"], "actions": [%s]}""".formatted(action.replace('\'', '"')));

            assertThat(refused.expect(403).json().get("detail").asText()).endsWith(" also needs " + missing);
        }
    }

    @BeforeEach
    void begin() {
        account = server.nextDemo();
        client = server.clientOf(account);
    }

    private static AutomationRunner runnerOf(Database database) {
        AccountRulesCache configurations = new AccountRulesCache(database);
        return new AutomationRunner(
                database,
                configurations,
                new TicketUpdates(database, configurations, account -> {}, server.clock),
                server.clock);
    }

    /** @param conditions like {@code actions}, with ' in the place of " */
    private void rule(String id, String events, String conditions, String actions) {
        client.post(RULES, """
                        {"id": "%s", "name": "Rule %s", "events": [%s], "conditions": {%s}, "actions": [%s]}""".formatted(
                                id,
                                id,
                                Stream.of(events.split(" "))
                                        .map(event -> '"' + event + '"')
                                        .reduce((a, b) -> a + ", " + b)
                                        .get(),
                                conditions.replace('\'', '"'),
                                actions.replace('\'', '"')))
                .expect(201);
    }

    private static String tag(String tag) {
        return "{'type': 'add_tags', 'tags': ['%s']}".formatted(tag);
    }

    private String create(String json) {
        return client.post("/tickets", ticket(json))
                .expect(201)
                .json()
                .get("uniqueId")
                .asText();
    }

    private Answer patch(String id, String json) {
        return client.patch("/tickets/" + id, json.replace('\'', '"')).expect(200);
    }

    private JsonNode read(String id) {
        return client.get("/tickets/" + id).expect(200).json();
    }

    private List<String> tags(String id) {
        return StreamSupport.stream(read(id).get("tags").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private JsonNode history(String id) {
        return client.get("/tickets/" + id + "/history?pageSize=200")
                .expect(200)
                .json()
                .get("data");
    }

    private List<String> actions(String id) {
        return history(id).findValuesAsText("action");
    }

    private JsonNode runs(String rule) {
        return client.get(RULES + "/" + rule + "/runs").expect(200).json().get("data");
    }

    private List<String> outcomes(String rule) {
        return runs(rule).findValuesAsText("outcome");
    }

    private String outbox() {
        return server.testDatabase
                .queryAsSuperuser("SELECT count(*) FROM docket.outbox WHERE account_id = '%s'".formatted(account))
                .get(0)
                .get(0);
    }

    @Nested
    class Run {

        @Test
        void doesAllOfARuleAsOneChangeThatSaysWhichRule() {
            rule("r", "ticket_created", "", """
                    {'type': 'set_status', 'status': 'in_progress'},
                    {'type': 'set_priority', 'priority': 'urgent'},
                    {'type': 'set_category', 'category': 'billing'},
                    {'type': 'set_type', 'ticketTypeId': 'terminal-support'},
                    {'type': 'assign', 'userId': 'u-ben'},
                    {'type': 'add_tags', 'tags': ['b', 'a']},
                    {'type': 'remove_tags', 'tags': ['c']},
                    {'type': 'set_custom_field', 'name': 'connection', 'value': 'wifi'}""");
            Answer created = client.with("X-Request-Id", "req-1")
                    .post("/tickets", ticket("{\"tags\": [\"a\", \"c\"]}"))
                    .expect(201);
            String id = created.json().get("uniqueId").asText();
            server.clock.advance(Duration.ofSeconds(2));

            runner.run();
            runner.run();

            assertThatJson(client.get("/tickets/" + id)
                            .expect(200)
                            .only(
                                    "status",
                                    "priority",
                                    "category",
                                    "ticketTypeId",
                                    "assignedTo",
                                    "tags",
                                    "customFields"))
                    .isEqualTo("""
                    {"status": "in_progress", "priority": "urgent", "category": "billing",
                     "ticketTypeId": "terminal-support", "assignedTo": "u-ben", "tags": ["a", "b"],
                     "customFields": {"connection": "wifi"}}""");
            JsonNode history = history(id);
            assertThat(history).hasSize(2);
            assertThatJson(history.get(1).toString())
                    .whenIgnoringPaths("before", "after")
                    .isEqualTo("""
                    {"number": 2, "at": "2026-03-06T21:30:02Z", "action": "automated", "requestId": "req-1", "depth": 1,
                     "actor": {"type": "system", "id": "r", "name": "Rule r"}}""");
            assertThat(history.at("/1/after/ruleId").asText()).isEqualTo("r");
            assertThat(history.at("/1/after/causedBy").asInt()).isEqualTo(1);
            assertThat(history.at("/1/after/priority").asText()).isEqualTo("urgent");
            assertThatJson(runs("r").toString()).isEqualTo("""
                    [{"ticketId": "%s", "ticketNumber": "TKT-1", "historyNumber": 1, "outcome": "changed",
                      "changedNumber": 2, "at": "2026-03-06T21:30:02Z"}]""".formatted(id));
            assertThat(outbox()).isEqualTo("0");
        }

        @Test
        void givesATicketToATeamOrARotationOrUnassignsIt() {
            rule(
                    "team",
                    "ticket_created",
                    "'all': [{'field': 'subject', 'operator': 'equals', 'value': 'team'}]",
                    "{'type': 'assign', 'teamId': 7}");
            rule(
                    "none",
                    "ticket_created",
                    "'all': [{'field': 'subject', 'operator': 'equals', 'value': 'none'}]",
                    "{'type': 'unassign'}");
            rule(
                    "turn",
                    "ticket_created",
                    "'all': [{'field': 'subject', 'operator': 'equals', 'value': 'turn'}]",
                    "{'type': 'assign', 'rotationId': 'terminal-support'}");
            String team = create("{\"subject\": \"team\", \"assignedTo\": \"u-ana\"}");
            String none = create("{\"subject\": \"none\", \"assignedTo\": \"u-ana\"}");
            String turn = create("{\"subject\": \"turn\", \"assignedTo\": \"u-cho\"}");

            runner.run();

            assertThatJson(client.get("/tickets/" + team).only("assignedTo", "assignedTeamId"))
                    .isEqualTo("{\"assignedTo\": \"u-ana\", \"assignedTeamId\": 7}");
            assertThatJson(client.get("/tickets/" + none).only("assignedTo", "assignedTeamId"))
                    .isEqualTo("{}");
            assertThatJson(client.get("/tickets/" + turn).only("assignedTo", "assignedTeamId"))
                    .isEqualTo("{\"assignedTo\": \"u-ana\"}");
            assertThat(actions(turn)).containsExactly("created", "automated", "assigned");
            // The turn was taken because of the rule, so it has the depth of the rule's change.
            assertThat(history(turn).at("/2/depth").asInt()).isEqualTo(1);
            assertThat(history(turn).at("/2/after/causedBy").asInt()).isEqualTo(2);
            assertThatJson(client.get("/tickets/" + turn + "/assignment").only("reason", "turn"))
                    .isEqualTo("{\"reason\": \"rotation\", \"turn\": 1}");
        }

        @Test
        void escalatesWithANote() {
            rule("r", "ticket_created", "", """
                    {'type': 'escalate', 'reason': 'Too dear', 'priority': 'high', 'teamId': 7},
                    {'type': 'add_note', 'content': 'See the **contract**'}, {'type': 'set_category', 'category': 'billing'}""");
            String id = create("{}");

            runner.run();

            assertThat(actions(id)).containsExactly("created", "automated");
            JsonNode escalations = client.get("/tickets/" + id + "/escalations")
                    .expect(200)
                    .json()
                    .get("data");
            assertThatJson(escalations.toString())
                    .whenIgnoringPaths("[0].id", "[0].createdAt")
                    .isEqualTo("""
                    [{"level": 1, "reason": "Too dear", "priority": "high", "teamId": 7, "ruleId": "r", "historyNumber": 2,
                      "actor": {"type": "system", "id": "r", "name": "Rule r"}}]""");
            assertThat(read(id).get("escalationCount").asInt()).isEqualTo(1);
            assertThat(read(id).get("internalNoteCount").asInt()).isEqualTo(1);
            JsonNode comments = client.get("/tickets/" + id + "/comments")
                    .expect(200)
                    .json()
                    .get("data");
            assertThat(comments.at("/0/content").asText()).isEqualTo("See the **contract**");
            assertThat(comments.at("/0/isInternal").asBoolean()).isTrue();
            assertThat(history(id).at("/1/after/escalationId").asText())
                    .isEqualTo(escalations.at("/0/id").asText());
        }

        @Test
        void takesACustomFieldAway() {
            rule("r", "ticket_created", "", "{'type': 'set_custom_field', 'name': 'a'}");
            String id = create("{\"customFields\": {\"a\": 1, \"b\": 2}}");

            runner.run();

            assertThatJson(read(id).get("customFields").toString()).isEqualTo("{\"b\": 2}");
        }

        @Test
        void leavesNoTraceIfItWouldChangeNothing() {
            rule("r", "ticket_created", "", """
                    {'type': 'set_priority', 'priority': 'medium'}, {'type': 'add_tags', 'tags': ['a']},
                    {'type': 'assign', 'userId': 'u-ana'}""");
            String id = create("{\"tags\": [\"a\"], \"assignedTo\": \"u-ana\"}");

            runner.run();

            assertThat(actions(id)).containsExactly("created");
            assertThat(runs("r")).isEmpty();
            assertThat(outbox()).isEqualTo("0");
        }

        @Test
        void isInTheOrderOfTheRulesAndEachSeesTheChangesOfThoseBefore() {
            rule(
                    "z",
                    "ticket_created",
                    "'all': [{'field': 'tags', 'operator': 'not_contains', 'value': 'y'}]",
                    tag("z"));
            rule("y", "ticket_created", "", tag("y"));
            rule("a", "ticket_created", "'all': [{'field': 'tags', 'operator': 'contains', 'value': 'y'}]", tag("a"));
            client.patch(RULES + "/y", "{\"sortOrder\": -1}").expect(200);
            String id = create("{}");

            runner.run();

            assertThat(tags(id)).containsExactly("y", "a");
            assertThat(history(id).findValuesAsText("causedBy")).containsExactly("1", "1");
        }

        @Test
        void looksAtTheChangesOfATicketInTheirOrder() {
            rule("r", "ticket_updated", "'all': [{'field': 'subject', 'operator': 'changed'}]", "{'type': 'escalate'}");
            String id = create("{}");
            for (int i = 0; i < 5; i++) {
                patch(id, "{'subject': 'S%d'}".formatted(i));
            }

            runner.run();

            JsonNode history = history(id);
            assertThat(history).hasSize(11);
            assertThat(history.findValuesAsText("causedBy")).containsExactly("2", "3", "4", "5", "6");
            assertThat(runs("r").findValuesAsText("historyNumber")).containsExactly("6", "5", "4", "3", "2");
        }

        @Test
        void isNotForDeletedTickets() {
            rule("r", "ticket_created", "", tag("x"));
            String id = create("{}");
            client.delete("/tickets/" + id).expect(204);

            runner.run();

            client.send("POST", "/tickets/" + id + "/restore").expect(200);
            assertThat(tags(id)).isEmpty();
            assertThat(outbox()).isEqualTo("1");
        }

        @Test
        void ofTicketsOfARestrictedTypeNeedsNoPermission() {
            server.add(account, TicketTypeRows.type("secret", List.of("tickets:notes"), List.of()));
            rule("r", "ticket_created", "", tag("x"));
            String id = create("{\"ticketTypeId\": \"secret\"}");

            runner.run();

            assertThat(tags(id)).containsExactly("x");
        }

        @Test
        void letsThoseGetTicketsWhoHaveFewerNow() {
            rule("r", "ticket_updated", "", "{'type': 'assign', 'userId': 'u-ben'}");
            client.patch("/ticket-rotations/terminal-support", """
                    {"userRotationArray": [{"userId": "u-ana", "weight": 1, "maxOpenTickets": 1}]}""").expect(200);
            String first = create("{\"ticketTypeId\": \"terminal-support\"}");
            create("{\"ticketTypeId\": \"terminal-support\"}");
            patch(first, "{'subject': 'S'}");
            List<String> freed = new ArrayList<>();
            AccountRulesCache configurations = new AccountRulesCache(server.database);

            new AutomationRunner(
                            server.database,
                            configurations,
                            new TicketUpdates(server.database, configurations, freed::add, server.clock),
                            server.clock)
                    .run();

            assertThat(freed).containsExactly(account);
        }
    }

    @Nested
    class Events {

        @Test
        void areToldApart() {
            for (String event : List.of(
                    "ticket_created",
                    "ticket_updated",
                    "status_changed",
                    "assigned",
                    "commented",
                    "escalated",
                    "sla_at_risk",
                    "sla_breached",
                    "reopened",
                    "merged")) {
                rule(
                        event,
                        event,
                        "'all': [{'field': 'tags', 'operator': 'not_contains', 'value': '" + event + "'}]",
                        tag(event));
            }
            String id = create("{\"priority\": \"urgent\"}");
            assertTagged(id, "ticket_created", "ticket_updated");
            patch(id, "{'subject': 'S'}");
            assertTagged(id);
            patch(id, "{'status': 'in_progress'}");
            assertTagged(id, "status_changed");
            patch(id, "{'assignedTeamId': 7}");
            assertTagged(id, "assigned");
            client.post("/tickets/" + id + "/comments", "{\"content\": \"C\"}").expect(201);
            assertTagged(id, "commented");
            client.post("/tickets/" + id + "/escalations", "{\"reason\": \"R\"}")
                    .expect(201);
            assertTagged(id, "escalated");
            server.clock.set(Instant.parse("2026-03-09T15:43:00Z"));
            new SlaWatch(server.database, server.clock).run();
            assertTagged(id, "sla_at_risk");
            server.clock.set(Instant.parse("2026-03-09T20:00:00Z"));
            new SlaWatch(server.database, server.clock).run();
            assertTagged(id, "sla_breached");
            patch(id, "{'status': 'resolved'}");
            assertTagged(id);
            patch(id, "{'status': 'open'}");
            assertTagged(id, "reopened");
            create("{}");
            client.post("/tickets/merge", """
                            {"primaryTicketId": "TKT-1", "ticketIdsToMerge": ["TKT-2"]}""").expect(200);
            assertTagged(id, "merged");
        }

        private final Set<String> expected = new HashSet<>();

        private void assertTagged(String id, String... more) {
            runner.run();
            expected.addAll(List.of(more));
            assertThat(tags(id)).containsExactlyInAnyOrderElementsOf(expected);
        }

        @Test
        void ofAnAssigneeIsTheCreationToo() {
            rule("r", "assigned", "", tag("x"));
            String assigned = create("{\"assignedTo\": \"u-ana\"}");
            String unassigned = create("{}");
            String turn = create("{\"ticketTypeId\": \"terminal-support\"}");

            runner.run();

            assertThat(Stream.of(assigned, unassigned, turn).map(AutomationRunnerTest.this::tags))
                    .containsExactly(List.of("x"), List.of(), List.of("x"));
            patch(assigned, "{'assignedTo': null, 'tags': []}");
            runner.run();
            assertThat(tags(assigned)).isEmpty();
        }
    }

    @Nested
    class Conditions {

        /** The ticket: open, high, technical, phone, external; without an assignee and a team; 2.5 hours old. */
        @Test
        void areAboutTheTicket() {
            List<String> met = List.of(
                    "'status', 'operator': 'equals', 'value': 'open'",
                    "'status', 'operator': 'not_equals', 'value': 'closed'",
                    "'category', 'operator': 'in', 'value': ['billing', 'technical']",
                    "'source', 'operator': 'equals', 'value': 'phone'",
                    "'requesterType', 'operator': 'equals', 'value': 'external'",
                    "'slaStatus', 'operator': 'equals', 'value': 'on_time'",
                    "'priority', 'operator': 'greater_than', 'value': 'medium'",
                    "'priority', 'operator': 'less_than', 'value': 'urgent'",
                    "'assignedTo', 'operator': 'is_empty'",
                    "'assignedTo', 'operator': 'not_equals', 'value': 'u-ana'",
                    "'assignedTo', 'operator': 'not_in', 'value': ['u-ana']",
                    "'assignedTo', 'operator': 'not_contains', 'value': 'ana'",
                    "'merchantId', 'operator': 'is_empty'",
                    "'ticketTypeId', 'operator': 'is_empty'",
                    "'requesterEmail', 'operator': 'ends_with', 'value': '@EXAMPLE.com'",
                    "'requesterEmail', 'operator': 'equals', 'value': 'Sam.Reed@Example.COM'",
                    "'requesterEmail', 'operator': 'in', 'value': ['a@b.example', 'SAM.REED@EXAMPLE.COM']",
                    "'subject', 'operator': 'contains', 'value': 'READER'",
                    "'subject', 'operator': 'contains', 'value': 'RÉADER'",
                    "'subject', 'operator': 'starts_with', 'value': '\uFEFFＣａｒｄ'",
                    "'subject', 'operator': 'starts_with', 'value': 'Ca\u00ADrd'",
                    "'subject', 'operator': 'starts_with', 'value': 'card'",
                    "'description', 'operator': 'ends_with', 'value': 'screen.'",
                    "'tags', 'operator': 'contains', 'value': 'till'",
                    "'tags', 'operator': 'not_contains', 'value': 'bar'",
                    "'reopenCount', 'operator': 'equals', 'value': 0",
                    "'reopenCount', 'operator': 'in', 'value': [0.0, 1]",
                    "'hoursSinceCreated', 'operator': 'greater_than', 'value': 2.4",
                    "'customFields.n', 'operator': 'equals', 'value': 1.50",
                    "'customFields.n', 'operator': 'greater_than', 'value': 1",
                    "'customFields.t', 'operator': 'starts_with', 'value': 'ab'",
                    "'customFields.b', 'operator': 'equals', 'value': true",
                    "'customFields.l', 'operator': 'contains', 'value': 'x'",
                    "'customFields.l', 'operator': 'contains', 'value': 2",
                    "'customFields.l', 'operator': 'not_contains', 'value': 'y'",
                    "'customFields.e', 'operator': 'is_empty'",
                    "'customFields.none', 'operator': 'is_empty'",
                    "'customFields.none', 'operator': 'not_equals', 'value': 1");
            List<String> unmet = List.of(
                    "'status', 'operator': 'equals', 'value': 'closed'",
                    "'category', 'operator': 'not_in', 'value': ['billing', 'technical']",
                    "'priority', 'operator': 'greater_than', 'value': 'high'",
                    "'assignedTo', 'operator': 'is_not_empty'",
                    "'assignedTo', 'operator': 'equals', 'value': 'u-ana'",
                    "'assignedTo', 'operator': 'in', 'value': ['u-ana']",
                    "'assignedTo', 'operator': 'contains', 'value': 'ana'",
                    "'assignedTeamId', 'operator': 'greater_than', 'value': 1",
                    "'subject', 'operator': 'not_contains', 'value': 'reader'",
                    "'subject', 'operator': 'starts_with', 'value': 'reader'",
                    "'subject', 'operator': 'equals', 'value': 'card reader shows error 42'",
                    "'tags', 'operator': 'contains', 'value': 'TILL'",
                    "'tags', 'operator': 'is_empty'",
                    "'hoursSinceCreated', 'operator': 'less_than', 'value': 2.5",
                    "'customFields.n', 'operator': 'contains', 'value': '1'",
                    "'customFields.t', 'operator': 'greater_than', 'value': 1");
            rules("ticket_created", met, unmet);
            String id = create("""
                    {"priority": "high", "tags": ["till"],
                     "customFields": {"n": 1.5, "t": "Abc", "b": true, "l": ["x", 2], "e": []}}""");
            server.clock.advance(Duration.ofMinutes(150));

            assertMet(id, met);
        }

        /**
         * The change: the priority from medium to high, the assignee from none to Ana, c from 1 to 2, and no other
         * subject.
         */
        @Test
        void areAboutTheChange() {
            List<String> met = List.of(
                    "'priority', 'operator': 'changed'",
                    "'priority', 'operator': 'changed_to', 'value': 'high'",
                    "'priority', 'operator': 'changed_from', 'value': 'medium'",
                    "'assignedTo', 'operator': 'changed_to', 'value': 'u-ana'",
                    "'customFields.c', 'operator': 'changed_from', 'value': 1",
                    "'tags', 'operator': 'changed'");
            List<String> unmet = List.of(
                    "'priority', 'operator': 'changed_to', 'value': 'medium'",
                    "'priority', 'operator': 'changed_from', 'value': 'high'",
                    "'subject', 'operator': 'changed'",
                    "'subject', 'operator': 'changed_to', 'value': 'S'",
                    "'customFields.d', 'operator': 'changed'");
            rules("ticket_updated", met, unmet);
            String id = create("{\"subject\": \"S\", \"customFields\": {\"c\": 1, \"d\": 1}}");
            patch(id, "{'priority': 'high', 'assignedTo': 'u-ana', 'customFields': {'c': 2}, 'tags': ['t']}");

            assertMet(id, met);
        }

        /** Creates one rule for each condition; each rule sets a custom field of its own. */
        private void rules(String event, List<String> met, List<String> unmet) {
            List<String> all = Stream.concat(met.stream(), unmet.stream()).toList();
            for (int at = 0; at < all.size(); at++) {
                rule(
                        "r" + at,
                        event,
                        "'all': [{'field': %s}]".formatted(all.get(at)),
                        "{'type': 'set_custom_field', 'name': 'met%d', 'value': true}".formatted(at));
            }
        }

        private void assertMet(String id, List<String> met) {
            runner.run();

            List<String> hits = new ArrayList<>();
            read(id).get("customFields").fieldNames().forEachRemaining(hits::add);
            hits.removeIf(name -> !name.startsWith("met"));
            assertThat(hits)
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, met.size())
                            .mapToObj(at -> "met" + at)
                            .toList());
        }

        @Test
        void thatAreAboutAChangeAreNotMetByACreation() {
            rule(
                    "r",
                    "ticket_created",
                    "'any': [{'field': 'status', 'operator': 'changed'}, {'field': 'priority', 'operator': 'changed_to', 'value': 'high'}]",
                    tag("hit"));
            String id = create("{\"priority\": \"high\"}");

            runner.run();

            assertThat(tags(id)).isEmpty();
        }

        @Test
        void areAllOfAllAndOneOfAny() {
            String all =
                    "'all': [{'field': 'priority', 'operator': 'equals', 'value': 'high'}, {'field': 'source', 'operator': 'equals', 'value': 'phone'}]";
            rule(
                    "r",
                    "ticket_created",
                    all
                            + ", 'any': [{'field': 'subject', 'operator': 'equals', 'value': 'a'}, {'field': 'subject', 'operator': 'equals', 'value': 'b'}]",
                    tag("hit"));

            assertThat(Stream.of(
                                    "{\"priority\": \"high\", \"subject\": \"a\"}",
                                    "{\"priority\": \"high\", \"subject\": \"b\"}",
                                    "{\"priority\": \"high\", \"subject\": \"c\"}",
                                    "{\"priority\": \"low\", \"subject\": \"a\"}")
                            .map(AutomationRunnerTest.this::create)
                            .peek(id -> runner.run())
                            .map(AutomationRunnerTest.this::tags))
                    .containsExactly(List.of("hit"), List.of("hit"), List.of(), List.of());
        }

        /** Conditions see the ticket in its state when the entry is processed. */
        @Test
        void seeLaterChanges() {
            rule(
                    "r",
                    "ticket_created",
                    "'all': [{'field': 'priority', 'operator': 'equals', 'value': 'high'}]",
                    tag("hit"));
            String id = create("{\"priority\": \"high\"}");
            patch(id, "{'priority': 'low'}");

            runner.run();

            assertThat(tags(id)).isEmpty();
        }
    }

    @Nested
    class Refusals {

        @Test
        void undoTheRuleAndLetTheOthersGoOn() {
            rule(
                    "a",
                    "ticket_created",
                    "",
                    "{'type': 'add_tags', 'tags': ['a']}, {'type': 'assign', 'userId': 'u-ben'}");
            rule("b", "ticket_created", "", tag("b"));
            client.put("/users/u-ben", "{\"name\": \"N\", \"email\": \"b@harborcards.example\", \"isActive\": false}")
                    .expect(200);
            String id = create("{}");

            runner.run();

            assertThat(tags(id)).containsExactly("b");
            assertThat(outcomes("a")).containsExactly("refused");
            assertThat(runs("a").at("/0/detail").asText())
                    .isEqualTo("/actions/1/userId: the user 'u-ben' is not active");
            assertThat(outcomes("b")).containsExactly("changed");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "resolved | {'type': 'set_status', 'status': 'open'}                  | the ticket is resolved, and rules do not reopen tickets",
                    "closed   | {'type': 'set_status', 'status': 'open'}                  | the ticket is closed, and rules do not reopen tickets",
                    "closed   | {'type': 'add_tags', 'tags': ['x']}                       | the ticket is closed; it can only be reopened, with the status open",
                    "closed   | {'type': 'assign', 'userId': 'u-ana'}                     | the ticket is closed; it can only be reopened, with the status open",
                    "closed   | {'type': 'add_note', 'content': 'x'}                      | the ticket is closed; it can only be reopened, with the status open",
                    "resolved | {'type': 'escalate'}                                      | the ticket is resolved, so it is neither escalated nor given to a rotation",
                    "resolved | {'type': 'assign', 'rotationId': 'terminal-support'}      | the ticket is resolved, so it is neither escalated nor given to a rotation",
                    "open     | {'type': 'set_type', 'ticketTypeId': 'strict'}            | /customFields/must: must be given for this ticket type",
                })
        void sayWhatIsWrong(String status, String action, String detail) {
            client.post("/ticket-types", """
                    {"id": "strict", "name": "S", "customFields": [{"name": "must", "type": "text", "required": "create"}]}""").expect(201);
            rule("r", "ticket_created", "", action);
            String id = create("{\"status\": \"%s\"}".formatted(status));

            runner.run();

            assertThat(outcomes("r")).containsExactly("refused");
            assertThat(runs("r").at("/0/detail").asText()).isEqualTo(detail);
            assertThat(actions(id)).containsExactly("created");
        }

        /** An unexpected fault, such as a violated constraint. */
        @Test
        void areNeededForNothingToStopTheOthers() {
            rule("a", "ticket_created", "", tag("a"));
            rule("bad", "ticket_created", "", tag("bad"));
            rule("c", "ticket_created", "", tag("c"));
            String first = create("{}");
            String second = create("{}");

            server.testDatabase.executeAsSuperuser(
                    "ALTER TABLE docket.ticket_history ADD CONSTRAINT fault CHECK (actor_id <> 'bad')");
            try (LogCapture log = LogCapture.of(AutomationRunner.class.getName())) {
                runner.run();
                assertThat(log.messages(Level.ERROR)).anyMatch(line -> line.contains("rule bad"));
            } finally {
                server.testDatabase.executeAsSuperuser("ALTER TABLE docket.ticket_history DROP CONSTRAINT fault");
            }

            assertThat(Stream.of(first, second).map(AutomationRunnerTest.this::tags))
                    .containsExactly(List.of("a", "c"), List.of("a", "c"));
            assertThat(outcomes("bad")).containsExactly("failed", "failed");
            assertThat(outcomes("a")).containsExactly("changed", "changed");
            assertThat(outbox()).isEqualTo("0");
        }

        @Test
        void ofTheDatabaseKeepTheEntryAndLetOtherTicketsGoOn() throws Exception {
            rule("r", "ticket_created", "", tag("x"));
            String stuck = create("{}");
            String other = create("{}");
            try (Database impatient = server.testDatabase.openImpatient(Duration.ofMillis(100));
                    var connection = server.testDatabase.connectAsSuperuser();
                    var statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("SELECT FROM docket.tickets WHERE unique_id = '%s' FOR UPDATE".formatted(stuck));

                runnerOf(impatient).run();

                assertThat(tags(other)).containsExactly("x");
                assertThat(outcomes("r")).containsExactly("changed");
                connection.rollback();
            }
            runner.run();
            assertThat(tags(stuck)).containsExactly("x");
        }
    }

    @Nested
    class Loops {

        @Test
        void ofTwoRulesStopAndTheHistoryShowsIt() {
            rule(
                    "ping",
                    "ticket_updated",
                    "'all': [{'field': 'priority', 'operator': 'equals', 'value': 'low'}]",
                    "{'type': 'set_priority', 'priority': 'high'}");
            rule(
                    "pong",
                    "ticket_updated",
                    "'all': [{'field': 'priority', 'operator': 'equals', 'value': 'high'}]",
                    "{'type': 'set_priority', 'priority': 'low'}");
            String id = create("{}");
            patch(id, "{'priority': 'low'}");

            runner.run();
            runner.run();

            JsonNode history = history(id);
            assertThat(history.findValuesAsText("action"))
                    .containsExactly("created", "updated", "automated", "automated", "automated");
            assertThat(history.findValuesAsText("depth")).containsExactly("0", "0", "1", "1", "2");
            assertThat(outcomes("ping")).contains("stopped");
            assertThat(runs("ping").findValuesAsText("detail"))
                    .contains("an earlier change by this rule led to this one");
            assertThat(outbox()).isEqualTo("0");
            // A change by a caller starts the rules again.
            patch(id, "{'subject': 'S'}");
            runner.run();
            assertThat(history(id).size()).isGreaterThan(6);
        }

        @Test
        void ofManyRulesStopAfterFiveChanges() {
            for (int i = 0; i < 8; i++) {
                rule(
                        "r" + i,
                        "ticket_updated",
                        "'all': [{'field': 'customFields.n', 'operator': 'changed_to', 'value': %d}]".formatted(i),
                        "{'type': 'set_custom_field', 'name': 'n', 'value': %d}".formatted(i + 1));
            }
            String id = create("{}");
            patch(id, "{'customFields': {'n': 0}}");

            runner.run();
            runner.run();

            assertThat(read(id).at("/customFields/n").asInt()).isEqualTo(5);
            assertThat(history(id).findValuesAsText("depth")).containsExactly("0", "0", "1", "2", "3", "4", "5");
            assertThat(outcomes("r5")).containsExactly("stopped");
            assertThat(runs("r5").at("/0/detail").asText()).isEqualTo("a chain of 5 automatic changes led to this one");
        }

        /** The rotation adds a history entry of its own, which the rule would follow for ever. */
        @Test
        void throughARotationStop() {
            rule("r", "assigned", "", "{'type': 'assign', 'rotationId': 'terminal-support'}");
            String id = create("{\"assignedTo\": \"u-cho\"}");

            runner.run();
            runner.run();

            assertThat(actions(id)).containsExactly("created", "automated", "assigned");
            assertThat(outcomes("r")).containsExactly("stopped", "changed");
        }

        /** While the ticket waits, other changes happen, at any time. */
        @Test
        void throughARotationWithoutAnAvailableMemberAtFirstStop() {
            rule("r", "assigned", "", "{'type': 'assign', 'rotationId': 'terminal-support'}");
            available(false);
            String id = create("{\"assignedTo\": \"u-cho\"}");
            runner.run();
            assertThat(read(id).has("assignedTo")).isFalse();
            patch(id, "{'subject': 'S'}");

            available(true);
            runner.run();

            assertThat(actions(id)).containsExactly("created", "automated", "updated", "assigned");
            assertThat(outcomes("r")).containsExactly("stopped", "changed");
        }

        /** The return of an agent is not the change of a rule, even if a rule changed the ticket meanwhile. */
        @Test
        void doNotIncludeTheReturnOfAnAgentForWhomATicketWaits() {
            rule("r", "ticket_created assigned", "", "{'type': 'escalate'}");
            available(false);
            String id = create("{\"ticketTypeId\": \"terminal-support\"}");
            runner.run();

            available(true);
            runner.run();

            assertThat(actions(id)).containsExactly("created", "automated", "assigned", "automated");
            assertThat(outcomes("r")).containsExactly("changed", "changed");
        }

        private void available(boolean areThere) {
            List.of("u-ana", "u-ben", "u-cho")
                    .forEach(user -> client.put("/users/" + user, """
                                    {"name": "N", "email": "%s@harborcards.example", "isAvailable": %s}""".formatted(user, areThere))
                            .expect(200));
        }

        @Test
        void throughAnEscalationStop() {
            rule("r", "escalated commented", "", "{'type': 'escalate'}, {'type': 'add_note', 'content': 'x'}");
            String id = create("{}");
            client.post("/tickets/" + id + "/escalations", "{\"reason\": \"R\"}")
                    .expect(201);

            runner.run();
            runner.run();

            assertThat(read(id).get("escalationCount").asInt()).isEqualTo(2);
            assertThat(outcomes("r")).containsExactly("stopped", "changed");
        }
    }

    @Nested
    class Outbox {

        @Test
        void isEmptyWhereNoRuleIsActive() {
            create("{}");
            assertThat(outbox()).isEqualTo("0");

            rule("r", "ticket_created", "", tag("x"));
            create("{}");
            assertThat(outbox()).isEqualTo("1");

            client.patch(RULES + "/r", "{\"isActive\": false}").expect(200);
            create("{}");
            assertThat(outbox()).isEqualTo("1");
            runner.run();
            assertThat(outbox()).isEqualTo("0");
            assertThat(tags("TKT-2")).isEmpty();
        }

        /** A ticket is changed while the first rule is being created: the rule sees what is committed after it. */
        @Test
        void missesNothingThatIsCommittedAfterTheRule() throws Exception {
            String id = create("{}");
            try (var connection = server.testDatabase.connectAsSuperuser();
                    var statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("SET search_path = docket");
                statement.execute("""
                        INSERT INTO automation_rules VALUES (
                            '%s', 'r', 'Rule r', true, 0, '{ticket_updated}', '{"all": [], "any": []}',
                            '[{"type": "add_tags", "tags": ["x"]}]', 1, now(), now(), '{}',
                            '{"type": "agent", "id": "x", "name": "X"}', '{"type": "agent", "id": "x", "name": "X"}')""".formatted(account));
                CompletableFuture<Answer> change =
                        CompletableFuture.supplyAsync(() -> client.patch("/tickets/" + id, "{\"subject\": \"S\"}"));
                awaitLock();
                assertThat(change).isNotDone();
                connection.commit();
                change.get().expect(200);
            }

            runner.run();

            assertThat(tags(id)).containsExactly("x");
        }

        private void awaitLock() {
            Wait.until(() -> !server.testDatabase
                    .queryAsSuperuser("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                    .isEmpty());
        }

        @Test
        void isFilledByEveryHistoryEntry() {
            rule("r", "ticket_updated", "'all': [{'field': 'assignedTo', 'operator': 'changed'}]", tag("x"));
            String id = create("{\"assignedTo\": \"u-cho\"}");
            client.patch(
                            "/ticket-rotations/terminal-support",
                            "{\"userRotationArray\": [{\"userId\": \"u-ana\", \"weight\": 1}]}")
                    .expect(200);
            client.delete("/users/u-cho?detach=true").expect(204);

            runner.run();

            assertThat(tags(id)).containsExactly("x");
            assertThat(actions(id)).containsExactly("created", "detached", "automated");
        }
    }

    @Nested
    class Runs {

        @Test
        void comeInPagesTheLastOneFirst() {
            rule("r", "ticket_created", "", tag("x"));
            IntStream.range(0, 3).forEach(i -> create("{}"));
            runner.run();

            Answer first =
                    client.get(RULES + "/r/runs?pageSize=2&includeTotal=true").expect(200);
            assertThat(first.json().get("total").asInt()).isEqualTo(3);
            Answer second = client.get(RULES + "/r/runs?pageSize=2&cursor="
                            + first.json().get("nextCursor").asText())
                    .expect(200);
            assertThat(Stream.of(first, second)
                            .flatMap(page -> page.json().get("data").findValuesAsText("ticketNumber").stream()))
                    .containsExactly("TKT-3", "TKT-2", "TKT-1");
        }

        @Test
        void areKeptUpToAThousand() {
            rule("r", "ticket_created", "", tag("x"));
            create("{}");
            server.testDatabase.executeAsSuperuser("""
                    INSERT INTO docket.automation_runs (account_id, rule_id, ticket_id, history_number, outcome, at)
                    SELECT account_id, 'r', id, 1, 'changed', now()
                      FROM docket.tickets, generate_series(1, 1200)
                     WHERE account_id = '%s'""".formatted(account));

            runner.run();

            Answer runs =
                    client.get(RULES + "/r/runs?pageSize=1&includeTotal=true").expect(200);
            assertThat(runs.json().get("total").asInt()).isEqualTo(1000);
            assertThat(runs.json().at("/data/0/changedNumber").asInt()).isEqualTo(2);
        }
    }

    @Nested
    class OnManyNodes {

        @Test
        void eachChangeIsFollowedOnceAndInItsOrder() throws Exception {
            rule(
                    "r",
                    "ticket_updated",
                    "'all': [{'field': 'subject', 'operator': 'changed'}]",
                    "{'type': 'escalate'}, {'type': 'add_note', 'content': 'x'}");
            List<String> tickets =
                    IntStream.range(0, 10).mapToObj(i -> create("{}")).toList();
            try (RunningServer node = server.beside()) {
                AutomationRunner other = runnerOf(node.database);
                CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 5; i++) {
                        for (String id : tickets) {
                            patch(id, "{'subject': 'S%d'}".formatted(i));
                        }
                    }
                });
                while (!writing.isDone()) {
                    CompletableFuture<Void> meanwhile = CompletableFuture.runAsync(other::run);
                    runner.run();
                    meanwhile.get();
                }
                writing.get();
            }

            // A run leaves to another node what that is doing, also while its last transaction ends.
            Wait.until(() -> {
                runner.run();
                return outbox().equals("0");
            });
            for (String id : tickets) {
                JsonNode history = history(id);
                List<String> updates = StreamSupport.stream(history.spliterator(), false)
                        .filter(entry -> entry.get("action").asText().equals("updated"))
                        .map(entry -> entry.get("number").asText())
                        .toList();
                assertThat(updates).hasSize(5);
                assertThat(StreamSupport.stream(history.spliterator(), false)
                                .map(entry -> entry.at("/after/causedBy"))
                                .filter(cause -> !cause.isMissingNode())
                                .map(JsonNode::asText))
                        .containsExactlyElementsOf(updates);
                assertThat(read(id).get("escalationCount").asInt()).isEqualTo(5);
            }
        }
    }

    @Nested
    class AnAccountWithMuchWork {

        @Test
        void delaysAnotherByOneTurn() {
            drain();
            String busy = account;
            for (int number = 1; number < 400; number++) {
                rule("never-" + number, "ticket_created", """
                        'all': [{'field': 'subject', 'operator': 'equals', 'value': 'never'}]""", tag("x"));
            }
            rule("always", "ticket_created", "", tag("x"));
            for (int number = 0; number < 150; number++) {
                create("{}");
            }
            account = server.nextDemo();
            client = server.clientOf(account);
            drain(account);
            rule("other", "ticket_created", "", tag("x"));
            create("{}");

            assertThat(runner.run()).as("more is left").isTrue();

            List<String> runs = server
                    .testDatabase
                    .queryAsSuperuser(
                            "SELECT account_id FROM docket.automation_runs WHERE account_id IN ('%s', '%s') ORDER BY id"
                                    .formatted(busy, account))
                    .stream()
                    .map(row -> row.get(0))
                    .toList();
            assertThat(runs.indexOf(account)).as("the turn of the other").isBetween(0, 1);
            assertThat(runs).filteredOn(busy::equals).hasSize(5);
        }

        /** The demo brings entries of its own. */
        private static void drain(String account) {
            server.testDatabase.executeAsSuperuser("DELETE FROM docket.outbox WHERE account_id = '" + account + "'");
        }

        private static void drain() {
            server.testDatabase.executeAsSuperuser("DELETE FROM docket.outbox");
        }
    }
}
