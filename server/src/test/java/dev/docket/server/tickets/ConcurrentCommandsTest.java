package dev.docket.server.tickets;

import static dev.docket.server.testing.TicketJson.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.docket.persistence.testing.EachSeed;
import dev.docket.server.rotations.Crowd;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of tickets at the same time, on two nodes: each ticket is as its history says. */
class ConcurrentCommandsTest {

    private static final int TICKETS = 3;
    private static final int CALLERS = 6;
    private static final int COMMANDS = 40;

    private static RunningServer server;
    private static RunningServer other;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        other = server.beside();
    }

    @AfterAll
    static void stop() {
        other.close();
        server.close();
    }

    @EachSeed
    void leaveEveryTicketAsItsHistorySays(long seed) throws Exception {
        List<String> tickets = createTickets();
        Random seeds = new Random(seed);
        List<Random> randoms = Stream.generate(() -> new Random(seeds.nextLong()))
                .limit(CALLERS)
                .toList();
        Crowd.of(CALLERS, caller -> {
            work((caller % 2 == 0 ? server : other).client(), tickets, randoms.get(caller));
            return null;
        });
        tickets.forEach(ticket -> assertThat(replayed(ticket)).isEqualTo(shown(ticket)));
    }

    /** The control: the comparison of ticket and history fails if they differ. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM docket.ticket_history WHERE number = 2",
                "UPDATE docket.ticket_history SET after = jsonb_set(after, '{priority}', '\"high\"') WHERE number = 2",
                "UPDATE docket.tickets SET priority = 'high'",
                "UPDATE docket.tickets SET version = version + 1",
            })
    void areNotAsTheirHistorySaysWhereSomethingIsMissing(String harm) {
        String ticket = createTickets().get(0);
        server.client().patch("/tickets/" + ticket, "{\"priority\": \"low\"}").expect(200);
        assertThat(replayed(ticket)).isEqualTo(shown(ticket));
        server.testDatabase.executeAsSuperuser("SET session_replication_role = replica; " + harm);
        assertThatThrownBy(() -> assertThat(replayed(ticket)).isEqualTo(shown(ticket)))
                .isInstanceOf(AssertionError.class);
    }

    private static List<String> createTickets() {
        return Stream.generate(() -> server.client()
                        .post("/tickets", ticket("{\"priority\": \"urgent\"}"))
                        .expect(201)
                        .json()
                        .get("uniqueId")
                        .asText())
                .limit(TICKETS)
                .toList();
    }

    private static void work(ContractClient client, List<String> tickets, Random random) {
        for (int i = 0; i < COMMANDS; i++) {
            server.clock.advance(Duration.ofSeconds(random.nextInt(60)));
            Answer answer = command(client, "/tickets/" + tickets.get(random.nextInt(TICKETS)), random);
            assertThat(answer.status()).as(answer.body()).isIn(200, 201, 204, 404, 409);
        }
    }

    private static Answer command(ContractClient client, String path, Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> client.patch(path, "{\"status\": \"waiting_customer\"}");
            case 1 -> client.patch(path, "{\"status\": \"resolved\"}");
            case 2 -> client.patch(path, "{\"status\": \"open\"}");
            case 3 -> client.patch(path, "{\"status\": \"closed\", \"tags\": [\"t" + random.nextInt(3) + "\"]}");
            case 4 -> client.patch(path, "{\"priority\": \"" + (random.nextBoolean() ? "low" : "urgent") + "\"}");
            case 5 -> client.patch(path, "{\"assignedTo\": \"" + (random.nextBoolean() ? "u-ana" : "u-ben") + "\"}");
            case 6 -> client.post(path + "/sla/pause", "{\"reason\": \"r\"}");
            case 7 -> client.post(path + "/sla/resume", "{\"reason\": \"r\"}");
            default -> random.nextBoolean() ? client.delete(path) : client.send("POST", path + "/restore");
        };
    }

    /** Returns the state by the history: the last value of each field, and the counters. */
    private static List<String> replayed(String ticket) {
        server.client().send("POST", "/tickets/" + ticket + "/restore").expect(200);
        List<JsonNode> entries = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = server.client()
                    .get("/tickets/" + ticket + "/history?pageSize=50" + cursor)
                    .expect(200)
                    .json();
            page.get("data").forEach(entries::add);
            cursor =
                    page.has("nextCursor") ? "&cursor=" + page.get("nextCursor").asText() : "";
        } while (!cursor.isEmpty());

        assertThat(entries)
                .extracting(entry -> entry.get("number").asInt())
                .isEqualTo(IntStream.rangeClosed(1, entries.size()).boxed().toList());
        long reopenings = 0;
        for (JsonNode entry : entries) {
            boolean wasDone = List.of("resolved", "closed")
                    .contains(entry.at("/before/status").asText());
            boolean isDone = List.of("resolved", "closed")
                    .contains(entry.at("/after/status").asText());
            reopenings += entry.at("/after/status").isTextual() && wasDone && !isDone ? 1 : 0;
        }
        List<String> said = new ArrayList<>();
        for (String field :
                List.of("status", "priority", "assignedTo", "tags", "resolvedAt", "closedAt", "slaBreachedAt")) {
            // A ticket begins with an empty list of tags; its history names no other field that is empty.
            JsonNode value = field.equals("tags") ? JsonNodeFactory.instance.arrayNode() : null;
            for (JsonNode entry : entries) {
                if (entry.get("before").has(field) || entry.get("after").has(field)) {
                    value = entry.get("after").get(field);
                }
            }
            said.add(field + " " + value);
        }
        said.add("reopenCount " + reopenings);
        said.add("version " + entries.size());
        return said;
    }

    private static List<String> shown(String ticket) {
        Answer answer = server.client().get("/tickets/" + ticket).expect(200);
        List<String> shown = new ArrayList<>();
        for (String field :
                List.of("status", "priority", "assignedTo", "tags", "resolvedAt", "closedAt", "slaBreachedAt")) {
            shown.add(field + " " + answer.json().get(field));
        }
        shown.add("reopenCount " + answer.json().get("reopenCount").asLong());
        shown.add("version " + answer.header("ETag").replaceAll("[\"]|-.*", ""));
        return shown;
    }
}
