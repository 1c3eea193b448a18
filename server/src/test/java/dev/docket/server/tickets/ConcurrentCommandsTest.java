package dev.docket.server.tickets;

import static dev.docket.server.testing.TicketJson.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever is done to a ticket at the same time, on two nodes: what it shows is what its history says. */
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

    @Test
    void leaveEveryTicketAsItsHistorySays() throws Exception {
        List<String> tickets = Stream.generate(() -> server.client()
                        .post("/tickets", ticket("{\"priority\": \"urgent\"}"))
                        .expect(201)
                        .json()
                        .get("uniqueId")
                        .asText())
                .limit(TICKETS)
                .toList();
        long seed = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<Integer>> done = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                ContractClient client = (caller % 2 == 0 ? server : other).client();
                Random random = new Random(seed + caller);
                done.add(threads.submit(() -> work(client, tickets, random)));
            }
            int changes = 0;
            for (Future<Integer> each : done) {
                changes += each.get();
            }
            assertThat(changes).as("seed %d", seed).isGreaterThan(CALLERS * COMMANDS / 4);
        } finally {
            threads.shutdownNow();
        }
        tickets.forEach(
                ticket -> assertThat(replayed(ticket)).as("seed %d", seed).isEqualTo(shown(ticket)));
    }

    /** @return how many commands were accepted */
    private static int work(ContractClient client, List<String> tickets, Random random) {
        int accepted = 0;
        for (int i = 0; i < COMMANDS; i++) {
            server.clock.advance(Duration.ofSeconds(random.nextInt(60)));
            Answer answer = command(client, "/tickets/" + tickets.get(random.nextInt(TICKETS)), random);
            assertThat(answer.status()).as(answer.body()).isIn(200, 201, 204, 404, 409);
            accepted += answer.status() < 300 ? 1 : 0;
        }
        return accepted;
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

    /** What the history says: each field as it was set last, and how often things happened. */
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
            // A ticket begins with no tags, which is a list; of the others it says nothing while there is nothing.
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
