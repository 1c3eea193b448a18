package dev.docket.server.policies;

import static dev.docket.server.testing.TicketJson.ticket;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.configurations.SampleConfiguration;
import dev.docket.server.demo.DemoData;
import dev.docket.server.recalculation.OpenTicketRecalculation;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlaPoliciesTest {

    private static final String EVERYTHING = SampleConfiguration.SLA_POLICY.everything;

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

    /** Makes the demo's policy the default again, and deletes everything else. */
    @AfterEach
    void cleanUp() {
        server.clock.set(RunningServer.START);
        server.testDatabase.executeAsSuperuser("""
                SET search_path = docket;
                DELETE FROM ticket_assignments; DELETE FROM ticket_history; DELETE FROM tickets;
                DELETE FROM ticket_types WHERE sla_policy_id IS NOT NULL;
                DELETE FROM sla_policies WHERE id <> 'standard'""");
        client.patch("/sla-policies/standard", "{\"isDefault\": true}").expect(200);
    }

    private static Answer create(String json) {
        return client.post("/sla-policies", json);
    }

    private static JsonNode policy(String id) {
        return client.get("/sla-policies/" + id).expect(200).json();
    }

    /** Creates a ticket type with this policy, and with the policy's id as its own. */
    private static void typeOf(String policy) {
        client.post("/ticket-types", "{\"id\": \"%1$s\", \"name\": \"T\", \"slaPolicyId\": \"%1$s\"}".formatted(policy))
                .expect(201);
    }

    private static JsonNode ticketOf(String type, String status) {
        return client.post("/tickets", ticket("""
                        {"ticketTypeId": "%s", "priority": "high", "status": "%s"}""".formatted(type, status)))
                .expect(201)
                .json();
    }

    private static JsonNode again(JsonNode ticket) {
        return client.get("/tickets/" + ticket.get("uniqueId").asText())
                .expect(200)
                .json();
    }

    @Nested
    class Create {

        @Test
        void needsNothingButAName() {
            Answer created = create("{\"name\": \"Plain\"}").expect(201);

            assertThat(created.json().get("id").asText()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-.*");
            assertThatJson(created.body())
                    .whenIgnoringPaths("id", "createdAt", "updatedAt")
                    .isEqualTo("""
                    {
                      "name": "Plain",
                      "isDefault": false,
                      "targets": {
                        "urgent": {"firstResponseMinutes": 15, "resolutionMinutes": 240},
                        "high": {"firstResponseMinutes": 60, "resolutionMinutes": 480},
                        "medium": {"firstResponseMinutes": 240, "resolutionMinutes": 1440},
                        "low": {"firstResponseMinutes": 480, "resolutionMinutes": 2880}
                      },
                      "pausingStatuses": ["waiting_customer"],
                      "atRiskPercent": 80,
                      "pausesFirstResponse": false,
                      "version": 1
                    }""");
        }

        @Test
        void givesThePrioritiesThatAreLeftOutTheDefaults() {
            JsonNode targets = create("{\"name\": \"P\", \"targets\": {\"high\": {}}}")
                    .expect(201)
                    .json()
                    .get("targets");

            assertThatJson(targets.get("high")).isEqualTo("{}");
            assertThat(targets.get("low").get("resolutionMinutes").asInt()).isEqualTo(2880);
        }

        @Test
        void countsAStatusOnce() {
            assertThatJson(create("{\"name\": \"P\", \"pausingStatuses\": [\"waiting_internal\", \"open\", \"open\"]}")
                            .expect(201)
                            .json()
                            .get("pausingStatuses"))
                    .isEqualTo("[\"open\", \"waiting_internal\"]");
            assertThatJson(create("{\"name\": \"P\", \"pausingStatuses\": []}")
                            .expect(201)
                            .json()
                            .get("pausingStatuses"))
                    .isEqualTo("[]");
        }

        @Test
        void reportsEverythingThatIsWrong() {
            assertThat(create("""
                            {"id": "a b", "isDefault": "no", "targets": {"urgent": {"firstResponseMinutes": 0},
                             "high": {"resolutionMinutes": 525601}, "none": {}}, "pausingStatuses": ["resolved"],
                             "atRiskPercent": 101, "x": 1}""").violations())
                    .containsExactlyInAnyOrder(
                            "/id invalid_format",
                            "/name required",
                            "/isDefault wrong_type",
                            "/targets/urgent/firstResponseMinutes out_of_range",
                            "/targets/high/resolutionMinutes out_of_range",
                            "/targets/none unknown_property",
                            "/pausingStatuses/0 unknown_value",
                            "/atRiskPercent out_of_range",
                            "/x unknown_property");
            assertThat(create("{\"id\": \"preview\", \"name\": \"N\", \"calendarId\": \"none\"}")
                            .violations())
                    .containsExactly("/id invalid_format", "/calendarId unknown_reference");
        }
    }

    @Nested
    class Default {

        @Test
        void isOneOfThemAtMost() {
            String tag = client.get("/sla-policies/standard").header("ETag");

            create("{\"id\": \"a\", \"name\": \"A\", \"isDefault\": true}").expect(201);
            assertThat(policy("standard").get("isDefault").asBoolean()).isFalse();
            assertThat(client.get("/sla-policies/standard").header("ETag")).isNotEqualTo(tag);
            client.patch("/sla-policies/standard", "{\"isDefault\": true}").expect(200);
            assertThat(policy("a").get("isDefault").asBoolean()).isFalse();
            assertThat(policy("a").get("version").asInt()).isEqualTo(1);
        }

        @Test
        void isForTicketsWhoseTypeNamesNone() {
            create(
                            "{\"id\": \"a\", \"name\": \"A\", \"isDefault\": true, \"targets\": {\"high\": {\"resolutionMinutes\": 7}}}")
                    .expect(201);

            JsonNode created = client.post("/tickets", ticket("{\"priority\": \"high\"}"))
                    .expect(201)
                    .json();
            assertThat(created.get("slaResolutionDue").asText()).isEqualTo("2026-03-06T21:37:00Z");
            assertThat(created.has("slaFirstResponseDue")).isFalse();
        }

        @Test
        void isDocketsOwnIfTheAccountHasNoDefault() {
            client.patch("/sla-policies/standard", "{\"isDefault\": null}").expect(200);

            assertThat(client.post("/tickets", ticket("{\"priority\": \"high\"}"))
                            .expect(201)
                            .json()
                            .get("slaResolutionDue")
                            .asText())
                    .isEqualTo("2026-03-07T05:30:00Z");
        }

        @Test
        void isOneOfThemHoweverManyAskAtOnce() {
            List<String> ids = IntStream.range(0, 6).mapToObj(i -> "p" + i).toList();
            ids.forEach(id ->
                    create("{\"id\": \"%s\", \"name\": \"P\"}".formatted(id)).expect(201));

            List<CompletableFuture<Integer>> edits = ids.stream()
                    .map(id -> CompletableFuture.supplyAsync(
                            () -> client.patch("/sla-policies/" + id, "{\"isDefault\": true}")
                                    .status()))
                    .toList();

            assertThat(edits).allSatisfy(edit -> assertThat(edit.join()).isEqualTo(200));
            assertThat(client.get("/sla-policies").json().get("data").findValuesAsText("isDefault"))
                    .containsOnlyOnce("true");
        }
    }

    @Nested
    class Update {

        @Test
        void changesWhatIsSaidAndNothingElse() {
            create(EVERYTHING).expect(201);
            server.clock.advance(Duration.ofMinutes(1));

            Answer changed = client.patch("/sla-policies/gold", """
                    {"name": "Silver", "targets": {"urgent": {"firstResponseMinutes": null}, "high": null,
                     "low": {"resolutionMinutes": 9}}, "calendarId": null, "atRiskPercent": null,
                     "pausingStatuses": null, "pausesFirstResponse": null}""").expect(200);

            assertThatJson(changed.body()).isEqualTo("""
                    {
                      "id": "gold",
                      "name": "Silver",
                      "isDefault": false,
                      "targets": {
                        "urgent": {"resolutionMinutes": 525600},
                        "high": {"firstResponseMinutes": 60, "resolutionMinutes": 480},
                        "medium": {"resolutionMinutes": 3},
                        "low": {"resolutionMinutes": 9}
                      },
                      "pausingStatuses": ["waiting_customer"],
                      "atRiskPercent": 80,
                      "pausesFirstResponse": false,
                      "version": 2,
                      "createdAt": "2026-03-06T21:30:00Z",
                      "updatedAt": "2026-03-06T21:31:00Z"
                    }""");
            assertThatJson(client.get("/sla-policies/gold").body()).isEqualTo(changed.body());
        }

        @Test
        void makesAVersionOnlyOfWhatDueDatesDependOn() {
            create(EVERYTHING).expect(201);

            assertThat(client.patch("/sla-policies/gold", "{\"name\": \"N\", \"isDefault\": true}")
                            .json()
                            .get("version")
                            .asInt())
                    .isEqualTo(1);
            assertThat(client.patch("/sla-policies/gold", "{\"atRiskPercent\": 50}")
                            .json()
                            .get("version")
                            .asInt())
                    .isEqualTo(2);
        }

        @Test
        void isHeldToTheContractAsAWhole() {
            assertThat(client.patch("/sla-policies/standard", """
                            {"id": "other", "name": null, "version": 7, "isDefault": 1, "targets": {"low": 3},
                             "calendarId": "a b", "atRiskPercent": 0}""").violations())
                    .containsExactlyInAnyOrder(
                            "/id unknown_property",
                            "/name required",
                            "/version unknown_property",
                            "/isDefault wrong_type",
                            "/targets/low wrong_type",
                            "/calendarId invalid_format",
                            "/atRiskPercent out_of_range");
            assertThat(client.patch("/sla-policies/standard", "{\"calendarId\": \"none\"}")
                            .violations())
                    .containsExactly("/calendarId unknown_reference");
            assertThat(client.patch("/sla-policies/standard?applyTo=closed", "{}")
                            .violations())
                    .containsExactly("applyTo unknown_value");
        }
    }

    @Nested
    class Tickets {

        private final String gold = """
                {"id": "gold", "name": "Gold", "targets": {"high": {"firstResponseMinutes": 60, "resolutionMinutes": 120}}}""";
        private final String faster = """
                {"targets": {"high": {"firstResponseMinutes": 30, "resolutionMinutes": 60}}}""";

        private void setUp() {
            create(gold).expect(201);
            typeOf("gold");
        }

        private void assertDue(JsonNode ticket, String firstResponse, String resolution) {
            assertThat(ticket.get("slaFirstResponseDue").asText()).isEqualTo(firstResponse);
            assertThat(ticket.get("slaResolutionDue").asText()).isEqualTo(resolution);
        }

        @Test
        void thatAreNewAreUnderTheNewVersionAndOthersUnderTheirs() {
            setUp();
            JsonNode old = ticketOf("gold", "open");

            client.patch("/sla-policies/gold", faster).expect(200);

            assertThat(again(old)).isEqualTo(old);
            assertDue(ticketOf("gold", "open"), "2026-03-06T22:00:00Z", "2026-03-06T22:30:00Z");
        }

        @Test
        void thatAreNewAreUnderTheNewVersionOnEveryNode() {
            setUp();
            try (RunningServer beside = server.beside()) {
                ContractClient other = beside.client();
                String body = ticket("{\"ticketTypeId\": \"gold\", \"priority\": \"high\"}");
                assertDue(
                        other.post("/tickets", body).expect(201).json(),
                        "2026-03-06T22:30:00Z",
                        "2026-03-06T23:30:00Z");

                client.patch("/sla-policies/gold", faster).expect(200);

                assertDue(
                        other.post("/tickets", body).expect(201).json(),
                        "2026-03-06T22:00:00Z",
                        "2026-03-06T22:30:00Z");
            }
        }

        @Test
        void thatAreOpenAreMovedIfTheEditSaysSo() {
            setUp();
            JsonNode open = ticketOf("gold", "in_progress");
            JsonNode resolved = ticketOf("gold", "resolved");
            server.clock.advance(Duration.ofMinutes(10));

            client.patch("/sla-policies/gold?applyTo=open", faster).expect(200);

            JsonNode moved = again(open);
            assertDue(moved, "2026-03-06T22:00:00Z", "2026-03-06T22:30:00Z");
            assertThat(moved.get("updatedAt").asText()).isEqualTo("2026-03-06T21:40:00Z");
            assertThat(again(resolved)).isEqualTo(resolved);
            assertThat(stored(open))
                    .containsExactly(
                            "2",
                            "2",
                            "2026-03-06 21:54:00+00",
                            "2026-03-06 22:00:00+00",
                            "2026-03-06 22:18:00+00",
                            "2026-03-06 22:30:00+00",
                            null);
            List<String> entry = history(open);
            assertThat(entry.subList(0, 3)).containsExactly("2", "sla_recalculated", "test");
            assertThatJson(entry.get(3)).isEqualTo("""
                    {"slaPolicyVersion": 1, "slaFirstResponseDue": "2026-03-06T22:30:00Z",
                     "slaResolutionDue": "2026-03-06T23:30:00Z"}""");
            assertThatJson(entry.get(4)).isEqualTo("""
                    {"slaPolicyVersion": 2, "slaFirstResponseDue": "2026-03-06T22:00:00Z",
                     "slaResolutionDue": "2026-03-06T22:30:00Z"}""");
        }

        @Test
        void ofOtherPoliciesStayAsTheyAre() {
            setUp();
            JsonNode other = client.post("/tickets", ticket()).expect(201).json();

            client.patch("/sla-policies/gold?applyTo=open", faster).expect(200);

            assertThat(again(other)).isEqualTo(other);
        }

        @Test
        void ofEarlierEditsAreMovedByAnEditWithoutAChange() {
            setUp();
            JsonNode open = ticketOf("gold", "open");
            client.patch("/sla-policies/gold", faster).expect(200);

            client.patch("/sla-policies/gold?applyTo=open", "{}").expect(200);

            assertDue(again(open), "2026-03-06T22:00:00Z", "2026-03-06T22:30:00Z");
            assertThat(policy("gold").get("version").asInt()).isEqualTo(2);
        }

        @Test
        void thatWereBreachedStaySo() {
            setUp();
            JsonNode open = ticketOf("gold", "open");
            server.clock.set(Instant.parse("2026-03-06T22:31:00Z"));

            client.patch("/sla-policies/gold?applyTo=open", """
                            {"targets": {"high": {"firstResponseMinutes": 5000, "resolutionMinutes": 5000}}}""").expect(200);

            assertThatJson(again(open))
                    .isObject()
                    .containsEntry("slaStatus", "on_time")
                    .containsEntry("slaBreachedAt", "2026-03-06T22:30:00Z");
        }

        @Test
        void thatArePausedStaySo() {
            setUp();
            JsonNode paused = ticketOf("gold", "waiting_customer");
            server.clock.advance(Duration.ofMinutes(50));

            client.patch("/sla-policies/gold?applyTo=open", faster).expect(200);

            assertThatJson(again(paused))
                    .isObject()
                    .containsEntry("slaPausedAt", "2026-03-06T21:30:00Z")
                    .containsEntry("slaResolutionDue", "2026-03-06T23:20:00Z");
        }

        @Test
        void thatAreManyAreMovedInBatches() {
            setUp();
            ticketOf("gold", "open");
            server.testDatabase.executeAsSuperuser("""
                    INSERT INTO docket.tickets (
                           account_id, unique_id, ticket_number, subject, description, status, priority, category, source,
                           requester_type, requester_id, requester_name, requester_email, created_at, updated_at,
                           sla_policy_id, sla_policy_version)
                    SELECT account_id, gen_random_uuid(), 'X-' || n, subject, description, status, priority, category,
                           source, requester_type, requester_id, requester_name, requester_email, created_at, updated_at,
                           sla_policy_id, sla_policy_version
                      FROM docket.tickets, generate_series(1, 1199) n""");

            client.patch("/sla-policies/gold?applyTo=open", faster).expect(200);

            assertThat(server.testDatabase.queryAsSuperuser("""
                    SELECT count(*), min(sla_policy_version), max(sla_resolution_due)::text,
                           (SELECT count(*) FROM docket.ticket_history WHERE action = 'sla_recalculated'),
                           (SELECT count(*) FROM docket.sla_recalculations)
                      FROM docket.tickets"""))
                    .containsExactly(List.of("1200", "2", "2026-03-06 22:30:00+00", "1200", "0"));
        }

        /** A crash between the edit and the work leaves this state. */
        @Test
        void thatAreStillToBeMovedAreFoundAgain() {
            setUp();
            JsonNode open = ticketOf("gold", "open");
            client.patch("/sla-policies/gold", faster).expect(200);
            server.testDatabase.executeAsSuperuser("""
                    INSERT INTO docket.sla_recalculations
                    VALUES ('%s', 'gold', 2, 'a', 'Ann', 'r', now())""".formatted(DemoData.ACCOUNT));
            OpenTicketRecalculation recalculation = new OpenTicketRecalculation(server.database, server.clock);

            assertThat(recalculation.next(DemoData.OTHER_ACCOUNT)).isFalse();
            assertThat(recalculation.next(DemoData.ACCOUNT)).isTrue();
            assertThat(recalculation.next(DemoData.ACCOUNT)).isFalse();

            assertDue(again(open), "2026-03-06T22:00:00Z", "2026-03-06T22:30:00Z");
            assertThat(history(open).subList(0, 3)).containsExactly("2", "sla_recalculated", "Ann");
        }

        private List<String> stored(JsonNode ticket) {
            return server.testDatabase
                    .queryAsSuperuser("""
                            SELECT version, sla_policy_version, sla_first_response_at_risk_at, sla_first_response_due,
                                   sla_resolution_at_risk_at, sla_resolution_due, sla_breached_at
                              FROM docket.tickets WHERE id = %s""".formatted(ticket.get("id")))
                    .get(0);
        }

        /** Returns the last entry of the history. */
        private List<String> history(JsonNode ticket) {
            return server.testDatabase
                    .queryAsSuperuser("""
                            SELECT number, action, actor_name, before, after FROM docket.ticket_history
                             WHERE ticket_id = %s ORDER BY number DESC""".formatted(ticket.get("id")))
                    .get(0);
        }
    }

    @Nested
    class Delete {

        @Test
        void isRefusedWhileTicketsOrTicketTypesReferToIt() {
            create(EVERYTHING).expect(201);
            typeOf("gold");
            ticketOf("gold", "open");

            assertThat(client.delete("/sla-policies/gold")
                            .expect(409)
                            .json()
                            .get("detail")
                            .asText())
                    .startsWith("the policy 'gold' applies to 1 ticket and is named by 1 ticket type; delete");
        }
    }

    @ParameterizedTest
    @CsvSource({"sla:read, 200", "sla:write, 403", "tickets:read, 403"})
    void havePreviewsForThoseWhoMayReadThem(String permission, int read) {
        server.client(List.of(permission))
                .post("/sla-policies/preview", "{\"priority\": \"low\", \"start\": \"2026-03-06T21:30:00Z\"}")
                .expect(read);
    }
}
