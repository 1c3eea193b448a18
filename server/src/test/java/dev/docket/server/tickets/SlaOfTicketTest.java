package dev.docket.server.tickets;

import static dev.docket.server.testing.TicketJson.ticket;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.servicelevels.SlaWatch;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The service level of a ticket during the work on it: by the demo's policy, from Monday to Friday, 09:00 to 17:00 in
 * New York, a high priority is answered within an hour and resolved within 8; it is paused while waiting for the
 * customer.
 */
class SlaOfTicketTest {

    /** Tuesday, 10:00 in New York. */
    private static final Instant START = Instant.parse("2026-03-03T15:00:00Z");

    private static RunningServer server;
    private static ContractClient client;

    private String id;

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
    void createATicketOfHighPriority() {
        server.clock.set(START);
        id = create("{\"priority\": \"high\"}");
    }

    private static String create(String json) {
        return client.post("/tickets", ticket(json))
                .expect(201)
                .json()
                .get("uniqueId")
                .asText();
    }

    private void at(String instant) {
        server.clock.set(Instant.parse(instant));
    }

    private void move(String status) {
        client.patch("/tickets/" + id, "{\"status\": \"" + status + "\"}").expect(200);
    }

    private void pause(String reason) {
        client.post("/tickets/" + id + "/sla/pause", "{\"reason\": \"" + reason + "\"}")
                .expect(200);
    }

    private void resume() {
        client.post("/tickets/" + id + "/sla/resume", "{\"reason\": \"done\"}").expect(200);
    }

    private String read(String... properties) {
        return client.get("/tickets/" + id).expect(200).only(properties);
    }

    private Answer sla() {
        return client.get("/tickets/" + id + "/sla").expect(200);
    }

    private static void watch() {
        new SlaWatch(server.database, server.clock).run();
    }

    /** Returns the events in the history: action, target, when it happened, and when it was recorded. */
    private List<String> events(String ticket) {
        List<String> events = new ArrayList<>();
        for (JsonNode entry :
                client.get("/tickets/" + ticket + "/history").json().get("data")) {
            JsonNode after = entry.get("after");
            if (after.has("target")) {
                events.add("%s %s %s %s"
                        .formatted(
                                entry.get("action").asText(),
                                after.get("target").asText(),
                                after.get("at").asText(),
                                entry.get("at").asText()));
            }
        }
        return events;
    }

    @Nested
    class Pauses {

        @Test
        void byStatusMoveTheResolutionAndNotTheFirstResponse() {
            at("2026-03-03T17:00:00Z");
            move("waiting_customer");
            assertThatJson(read("slaStatus", "slaPausedAt", "slaFirstResponseDue", "slaResolutionDue"))
                    .isEqualTo("""
                            {"slaStatus": "breached", "slaPausedAt": "2026-03-03T17:00:00Z",
                             "slaFirstResponseDue": "2026-03-03T16:00:00Z", "slaResolutionDue": "2026-03-04T15:00:00Z"}""");
            at("2026-03-03T19:00:00Z");
            assertThatJson(read("slaResolutionDue", "slaTotalPausedTime"))
                    .isEqualTo("{\"slaResolutionDue\": \"2026-03-04T17:00:00Z\", \"slaTotalPausedTime\": 120}");
            move("in_progress");
            at("2026-03-03T21:00:00Z");
            assertThatJson(read("slaResolutionDue", "slaTotalPausedTime"))
                    .isEqualTo("{\"slaResolutionDue\": \"2026-03-04T17:00:00Z\", \"slaTotalPausedTime\": 120}");
        }

        @Test
        void outsideBusinessHoursMoveNothing() {
            at("2026-03-03T22:30:00Z");
            move("waiting_customer");
            at("2026-03-04T13:00:00Z");
            move("open");

            assertThatJson(read("slaResolutionDue", "slaTotalPausedTime"))
                    .isEqualTo("{\"slaResolutionDue\": \"2026-03-04T15:00:00Z\", \"slaTotalPausedTime\": 0}");
        }

        @Test
        void tenOf59SecondsAreNineMinutes() {
            for (int i = 0; i < 10; i++) {
                server.clock.set(START.plusSeconds(600L + i * 120));
                move("waiting_customer");
                server.clock.set(START.plusSeconds(659L + i * 120));
                move("open");
            }
            assertThatJson(read("slaTotalPausedTime", "slaResolutionDue"))
                    .isEqualTo("{\"slaTotalPausedTime\": 9, \"slaResolutionDue\": \"2026-03-04T15:09:50Z\"}");
        }

        @Test
        void byHandAreIndependentOfThoseOfTheStatus() {
            at("2026-03-03T15:10:00Z");
            pause("spare part");
            client.post("/tickets/" + id + "/sla/pause", "{\"reason\": \"again\"}")
                    .expect(409);
            at("2026-03-03T15:20:00Z");
            move("waiting_customer");
            at("2026-03-03T15:30:00Z");
            resume();
            assertThatJson(read("slaStatus", "slaPausedAt"))
                    .isEqualTo("{\"slaStatus\": \"paused\", \"slaPausedAt\": \"2026-03-03T15:10:00Z\"}");
            client.post("/tickets/" + id + "/sla/resume", "{\"reason\": \"again\"}")
                    .expect(409);
            at("2026-03-03T15:40:00Z");
            move("open");

            assertThatJson(read("slaTotalPausedTime", "slaResolutionDue"))
                    .isEqualTo("{\"slaTotalPausedTime\": 30, \"slaResolutionDue\": \"2026-03-04T15:30:00Z\"}");
            assertThatJson(sla().json().get("pauses").toString()).isEqualTo("""
                    [{"cause": "manual", "reason": "spare part", "from": "2026-03-03T15:10:00Z",
                      "until": "2026-03-03T15:30:00Z", "businessSeconds": 1200},
                     {"cause": "status", "from": "2026-03-03T15:20:00Z", "until": "2026-03-03T15:40:00Z",
                      "businessSeconds": 1200}]""");
        }

        @Test
        void endWithTheResolutionAndTheTimeInResolvedIsOne() {
            at("2026-03-03T16:00:00Z");
            pause("later");
            at("2026-03-03T16:30:00Z");
            move("resolved");
            assertThatJson(read("slaStatus", "slaPausedAt", "slaTotalPausedTime", "slaResolutionMet"))
                    .isEqualTo("{\"slaStatus\": \"breached\", \"slaTotalPausedTime\": 30, \"slaResolutionMet\": true}");
            client.post("/tickets/" + id + "/sla/resume", "{\"reason\": \"r\"}").expect(409);
            at("2026-03-04T15:00:00Z");
            assertThatJson(read("slaTotalPausedTime")).isEqualTo("{\"slaTotalPausedTime\": 30}");
            move("waiting_customer");
            at("2026-03-04T15:15:00Z");

            assertThatJson(sla().json().get("pauses").toString()).isEqualTo("""
                    [{"cause": "manual", "reason": "later", "from": "2026-03-03T16:00:00Z",
                      "until": "2026-03-03T16:30:00Z", "businessSeconds": 1800},
                     {"cause": "resolved", "from": "2026-03-03T16:30:00Z", "until": "2026-03-04T15:00:00Z",
                      "businessSeconds": 23400},
                     {"cause": "status", "from": "2026-03-04T15:00:00Z", "businessSeconds": 900}]""");
            assertThatJson(sla().only("pausedBusinessSeconds", "pausedAt"))
                    .isEqualTo("{\"pausedBusinessSeconds\": 26100, \"pausedAt\": \"2026-03-04T15:00:00Z\"}");
        }

        @Test
        void needARunningServiceLevel() {
            id = create("{\"status\": \"resolved\"}");
            client.post("/tickets/" + id + "/sla/pause", "{\"reason\": \"r\"}").expect(409);
            client.get("/tickets/" + id + "/sla").expect(404);
            move("open");
            client.post("/tickets/" + id + "/sla/pause", "{\"reason\": \"r\"}").expect(409);
            client.post("/tickets/" + id + "/sla/resume", "{\"reason\": \"r\"}").expect(409);
            assertThatJson(read("slaStatus")).isEqualTo("{}");
        }

        @Test
        void areForAVersionOfTheTicketIfThatIsNamed() {
            ContractClient old = client.with("If-Match", "\"9\"");
            old.post("/tickets/" + id + "/sla/pause", "{\"reason\": \"r\"}").expect(412);
            old.post("/tickets/" + id + "/sla/resume", "{\"reason\": \"r\"}").expect(412);
        }
    }

    @Nested
    class Priority {

        @Test
        void bringsItsTargetsFromTheSameStartWithTheSamePauses() {
            at("2026-03-03T15:10:00Z");
            move("waiting_customer");
            at("2026-03-03T15:40:00Z");
            move("open");
            client.patch("/tickets/" + id, "{\"priority\": \"low\"}").expect(200);

            assertThatJson(read("slaFirstResponseDue", "slaResolutionDue", "slaTotalPausedTime"))
                    .isEqualTo("""
                    {"slaFirstResponseDue": "2026-03-04T15:00:00Z", "slaResolutionDue": "2026-03-11T14:30:00Z",
                     "slaTotalPausedTime": 30}""");
        }

        @Test
        void leavesABreachWhereItWas() {
            at("2026-03-03T16:30:00Z");
            client.patch("/tickets/" + id, "{\"priority\": \"low\"}").expect(200);

            assertThatJson(read("slaStatus", "slaBreachedAt"))
                    .isEqualTo("{\"slaStatus\": \"on_time\", \"slaBreachedAt\": \"2026-03-03T16:00:00Z\"}");
        }
    }

    @Nested
    class Explanation {

        @Test
        void countsTheBusinessTimeInItsSpans() {
            at("2026-03-03T21:30:00Z");
            move("waiting_customer");
            at("2026-03-04T14:30:00Z");
            move("open");
            at("2026-03-04T15:00:00Z");

            Answer answer = sla();
            assertThatJson(answer.json().get("resolution").toString()).isEqualTo("""
                    {"minutes": 480, "elapsedSeconds": 25200, "remainingSeconds": 3600, "isRunning": true,
                     "atRiskAt": "2026-03-03T21:24:00Z", "dueAt": "2026-03-04T16:00:00Z",
                     "spans": [{"from": "2026-03-03T15:00:00Z", "until": "2026-03-03T21:30:00Z"},
                               {"from": "2026-03-04T14:30:00Z", "until": "2026-03-04T15:00:00Z"}]}""");
            assertThatJson(answer.only(
                            "status",
                            "policyId",
                            "policyVersion",
                            "priority",
                            "start",
                            "pausedSeconds",
                            "pausedBusinessSeconds",
                            "breachedAt"))
                    .isEqualTo("""
                            {"status": "breached", "policyId": "standard", "policyVersion": 1, "priority": "high",
                             "start": "2026-03-03T15:00:00Z", "pausedSeconds": 61200, "pausedBusinessSeconds": 3600,
                             "breachedAt": "2026-03-03T16:00:00Z"}""");
            client.with("If-None-Match", answer.header("ETag"))
                    .get("/tickets/" + id + "/sla")
                    .expect(304);
            at("2026-03-04T15:01:00Z");
            client.with("If-None-Match", answer.header("ETag"))
                    .get("/tickets/" + id + "/sla")
                    .expect(200);
        }
    }

    @Nested
    class Events {

        @Test
        void areRecordedOnceWhenTheyHaveComeAboutWithTheInstantAtWhichTheyDid() {
            at("2026-03-03T15:47:59Z");
            watch();
            assertThat(events(id)).isEmpty();
            at("2026-03-03T15:48:00Z");
            watch();
            watch();
            assertThat(events(id))
                    .containsExactly("sla_at_risk first_response 2026-03-03T15:48:00Z 2026-03-03T15:48:00Z");
            at("2026-03-03T16:00:00Z");
            watch();
            assertThat(events(id)).hasSize(1);
            at("2026-03-03T16:00:05Z");
            watch();
            assertThat(events(id)).endsWith("sla_breached first_response 2026-03-03T16:00:00Z 2026-03-03T16:00:05Z");
            at("2026-03-10T12:00:00Z");
            watch();
            assertThat(events(id))
                    .hasSize(4)
                    .endsWith(
                            "sla_at_risk resolution 2026-03-03T21:24:00Z 2026-03-10T12:00:00Z",
                            "sla_breached resolution 2026-03-04T15:00:00Z 2026-03-10T12:00:00Z");
        }

        @Test
        void areRecordedByTheNextChangeOfTheTicket() {
            at("2026-03-03T16:10:00Z");
            move("resolved");
            watch();

            assertThat(events(id))
                    .containsExactly(
                            "sla_at_risk first_response 2026-03-03T15:48:00Z 2026-03-03T16:10:00Z",
                            "sla_breached first_response 2026-03-03T16:00:00Z 2026-03-03T16:10:00Z");
            at("2026-03-20T16:10:00Z");
            watch();
            assertThat(events(id)).hasSize(2);
        }

        @Test
        void ofAPriorityThatMakesThePastTooLongAreRecordedNext() {
            at("2026-03-03T15:30:00Z");
            client.patch("/tickets/" + id, "{\"priority\": \"urgent\"}").expect(200);
            watch();

            assertThat(events(id))
                    .containsExactly(
                            "sla_at_risk first_response 2026-03-03T15:12:00Z 2026-03-03T15:30:00Z",
                            "sla_breached first_response 2026-03-03T15:15:00Z 2026-03-03T15:30:00Z");
        }

        @Test
        void mayComeAgainInTheCycleAfterAReopening() {
            at("2026-03-03T21:30:00Z");
            watch();
            move("resolved");
            move("open");
            at("2026-03-04T15:00:01Z");
            watch();
            assertThat(events(id))
                    .hasSize(4)
                    .endsWith(
                            "sla_at_risk resolution 2026-03-03T21:24:00Z 2026-03-03T21:30:00Z",
                            "sla_breached resolution 2026-03-04T15:00:00Z 2026-03-04T15:00:01Z");
            move("resolved");
            client.patch("/tickets/" + id, "{\"priority\": \"low\"}").expect(200);
            at("2026-03-04T16:00:01Z");
            move("open");
            at("2026-03-20T12:00:00Z");
            watch();
            watch();

            assertThat(events(id))
                    .hasSize(6)
                    .endsWith(
                            "sla_at_risk resolution 2026-03-10T13:24:00Z 2026-03-20T12:00:00Z",
                            "sla_breached resolution 2026-03-11T15:00:00Z 2026-03-20T12:00:00Z");
        }

        @Test
        void doNotComeWhilePaused() {
            at("2026-03-03T15:10:00Z");
            move("waiting_customer");
            at("2026-03-05T15:00:00Z");
            watch();

            assertThat(events(id)).hasSize(2).allMatch(event -> event.contains("first_response"));
        }

        @Test
        void ofDeletedTicketsWaitUntilTheyAreRestored() {
            client.delete("/tickets/" + id).expect(204);
            at("2026-03-03T16:00:01Z");
            watch();
            client.send("POST", "/tickets/" + id + "/restore").expect(200);

            assertThat(events(id)).hasSize(2);
        }

        @Test
        void areRecordedOnceByAnyNumberOfNodesAndWithoutACeiling() {
            List<String> many = Stream.generate(() -> create("{\"priority\": \"urgent\"}"))
                    .limit(60)
                    .toList();
            at("2026-03-05T15:30:00Z");
            try (RunningServer other = server.beside()) {
                CompletableFuture<?>[] watches = Stream.of(server, other, server, other)
                        .map(node -> CompletableFuture.runAsync(() -> new SlaWatch(node.database, server.clock).run()))
                        .toArray(CompletableFuture[]::new);
                CompletableFuture.allOf(watches).join();
            }

            for (String ticket : many) {
                assertThat(events(ticket)).hasSize(4).doesNotHaveDuplicates();
            }
        }
    }

    @Nested
    class AThousandPauses {

        @Test
        void areTheMostThatATicketCanHave() {
            pause("The first.");
            resume();
            server.testDatabase.executeAsSuperuser("""
                    UPDATE docket.tickets
                       SET sla_pauses = (SELECT jsonb_agg(pause)
                                            FROM (SELECT tickets.sla_pauses -> 0 AS pause FROM generate_series(1, 999)) p)
                     WHERE unique_id = '%s'""".formatted(id));
            pause("The thousandth.");
            resume();
            assertThatJson(sla().body()).node("pauses").isArray().hasSize(1000);

            client.post("/tickets/" + id + "/sla/pause", "{\"reason\": \"One more.\"}")
                    .expect(409);
            client.patch("/tickets/" + id, "{\"status\": \"waiting_customer\"}").expect(409);
            move("in_progress");
            move("closed");
            client.patch("/tickets/" + id, "{\"status\": \"open\"}").expect(409);
        }
    }

    @Nested
    class UpdatedAt {

        @Test
        void staysWhenOnlyTimePasses() {
            at("2026-03-05T15:00:00Z");
            watch();
            assertThat(events(id)).hasSize(4);
            assertThatJson(read("updatedAt")).isEqualTo("{\"updatedAt\": \"2026-03-03T15:00:00Z\"}");
        }

        @Test
        void isTheTimeOfAChangeThatRecordsEventsFirst() {
            at("2026-03-05T15:00:00Z");
            move("in_progress");
            assertThat(events(id)).hasSize(4);
            assertThatJson(read("updatedAt")).isEqualTo("{\"updatedAt\": \"2026-03-05T15:00:00Z\"}");
        }

        @Test
        void keepsThePlaceOfATicketInAList() {
            String other = create("{\"priority\": \"low\"}");
            at("2026-03-03T15:30:00Z");
            client.patch("/tickets/" + other, "{\"priority\": \"medium\"}").expect(200);
            List<String> before = newest();
            at("2026-03-05T15:00:00Z");
            watch();
            assertThat(newest()).isEqualTo(before);
        }

        private static List<String> newest() {
            List<String> ids = new ArrayList<>();
            client.get("/tickets?sort=-updatedAt&pageSize=200")
                    .json()
                    .get("data")
                    .forEach(ticket -> ids.add(ticket.get("uniqueId").asText()));
            return ids;
        }
    }
}
