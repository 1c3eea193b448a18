package dev.docket.server.events;

import static dev.docket.server.testing.TicketJson.ticket;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.persistence.testing.EachSeed;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.FormData;
import dev.docket.server.testing.Problems;
import dev.docket.server.testing.RunningServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /events}. Each test has an account of its own with the demo's data. */
class EventFeedTest {

    private static RunningServer server;

    private String account;
    private ContractClient agent;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void createAccount() {
        account = server.nextDemo();
        agent = server.clientOf(account);
    }

    @Test
    void tellsWhatHappensToATicket() {
        String id = create("{\"assignedTo\": \"u-ana\"}");
        agent.patch("/tickets/" + id, "{\"status\": \"waiting_customer\"}").expect(200);
        agent.patch("/tickets/" + id, "{\"status\": \"open\", \"assignedTo\": null}")
                .expect(200);
        String comment = comment(id, "Please restart it.");
        agent.patch("/tickets/" + id + "/comments/" + comment, "{\"content\": \"Restart it.\"}")
                .expect(200);
        agent.post("/tickets/" + id + "/comments/" + comment + "/redact", "{\"reason\": \"wrong ticket\"}")
                .expect(200);
        String file = attach(id);
        agent.delete("/tickets/" + id + "/attachments/" + file).expect(204);
        agent.post("/tickets/" + id + "/escalations", "{\"reason\": \"angry\"}").expect(201);
        agent.patch("/tickets/" + id, "{\"status\": \"resolved\"}").expect(200);
        agent.patch("/tickets/" + id, "{\"status\": \"open\"}").expect(200);
        agent.delete("/tickets/" + id).expect(204);
        agent.post("/tickets/" + id + "/restore", "").expect(200);
        String other = create("{}");
        agent.post(
                        "/tickets/merge",
                        "{\"primaryTicketId\": \"%s\", \"ticketIdsToMerge\": [\"%s\"]}".formatted(id, other))
                .expect(200);

        assertThat(told(events("")))
                .containsExactly(
                        "1 ticket.created",
                        "1 ticket.assigned",
                        "2 ticket.updated",
                        "2 ticket.status_changed",
                        "2 sla.paused",
                        "3 ticket.updated",
                        "3 ticket.status_changed",
                        "3 ticket.unassigned",
                        "3 sla.resumed",
                        "4 comment.added",
                        "5 comment.updated",
                        "6 comment.redacted",
                        "7 attachment.added",
                        "8 attachment.deleted",
                        "9 ticket.escalated",
                        "10 ticket.updated",
                        "10 ticket.status_changed",
                        "11 ticket.updated",
                        "11 ticket.status_changed",
                        "11 ticket.reopened",
                        "12 ticket.deleted",
                        "13 ticket.restored",
                        "1 ticket.created",
                        "14 ticket.merged",
                        "2 ticket.updated",
                        "2 ticket.status_changed",
                        "2 ticket.merged");
    }

    @Test
    void isInTheFormatOfCloudEvents() {
        String id = create("{}");
        JsonNode ticket = agent.get("/tickets/" + id).expect(200).json();

        JsonNode entry =
                agent.get("/tickets/" + id + "/history").expect(200).json().at("/data/0");

        JsonNode event = events("").get(0);

        assertThatJson(event).isEqualTo("""
                {"specversion": "1.0", "id": "%d-1-ticket.created", "source": "urn:docket:account:%s",
                 "type": "ticket.created", "subject": "%s", "time": "2026-03-06T21:30:00Z",
                 "datacontenttype": "application/json",
                 "data": {"number": 1, "actor": %s, "requestId": "${json-unit.any-string}",
                          "depth": 0, "before": {}, "after": %s, "ticket": %s}}""".formatted(
                        ticket.get("id").asLong(), account, id, entry.get("actor"), entry.get("after"), ticket));
    }

    /** After any change, an event has the ticket as a request directly after the change read it. */
    @EachSeed
    void hasTheTicketAsOfTheEvent(long seed) {
        Random random = new Random(seed);
        List<String> tickets = List.of(create("{}"), create("{\"priority\": \"urgent\"}"));
        Map<String, JsonNode> read = new HashMap<>();
        for (int step = 0; step < 80; step++) {
            server.clock.advance(Duration.ofMinutes(random.nextInt(1, 90)));
            String id = tickets.get(random.nextInt(2));
            change(id, random);
            Answer answer = agent.get("/tickets/" + id);
            if (answer.status() == 200
                    && answer.json().get("updatedAt").asText().equals(now())) {
                read.put(id + " " + now(), answer.json());
            }
        }

        Map<String, JsonNode> last = new HashMap<>();
        for (JsonNode event : events("")) {
            JsonNode ticket = event.at("/data/ticket");
            if (!event.get("type").asText().matches("sla.at_risk|sla.breached")) {
                last.put(
                        event.get("subject").asText() + " "
                                + ticket.get("updatedAt").asText(),
                        event);
            }
        }
        assertThat(last.keySet()).containsAll(read.keySet()).hasSizeGreaterThan(30);
        read.forEach((key, ticket) -> {
            JsonNode event = last.get(key);
            assertThatJson(event.at("/data/ticket"))
                    .as("seed %d, %s", seed, event)
                    .isEqualTo(ticket);
        });
    }

    /** Sends one of many requests, some of which are refused. */
    private void change(String id, Random random) {
        String ticket = "/tickets/" + id;
        switch (random.nextInt(14)) {
            case 0 -> agent.patch(ticket, "{\"priority\": \"%s\"}".formatted(any(random, "low", "high", "urgent")));
            case 1, 2 ->
                agent.patch(
                        ticket,
                        "{\"status\": \"%s\"}"
                                .formatted(any(random, "open", "in_progress", "waiting_customer", "resolved")));
            case 3 ->
                agent.patch(ticket, "{\"assignedTo\": %s}".formatted(any(random, "null", "\"u-ana\"", "\"u-ben\"")));
            case 4 ->
                agent.patch(ticket, "{\"subject\": \"Error %d\", \"tags\": [\"t%1$d\"]}".formatted(random.nextInt(99)));
            case 5 ->
                agent.patch(ticket, "{\"requesterPhone\": \"+1 212 555 01%d\"}".formatted(random.nextInt(10, 99)));
            case 6, 7 -> agent.post(ticket + "/comments", "{\"content\": \"Public %d\"}".formatted(random.nextInt(99)));
            case 8 -> agent.post(ticket + "/comments", "{\"content\": \"Note\", \"isInternal\": true}");
            case 9 -> agent.post(ticket + "/sla/pause", "{\"reason\": \"a part is missing\"}");
            case 10 -> agent.post(ticket + "/sla/resume", "{\"reason\": \"it is here\"}");
            case 11 -> agent.post(ticket + "/escalations", "{\"reason\": \"again\"}");
            case 12 -> agent.delete(ticket);
            default -> agent.post(ticket + "/restore", "");
        }
    }

    private static String any(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    @Test
    void hasTheCommentAsOfTheEvent() {
        String id = create("{}");
        String path = "/tickets/" + id + "/comments/" + comment(id, "first");
        JsonNode first = agent.get(path).expect(200).json();
        server.clock.advance(Duration.ofMinutes(1));
        agent.patch(path, "{\"content\": \"second\", \"mentions\": [\"u-ana\"]}")
                .expect(200);
        JsonNode second = agent.get(path).expect(200).json();
        server.clock.advance(Duration.ofMinutes(1));
        agent.patch(path, "{\"content\": \"third\"}").expect(200);
        JsonNode third = agent.get(path).expect(200).json();

        List<JsonNode> events = events("type=comment.added&type=comment.updated&type=comment.redacted");
        assertThat(events.stream().map(event -> event.at("/data/comment"))).containsExactly(first, second, third);

        agent.post(path + "/redact", "{\"reason\": \"wrong ticket\"}").expect(200);

        List<JsonNode> redacted = events("type=comment.added&type=comment.updated&type=comment.redacted");
        assertThat(redacted)
                .hasSize(4)
                .allMatch(event -> event.at("/data/comment/content").isMissingNode());
        assertThat(redacted.get(3).at("/data/comment"))
                .isEqualTo(agent.get(path).json());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void hasTheSameEventsOnPagesOfAnySize(int pageSize) {
        String id = create("{\"assignedTo\": \"u-ana\"}");
        agent.patch("/tickets/" + id, "{\"status\": \"in_progress\"}").expect(200);
        create("{}");
        agent.patch("/tickets/" + id, "{\"status\": \"resolved\"}").expect(200);

        List<JsonNode> paged = new ArrayList<>();
        JsonNode page = page("pageSize=" + pageSize);
        page.get("data").forEach(paged::add);
        while (page.get("hasMore").asBoolean()) {
            page = page(
                    "pageSize=" + pageSize + "&cursor=" + page.get("nextCursor").asText());
            assertThat(page.get("data").size()).isLessThanOrEqualTo(pageSize);
            page.get("data").forEach(paged::add);
        }

        assertThat(paged).isEqualTo(events(""));
        assertThat(paged).hasSize(7);
    }

    @Test
    void goesOnFromTheCursorOfItsEnd() {
        create("{}");
        JsonNode first = page("");
        assertThat(first.get("hasMore").asBoolean()).isFalse();
        JsonNode none = page("cursor=" + first.get("nextCursor").asText());
        assertThat(none.get("data")).isEmpty();

        create("{}");

        for (JsonNode end : List.of(first, none)) {
            JsonNode next = page("cursor=" + end.get("nextCursor").asText());
            assertThat(next.get("data")).hasSize(1);
            assertThat(next.at("/data/0/type").asText()).isEqualTo("ticket.created");
        }
    }

    @Test
    void startsNow() {
        create("{}");
        JsonNode now = page("from=now");
        assertThat(now.get("data")).isEmpty();
        assertThat(now.get("hasMore").asBoolean()).isFalse();

        String later = create("{}");

        JsonNode next = page("from=now&cursor=" + now.get("nextCursor").asText());
        assertThat(subjects(next)).containsExactly(later);
    }

    @Test
    void hasTheEventsOfSomeTypesAndOfOneTicket() {
        String id = create("{}");
        String other = create("{}");
        comment(id, "first");
        comment(other, "second");
        comment(id, "third");
        String number = agent.get("/tickets/" + id).json().get("ticketNumber").asText();

        assertThat(told(events("type=comment.added&type=ticket.deleted")))
                .containsExactly("2 comment.added", "2 comment.added", "3 comment.added");
        assertThat(told(events("ticketId=" + number)))
                .containsExactly("1 ticket.created", "2 comment.added", "3 comment.added");
        assertThat(told(events("type=ticket.created&ticketId=" + other))).containsExactly("1 ticket.created");
        Problems.assertProblem(agent.get("/events?ticketId=TKT-999"), ProblemType.NOT_FOUND, "/events");
        assertThat(agent.get("/events?type=ticket.sold").violations()).containsExactly("type unknown_value");
    }

    @Test
    void hidesNotesAndProtectedTickets() {
        String id = create("{}");
        agent.post("/tickets/" + id + "/comments", "{\"content\": \"Suspicious.\", \"isInternal\": true}")
                .expect(201);
        agent.post(
                        "/ticket-types",
                        "{\"id\": \"fraud\", \"name\": \"Fraud\", \"requiredPermissions\": [\"custom:fraud\"]}")
                .expect(201);
        ContractClient investigator = server.client(
                account, List.of("tickets:create", "tickets:read", "tickets:update", "events:read", "custom:fraud"));
        String hidden = investigator
                .post("/tickets", ticket("{\"ticketTypeId\": \"fraud\"}"))
                .expect(201)
                .json()
                .get("uniqueId")
                .asText();
        String moved = create("{}");
        investigator.patch("/tickets/" + moved, "{\"ticketTypeId\": \"fraud\"}").expect(200);

        ContractClient reader = server.client(account, List.of("tickets:read", "events:read"));
        assertThat(subjects(reader.get("/events").expect(200).json())).containsExactly(id);
        assertThat(told(list(reader.get("/events").expect(200).json()))).containsExactly("1 ticket.created");
        assertThat(reader.get("/events").expect(200).body())
                .doesNotContain("internalNoteCount")
                .doesNotContain("attachmentCount");
        assertThat(page("").toString()).contains("internalNoteCount", "attachmentCount", "Suspicious.");
        assertThat(subjects(investigator.get("/events").expect(200).json())).contains(hidden, moved);
    }

    @Test
    void isNotForRequesters() {
        Answer refused = server.requester("merchant", "1001").get("/events");
        assertThat(refused.status()).isEqualTo(403);
    }

    @Test
    void rejectsCursorsOfEventsThatAreNoLongerKept() {
        create("{}");
        JsonNode first = page("pageSize=1");
        create("{}");
        page("");
        server.clock.advance(Duration.ofDays(31));
        create("{}");
        page("");
        new EventRetention(server.database, EventSettings.defaults(), server.clock).run();

        Answer expired =
                agent.get("/events?pageSize=1&cursor=" + first.get("nextCursor").asText());
        Problems.assertProblem(expired, ProblemType.CURSOR_EXPIRED, "/events");
        assertThat(told(events(""))).containsExactly("1 ticket.created");
        assertThat(agent.get("/events?cursor=x").violations()).containsExactly("cursor invalid_format");
    }

    private static String now() {
        return server.clock.instant().toString();
    }

    private String create(String changes) {
        return agent.post("/tickets", ticket(changes))
                .expect(201)
                .json()
                .get("uniqueId")
                .asText();
    }

    private String comment(String id, String content) {
        return agent.post("/tickets/" + id + "/comments", "{\"content\": \"%s\"}".formatted(content))
                .expect(201)
                .json()
                .get("id")
                .asText();
    }

    private String attach(String id) {
        return agent.post(
                        "/tickets/" + id + "/attachments",
                        FormData.TYPE,
                        new FormData()
                                .file("receipt.txt", "text/plain", new byte[] {'4', '2'})
                                .bytes())
                .expect(201)
                .json()
                .get("id")
                .asText();
    }

    private JsonNode page(String query) {
        return agent.get("/events?" + query).expect(200).json();
    }

    private List<JsonNode> events(String query) {
        JsonNode page = page("pageSize=200&" + query);
        List<JsonNode> events = list(page);
        while (page.get("hasMore").asBoolean()) {
            page = page("pageSize=200&" + query + "&cursor="
                    + page.get("nextCursor").asText());
            events.addAll(list(page));
        }
        return events;
    }

    private static List<String> subjects(JsonNode page) {
        return list(page).stream().map(event -> event.get("subject").asText()).toList();
    }

    private static List<JsonNode> list(JsonNode page) {
        List<JsonNode> events = new ArrayList<>();
        page.get("data").forEach(events::add);
        return events;
    }

    private static List<String> told(List<JsonNode> events) {
        return events.stream()
                .map(event -> event.at("/data/number").asInt() + " "
                        + event.get("type").asText())
                .toList();
    }
}
