package dev.docket.server.escalations;

import static dev.docket.server.testing.TicketJson.ticket;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.accounts.AccountRulesCache;
import dev.docket.server.configurations.SampleConfiguration;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TicketTypeRows;
import dev.docket.server.tickets.TicketUpdates;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock starts on a Friday, 16:30 in New York; the office closes at 17:00. */
class EscalationRulesTest {

    private static final String RULES = "/tickets/escalation-rules";

    private static final String EVERYTHING = SampleConfiguration.ESCALATION_RULE.everything;

    private static RunningServer server;
    private static EscalationWatch watch;

    private String account;
    private ContractClient client;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        watch = watchOf(server);
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

    private static EscalationWatch watchOf(RunningServer node) {
        return new EscalationWatch(
                node.database,
                new TicketUpdates(node.database, new AccountRulesCache(node.database), account -> {}, node.clock),
                node.clock);
    }

    private Answer rule(String id, String event, int minutes, String more) {
        return client.post(RULES, """
                {"id": "%s", "name": "Rule %s", "trigger": {"event": "%s", "minutes": %d}%s}""".formatted(id, id, event, minutes, more));
    }

    private String create(String json) {
        return client.post("/tickets", ticket(json))
                .expect(201)
                .json()
                .get("uniqueId")
                .asText();
    }

    private void patch(String id, String json) {
        client.patch("/tickets/" + id, json).expect(200);
    }

    private void at(String instant) {
        server.clock.set(Instant.parse(instant));
        watch.run();
    }

    private List<String> firedFor(String id) {
        return client.get("/tickets/" + id + "/escalations")
                .expect(200)
                .json()
                .get("data")
                .findValuesAsText("ruleId");
    }

    private JsonNode read(String id) {
        return client.get("/tickets/" + id).expect(200).json();
    }

    /** A rule escalates only what its author may see. */
    @Nested
    class TheAuthor {

        private static final String[] WRITER = {"escalation-rules:write", "tickets:escalate", "tickets:read"};

        private ContractClient insider;
        private String secret;

        @BeforeEach
        void createTicketOfATypeThatAsksForMore() {
            server.add(account, TicketTypeRows.type("secret", List.of("custom:secret"), List.of()));
            insider = server.client(
                    account,
                    Stream.concat(Operations.permissions().stream(), Stream.of("custom:secret"))
                            .toList());
            secret = insider.post("/tickets", ticket("{\"ticketTypeId\": \"secret\"}"))
                    .expect(201)
                    .json()
                    .get("uniqueId")
                    .asText();
        }

        private int escalations() {
            return insider.get("/tickets/" + secret)
                    .expect(200)
                    .json()
                    .get("escalationCount")
                    .asInt();
        }

        private Answer write(ContractClient author, String more) {
            return author.post(RULES, """
                    {"id": "r", "name": "R", "trigger": {"event": "created", "minutes": 0}%s}""".formatted(more));
        }

        @Test
        void reachesNoTicketThatItMayNotSee() {
            write(server.client(account, List.of(WRITER)), "").expect(201);
            String open = create("{}");
            at("2026-03-06T22:30:00Z");

            assertThat(escalations()).isZero();
            // The control.
            assertThat(firedFor(open)).containsExactly("r");
        }

        /** The control. */
        @Test
        void reachesATicketThatItMaySee() {
            write(insider, "").expect(201);
            at("2026-03-06T22:30:00Z");

            assertThat(escalations()).isEqualTo(1);
        }

        @Test
        void reachesTheTicketsOnceTheirTypeAsksForNothing() {
            write(server.client(account, List.of(WRITER)), "").expect(201);
            at("2026-03-06T22:30:00Z");
            insider.patch("/ticket-types/secret", "{\"requiredPermissions\": []}")
                    .expect(200);
            at("2026-03-06T22:31:00Z");

            assertThat(escalations()).isEqualTo(1);
        }

        @Test
        void reachesThemNoLongerOnceTheirTypeAsksForMore() {
            insider.patch("/ticket-types/secret", "{\"requiredPermissions\": []}")
                    .expect(200);
            write(server.client(account, List.of(WRITER)), "").expect(201);
            insider.patch("/ticket-types/secret", "{\"requiredPermissions\": [\"custom:secret\"]}")
                    .expect(200);
            at("2026-03-06T22:30:00Z");

            assertThat(escalations()).isZero();
        }

        @Test
        void isNamedAndNeedsWhatTheRuleDoes() {
            ContractClient writer = server.client(account, List.of(WRITER));
            assertThatJson(write(writer, "").expect(201).body())
                    .inPath("createdBy.type")
                    .isEqualTo("agent");
            writer.patch(RULES + "/r", "{\"note\": \"x\"}").expect(403);
            server.client(account, List.of("escalation-rules:write"))
                    .patch(RULES + "/r", "{\"name\": \"X\"}")
                    .expect(403);
        }
    }

    @Nested
    class Setup {

        @Test
        void needsANameAndATrigger() {
            Answer created = client.post(RULES, """
                    {"name": "N", "trigger": {"event": "created", "minutes": 0}}""").expect(201);

            assertThatJson(created.body())
                    .whenIgnoringPaths("id", "createdAt", "updatedAt", "createdBy", "updatedBy")
                    .isEqualTo("""
                    {"name": "N", "isActive": true, "priorities": [], "ticketTypeIds": [],
                     "trigger": {"event": "created", "minutes": 0}}""");
        }

        /** These ids are also segments of the paths of tickets. */
        @ParameterizedTest
        @ValueSource(strings = {"history", "sla", "assignment", "escalations", "restore"})
        void mayHaveAnyId(String id) {
            rule(id, "created", 0, "").expect(201);

            assertThat(client.get(RULES + "/" + id).expect(200).json().get("id").asText())
                    .isEqualTo(id);
            client.patch(RULES + "/" + id, "{\"name\": \"Other\"}").expect(200);
            client.delete(RULES + "/" + id).expect(204);
        }

        @Test
        void isNotTakenForATicket() {
            create("{}");

            assertThat(client.get("/tickets/TKT-1")
                            .expect(200)
                            .json()
                            .get("ticketNumber")
                            .asText())
                    .isEqualTo("TKT-1");
            assertThat(client.get(RULES).expect(200).json().get("data"))
                    .extracting(rule -> rule.get("id").asText())
                    .containsExactly("unanswered");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "created            | -1     |                                           | /trigger/minutes out_of_range",
                    "unassigned         | -1     |                                           | /trigger/minutes out_of_range",
                    "no_response        | -1     |                                           | /trigger/minutes out_of_range",
                    "at_risk            | 525601 |                                           | /trigger/minutes out_of_range",
                    "never              | 0      |                                           | /trigger/event unknown_value",
                    "created            | 0      | 'ticketTypeIds': ['none']                 | /ticketTypeIds/0 unknown_reference",
                    "created            | 0      | 'userId': 'nobody'                        | /userId unknown_reference",
                    "created            | 0      | 'teamId': 7, 'userId': 'u-ana'            | /teamId contradiction",
                    "created            | 0      | 'rotationId': 'none'                      | /rotationId unknown_reference",
                    "created            | 0      | 'priorities': ['none']                    | /priorities/0 unknown_value",
                    "created            | 0      | 'raisePriorityTo': 'none'                 | /raisePriorityTo unknown_value",
                })
        void refusesAnInvalidRule(String event, int minutes, String more, String violation) {
            String rest = more == null ? "" : ", " + more.replace('\'', '"');

            assertThat(rule("r", event, minutes, rest).violations()).containsExactly(violation);
        }

        @Test
        void changesOnlyTheGivenProperties() {
            client.post(RULES, EVERYTHING).expect(201);
            server.clock.advance(Duration.ofMinutes(1));

            Answer changed = client.patch(RULES + "/late", """
                            {"trigger": {"minutes": 5}, "rotationId": null, "userId": "u-ana", "note": null}""").expect(200);

            assertThatJson(changed.only("trigger", "rotationId", "userId", "note", "name", "updatedAt"))
                    .isEqualTo("""
                            {"trigger": {"event": "resolution_due", "minutes": 5}, "userId": "u-ana", "name": "Late",
                             "updatedAt": "2026-03-06T21:31:00Z"}""");
            assertThat(client.patch(
                                    RULES + "/late",
                                    "{\"name\": null, \"trigger\": {\"event\": \"created\", \"minutes\": -1}}")
                            .violations())
                    .containsExactly("/name required");
            assertThat(client.patch(RULES + "/late", "{\"trigger\": {\"event\": \"created\", \"minutes\": -1}}")
                            .violations())
                    .containsExactly("/trigger/minutes out_of_range");
        }
    }

    @Nested
    class Firing {

        @Test
        void escalatesOnceAndSaysWhoDidIt() {
            rule(
                            "old",
                            "created",
                            60,
                            ", \"userId\": \"u-ben\", \"raisePriorityTo\": \"high\", \"note\": \"An hour old\"")
                    .expect(201);
            String id = create("{}");

            at("2026-03-06T22:29:59Z");
            assertThat(firedFor(id)).isEmpty();
            at("2026-03-06T22:30:00Z");
            watch.run();
            at("2026-03-09T22:30:00Z");

            assertThat(firedFor(id)).containsExactly("old");
            assertThatJson(client.get("/tickets/" + id + "/escalations")
                            .expect(200)
                            .json()
                            .get("data")
                            .get(0)
                            .toString())
                    .whenIgnoringPaths("id")
                    .isEqualTo("""
                    {
                      "level": 1,
                      "reason": "Rule old",
                      "priority": "high",
                      "userId": "u-ben",
                      "ruleId": "old",
                      "actor": {"type": "system", "id": "old", "name": "Rule old"},
                      "historyNumber": 2,
                      "createdAt": "2026-03-06T22:30:00Z"
                    }""");
            assertThat(read(id).get("assignedTo").asText()).isEqualTo("u-ben");
            assertThat(read(id).get("priority").asText()).isEqualTo("high");
            JsonNode notes = client.get("/tickets/" + id + "/comments")
                    .expect(200)
                    .json()
                    .get("data");
            assertThat(notes.findValuesAsText("content")).containsExactly("An hour old");
            assertThat(notes.at("/0/isInternal").asBoolean()).isTrue();
            assertThat(read(id).get("internalNoteCount").asInt()).isEqualTo(1);
        }

        /** High: first response due Monday 13:30 UTC, at risk at 13:18; resolution due at 20:30, at risk at 18:54. */
        @ParameterizedTest
        @CsvSource({
            "first_response_due, -10, 2026-03-09T13:20:00Z",
            "first_response_due,   0, 2026-03-09T13:30:00Z",
            "first_response_due,  60, 2026-03-09T14:30:00Z",
            "resolution_due,     -30, 2026-03-09T20:00:00Z",
            "resolution_due,      30, 2026-03-09T21:00:00Z",
            "at_risk,              0, 2026-03-09T13:18:00Z",
            "at_risk,             30, 2026-03-09T13:48:00Z",
            "unassigned,          15, 2026-03-06T21:45:00Z",
            "no_response,         60, 2026-03-06T22:30:00Z",
            "created,              0, 2026-03-06T21:30:00Z"
        })
        void isAtTheInstant(String event, int minutes, String instant) {
            rule("r", event, minutes, "").expect(201);
            String id = create("{\"priority\": \"high\"}");

            Instant due = Instant.parse(instant);
            if (due.isAfter(RunningServer.START)) {
                at(due.minusMillis(1).toString());
                assertThat(firedFor(id)).isEmpty();
            }
            at(instant);
            assertThat(firedFor(id)).containsExactly("r");
        }

        @Test
        void isForItsPrioritiesAndTypesOnly() {
            rule(
                            "r",
                            "created",
                            0,
                            ", \"priorities\": [\"high\", \"urgent\"], \"ticketTypeIds\": [\"general-question\"]")
                    .expect(201);
            String right = create("{\"priority\": \"high\", \"ticketTypeId\": \"general-question\"}");
            String low = create("{\"priority\": \"low\", \"ticketTypeId\": \"general-question\"}");
            String other = create("{\"priority\": \"high\", \"ticketTypeId\": \"terminal-support\"}");
            String none = create("{\"priority\": \"high\"}");

            watch.run();
            assertThat(Stream.of(right, low, other, none).map(EscalationRulesTest.this::firedFor))
                    .containsExactly(List.of("r"), List.of(), List.of(), List.of());

            patch(low, "{\"priority\": \"urgent\"}");
            patch(other, "{\"ticketTypeId\": \"general-question\"}");
            watch.run();
            assertThat(Stream.of(right, low, other, none).map(EscalationRulesTest.this::firedFor))
                    .containsExactly(List.of("r"), List.of("r"), List.of("r"), List.of());
        }

        @Test
        void doesNotHappenToResolvedAndClosedTickets() {
            rule("r", "created", 10, "").expect(201);
            String resolved = create("{}");
            String closed = create("{\"status\": \"closed\"}");
            String deleted = create("{}");
            patch(resolved, "{\"status\": \"resolved\"}");
            client.delete("/tickets/" + deleted).expect(204);

            at("2026-03-06T21:40:00Z");
            client.send("POST", "/tickets/" + deleted + "/restore").expect(200);

            assertThat(Stream.of(resolved, closed, deleted).map(EscalationRulesTest.this::firedFor))
                    .containsOnly(List.of());
            watch.run();
            assertThat(firedFor(deleted)).containsExactly("r");
        }

        @Test
        void isOnceMoreAfterAReopening() {
            rule("r", "created", 10, "").expect(201);
            String id = create("{}");
            at("2026-03-06T21:40:00Z");
            patch(id, "{\"status\": \"resolved\"}");
            server.clock.set(Instant.parse("2026-03-07T12:00:00Z"));
            patch(id, "{\"status\": \"open\"}");

            watch.run();
            at("2026-03-07T12:09:59Z");
            assertThat(firedFor(id)).hasSize(1);
            at("2026-03-07T12:10:00Z");
            assertThat(firedFor(id)).hasSize(2);
        }

        @Test
        void knowsSinceWhenTheTicketIsUnassigned() {
            rule("r", "unassigned", 10, "").expect(201);
            String id = create("{\"assignedTo\": \"u-ana\"}");
            at("2026-03-06T21:50:00Z");
            patch(id, "{\"assignedTo\": null}");

            at("2026-03-06T21:59:59Z");
            patch(id, "{\"assignedTeamId\": 7}");
            watch.run();
            assertThat(firedFor(id)).isEmpty();
            at("2026-03-06T22:00:00Z");
            assertThat(firedFor(id)).containsExactly("r");
        }

        @Test
        void doesNotHappenWhileTheClockOfTheTargetIsPaused() {
            rule("r", "resolution_due", 0, "").expect(201);
            String id = create("{\"priority\": \"urgent\"}");
            patch(id, "{\"status\": \"waiting_customer\"}");

            at("2026-03-09T16:30:00Z");
            assertThat(firedFor(id)).isEmpty();
            // 30 minutes of the Friday were left: Monday 13:00 + 4 h.
            patch(id, "{\"status\": \"open\"}");
            String due = read(id).get("slaResolutionDue").asText();
            at(Instant.parse(due).minusMillis(1).toString());
            assertThat(firedFor(id)).isEmpty();
            at(due);
            assertThat(firedFor(id)).containsExactly("r");
        }

        @Test
        void leavesATicketWithWhomItIsIfItsTargetIsNotThere() {
            rule("user", "created", 1, ", \"userId\": \"u-ben\"").expect(201);
            rule("team", "created", 2, ", \"teamId\": 8").expect(400);
            client.put("/teams/8", "{\"name\": \"T\", \"memberIds\": []}").expect(200);
            rule("team", "created", 2, ", \"teamId\": 8").expect(201);
            rule("rotation", "created", 3, ", \"rotationId\": \"terminal-support\"")
                    .expect(201);
            client.put("/users/u-ben", "{\"name\": \"N\", \"email\": \"b@harborcards.example\", \"isActive\": false}")
                    .expect(200);
            client.delete("/teams/8").expect(204);
            client.patch("/ticket-rotations/terminal-support", "{\"status\": \"inactive\"}")
                    .expect(200);
            String id = create("{\"assignedTo\": \"u-ana\"}");

            at("2026-03-06T21:33:00Z");

            JsonNode escalations = client.get("/tickets/" + id + "/escalations")
                    .expect(200)
                    .json()
                    .get("data");
            assertThat(escalations.findValuesAsText("refusal"))
                    .containsExactly(
                            "the user 'u-ben' is not active",
                            "no team of this account has the ID '8'",
                            "the rotation 'terminal-support' is not active");
            assertThat(read(id).get("assignedTo").asText()).isEqualTo("u-ana");
            assertThat(read(id).get("escalationCount").asInt()).isEqualTo(3);
        }

        @Test
        void lowersNoPriority() {
            rule("r", "created", 0, ", \"raisePriorityTo\": \"high\"").expect(201);
            String id = create("{\"priority\": \"urgent\"}");

            watch.run();

            assertThat(read(id).get("priority").asText()).isEqualTo("urgent");
            assertThat(firedFor(id)).containsExactly("r");
        }

        @Test
        void takesTheTurnOfARotation() {
            rule("r", "unassigned", 5, ", \"rotationId\": \"terminal-support\"").expect(201);
            String id = create("{}");

            at("2026-03-06T21:35:00Z");

            assertThat(read(id).get("assignedTo").asText()).isEqualTo("u-ana");
        }

        @Test
        void ofTicketsOfARestrictedTypeNeedsNoPermission() {
            server.add(account, TicketTypeRows.type("secret", List.of("tickets:escalate"), List.of()));
            rule("r", "created", 0, "").expect(201);
            String id = create("{\"ticketTypeId\": \"secret\"}");

            watch.run();

            assertThat(firedFor(id)).containsExactly("r");
        }
    }

    @Nested
    class Edits {

        @Test
        void areForTicketsThatAreThereAlready() {
            String old = create("{}");
            server.clock.advance(Duration.ofHours(1));

            rule("r", "created", 90, "").expect(201);
            at("2026-03-06T22:59:59Z");
            assertThat(firedFor(old)).isEmpty();

            client.patch(RULES + "/r", "{\"trigger\": {\"minutes\": 60}}").expect(200);
            watch.run();
            assertThat(firedFor(old)).containsExactly("r");
            client.patch(RULES + "/r", "{\"trigger\": {\"minutes\": 61}}").expect(200);
            at("2026-03-06T23:59:59Z");
            assertThat(firedFor(old)).containsExactly("r");
        }

        @Test
        void letARuleRest() {
            String id = create("{}");
            rule("r", "created", 10, "").expect(201);
            client.patch(RULES + "/r", "{\"isActive\": false}").expect(200);
            at("2026-03-06T21:50:00Z");
            assertThat(firedFor(id)).isEmpty();

            client.patch(RULES + "/r", "{\"isActive\": true}").expect(200);
            watch.run();
            assertThat(firedFor(id)).containsExactly("r");
        }

        @Test
        void leaveNothingToDoForARuleThatIsGone() {
            create("{}");
            rule("r", "created", 0, "").expect(201);
            assertThat(planned()).isEqualTo("1");

            client.delete(RULES + "/r").expect(204);

            assertThat(planned()).isEqualTo("0");
            watch.run();
            assertThat(firedFor("TKT-1")).isEmpty();
        }

        /** A plan by a rule, where a crash has prevented that it was made again. */
        @Test
        void areFinishedByTheNextRun() {
            create("{}");
            rule("r", "created", 0, "").expect(201);
            server.testDatabase.executeAsSuperuser("""
                    SET search_path = docket;
                    ALTER TABLE tickets DISABLE TRIGGER plan_escalation;
                    UPDATE tickets SET escalates_at = NULL WHERE account_id = '%1$s';
                    ALTER TABLE tickets ENABLE TRIGGER plan_escalation;
                    INSERT INTO escalation_replans VALUES ('%1$s', 0)""".formatted(account));

            watch.run();

            assertThat(firedFor("TKT-1")).containsExactly("r");
        }

        private String planned() {
            return server.testDatabase
                    .queryAsSuperuser("""
                            SELECT count(*) FROM docket.tickets WHERE account_id = '%s' AND escalates_at IS NOT NULL""".formatted(account))
                    .get(0)
                    .get(0);
        }
    }

    @Nested
    class OnManyNodes {

        @Test
        void eachTicketIsEscalatedOnceByEachRule() throws Exception {
            rule("one", "created", 5, ", \"userId\": \"u-ben\"").expect(201);
            rule("two", "created", 5, "").expect(201);
            List<String> tickets =
                    IntStream.range(0, 20).mapToObj(i -> create("{}")).toList();
            server.clock.advance(Duration.ofMinutes(5));

            try (RunningServer node = server.beside()) {
                EscalationWatch other = watchOf(node);
                CompletableFuture<Void> meanwhile = CompletableFuture.runAsync(other::run);
                watch.run();
                meanwhile.get();
                watch.run();
            }

            assertThat(tickets.stream().map(EscalationRulesTest.this::firedFor)).containsOnly(List.of("one", "two"));
            assertThat(read(tickets.get(0)).get("escalationCount").asInt()).isEqualTo(2);
        }

        /**
         * A ticket is changed while a rule is being created: the rule applies to it, in either order of the commits.
         */
        @Test
        void aRuleMissesNoTicketThatIsChangedWhileItIsMade() throws Exception {
            try (RunningServer node = server.beside()) {
                ContractClient beside = node.clientOf(account);
                for (int round = 0; round < 8; round++) {
                    String id = create("{\"priority\": \"low\"}");
                    CompletableFuture<Void> change =
                            CompletableFuture.runAsync(() -> beside.patch("/tickets/" + id, "{\"priority\": \"high\"}")
                                    .expect(200));
                    CompletableFuture<String> made = CompletableFuture.supplyAsync(
                            () -> beside.post("/tickets", ticket("{\"priority\": \"high\"}"))
                                    .expect(201)
                                    .json()
                                    .get("uniqueId")
                                    .asText());
                    rule("r" + round, "created", 0, ", \"priorities\": [\"high\"]")
                            .expect(201);
                    change.get();
                    String other = made.get();

                    watch.run();
                    assertThat(firedFor(id)).contains("r" + round);
                    assertThat(firedFor(other)).contains("r" + round);
                    client.delete(RULES + "/r" + round).expect(204);
                }
            }
        }
    }
}
