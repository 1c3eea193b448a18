package dev.docket.server.servicelevels;

import static dev.docket.server.testing.TicketJson.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.RunningServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Both clocks stand while a ticket is resolved or closed. All times are minutes after the creation; the clocks run
 * around the clock. High priority: first response within 60 and resolution within 480; urgent: 30 and 240. At risk
 * after 80 percent.
 */
class ResolvedClocksTest {

    private static final Instant CREATED = RunningServer.START;
    private static final String TARGETS = """
            {"high": {"firstResponseMinutes": 60, "resolutionMinutes": 480},
             "urgent": {"firstResponseMinutes": 30, "resolutionMinutes": 240}}""";

    private static RunningServer server;
    private static ContractClient client;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        client = server.client();
        addType("one", false);
        addType("both", true);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Adds a ticket type whose policy pauses the resolution only, or both clocks. */
    private static void addType(String id, boolean pausesFirstResponse) {
        client.post("/sla-policies", """
                        {"id": "%1$s", "name": "Policy", "targets": %2$s, "pausesFirstResponse": %3$s}""".formatted(id, TARGETS, pausesFirstResponse))
                .expect(201);
        client.post("/ticket-types", "{\"id\": \"%1$s\", \"name\": \"Type\", \"slaPolicyId\": \"%1$s\"}".formatted(id))
                .expect(201);
    }

    /**
     * @param type whose policy pauses only the resolution, or both clocks
     * @param steps each a minute and what is done then
     * @param end the minute of the state
     * @param breached the minute of {@code slaBreachedAt}
     * @param paused {@code slaTotalPausedTime}
     * @param events the target (f: first response, r: resolution), the kind (~: at risk, !: breached) and the minute
     */
    @ParameterizedTest(name = "{0}: {1}; after {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # type| steps                                 | end | status  | first| res.| breach| paused| events
            one   | 0 close 70 open                       | 70  | on_time | 130  | 550 |       | 70    |
            both  | 0 close 70 open                       | 70  | on_time | 130  | 550 |       | 70    |
            one   | 0 close 70 open                       | 118 | at_risk | 130  | 550 |       | 70    | f~118
            one   | 0 close 70 open                       | 131 | breached| 130  | 550 | 130   | 70    | f~118 f!130
            one   | 30 resolve 1000 open                  | 1000| on_time | 1030 | 1450|       | 970   |
            one   | 30 resolve 500 close 1000 open        | 1000| on_time | 1030 | 1450|       | 970   |
            both  | 30 resolve 500 close 1000 open        | 1000| on_time | 1030 | 1450|       | 970   |
            one   | 30 close                              | 5000| on_time | 60   | 480 |       | 0     |
            one   | 50 resolve 1000 open                  | 1000| at_risk | 1010 | 1430|       | 950   | f~48
            one   | 70 resolve 1000 open                  | 1000| breached| 60   | 1410| 60    | 930   | f~48 f!60
            one   | 10 resolve 20 open 30 resolve 100 open| 100 | on_time | 140  | 560 |       | 80    |
            one   | 10 close 20 open 30 close 100 open    | 141 | breached| 140  | 560 | 140   | 80    | f~128 f!140
            one   | 10 wait 20 resolve 100 open           | 100 | on_time | 140  | 570 |       | 90    |
            both  | 10 wait 20 resolve 100 open           | 100 | on_time | 150  | 570 |       | 90    |
            one   | 10 pause 20 resolve 100 open          | 100 | on_time | 140  | 570 |       | 90    |
            both  | 10 pause 20 close 100 open            | 100 | on_time | 150  | 570 |       | 90    |
            one   | 10 close 100 open 110 respond         | 300 | on_time | 150  | 570 |       | 90    |
            one   | 10 close 100 open 155 respond         | 300 | breached| 150  | 570 | 150   | 90    | f~138 f!150
            one   | 10 close 100 open 105 urgent          | 110 | on_time | 120  | 330 |       | 90    |
            one   | 10 close 100 open 105 urgent          | 121 | breached| 120  | 330 | 120   | 90    | f~114 f!120
            one   | 5 respond 10 resolve 1000 work        | 1000| on_time | 60   | 1470|       | 990   |
            one   | 5 respond 10 resolve 1000 work        | 1471| breached| 60   | 1470| 1470  | 990   | r~1374 r!1470
            one   | 10 resolve 100 wait                   | 200 | breached| 150  | 670 | 150   | 190   | f~138 f!150
            both  | 10 resolve 100 wait                   | 200 | paused  | 250  | 670 |       | 190   |
            one   | 20 merge                              | 5000| on_time | 60   | 480 |       | 0     |
            """)
    void stand(
            String type,
            String steps,
            int end,
            String status,
            int first,
            int resolution,
            @Nullable Integer breached,
            int paused,
            @Nullable String events) {
        server.clock.set(CREATED);
        String id = create(type);
        int minute = 0;
        String[] words = steps.split(" ");
        for (int word = 0; word < words.length; word += 2) {
            int at = Integer.parseInt(words[word]);
            watch(minute, at);
            minute = at;
            perform(id, words[word + 1], type);
        }
        watch(minute, end);

        JsonNode shown = client.get("/tickets/" + id).expect(200).json();
        assertThat(shown.get("slaStatus").asText()).isEqualTo(status);
        assertThat(minute(shown, "slaFirstResponseDue")).as("first response").isEqualTo(first);
        assertThat(minute(shown, "slaResolutionDue")).as("resolution").isEqualTo(resolution);
        assertThat(minute(shown, "slaBreachedAt")).as("breach").isEqualTo(breached);
        assertThat(shown.get("slaTotalPausedTime").asInt()).isEqualTo(paused);
        assertThat(events(id)).isEqualTo(events == null ? List.of() : List.of(events.split(" ")));
        requireNothingWhileResolved(id);
    }

    private static String create(String type) {
        return client.post("/tickets", ticket("{\"priority\": \"high\", \"ticketTypeId\": \"" + type + "\"}"))
                .expect(201)
                .json()
                .get("uniqueId")
                .asText();
    }

    private static void perform(String id, String step, String type) {
        switch (step) {
            case "respond" ->
                client.post("/tickets/" + id + "/comments", "{\"content\": \"Hello.\"}")
                        .expect(201);
            case "pause" ->
                client.post("/tickets/" + id + "/sla/pause", "{\"reason\": \"A part is ordered.\"}")
                        .expect(200);
            case "merge" ->
                client.post("/tickets/merge", """
                            {"primaryTicketId": "%s", "ticketIdsToMerge": ["%s"]}""".formatted(create(type), id)).expect(200);
            case "urgent" ->
                client.patch("/tickets/" + id, "{\"priority\": \"urgent\"}").expect(200);
            default ->
                client.patch("/tickets/" + id, "{\"status\": \"" + status(step) + "\"}")
                        .expect(200);
        }
    }

    private static String status(String step) {
        return switch (step) {
            case "close" -> "closed";
            case "resolve" -> "resolved";
            case "wait" -> "waiting_customer";
            case "work" -> "in_progress";
            default -> step;
        };
    }

    /** Looks for due events at twenty instants, so that none is overlooked and none is recorded early. */
    private static void watch(int from, int until) {
        for (int part = 1; part <= 20; part++) {
            server.clock.set(CREATED.plus(Duration.ofMinutes(from))
                    .plus(Duration.ofMinutes(until - from).multipliedBy(part).dividedBy(20)));
            new SlaWatch(server.database, server.clock).run();
        }
    }

    private static @Nullable Integer minute(JsonNode json, String property) {
        return json.hasNonNull(property)
                ? Integer.valueOf((int) Duration.between(
                                CREATED, Instant.parse(json.get(property).asText()))
                        .toMinutes())
                : null;
    }

    private static List<String> events(String id) {
        List<String> events = new ArrayList<>();
        for (JsonNode entry :
                client.get("/tickets/" + id + "/history").expect(200).json().get("data")) {
            String action = entry.get("action").asText();
            if (action.equals("sla_at_risk") || action.equals("sla_breached")) {
                events.add("%s%s%d"
                        .formatted(
                                entry.get("after").get("target").asText().charAt(0),
                                action.equals("sla_at_risk") ? "~" : "!",
                                minute(entry.get("after"), "at")));
            }
        }
        return events;
    }

    private static void requireNothingWhileResolved(String id) {
        JsonNode sla = client.get("/tickets/" + id + "/sla").expect(200).json();
        for (JsonNode pause : sla.get("pauses")) {
            if (pause.get("cause").asText().equals("resolved")) {
                Instant from = Instant.parse(pause.get("from").asText());
                Instant until = Instant.parse(pause.get("until").asText());
                for (JsonNode event : sla.get("events")) {
                    Instant at = Instant.parse(event.get("at").asText());
                    assertThat(at.isAfter(from) && at.isBefore(until))
                            .as("event in the pause")
                            .isFalse();
                }
                for (String target : List.of("firstResponse", "resolution")) {
                    for (JsonNode span : sla.get(target).get("spans")) {
                        assertThat(Instant.parse(span.get("from").asText()).isBefore(until)
                                        && Instant.parse(span.get("until").asText())
                                                .isAfter(from))
                                .as("%s counts in the pause", target)
                                .isFalse();
                    }
                }
            }
        }
    }
}
