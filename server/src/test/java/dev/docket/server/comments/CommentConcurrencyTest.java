package dev.docket.server.comments;

import static dev.docket.server.testing.TicketJson.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many callers comment at once, on a few tickets, through two nodes. */
class CommentConcurrencyTest {

    private static final int TICKETS = 3;
    private static final int ROUNDS = 20;

    private RunningServer one;
    private RunningServer other;

    @BeforeEach
    void start() {
        one = RunningServer.start();
        other = one.beside();
    }

    @AfterEach
    void stop() {
        other.close();
        one.close();
    }

    @Test
    void countsTheCommentsAsTheHistoryDoes() throws Exception {
        ContractClient agent = one.client();
        List<String> tickets = IntStream.range(0, TICKETS)
                .mapToObj(i -> agent.post("/tickets", ticket()).expect(201).json())
                .map(created -> "/tickets/" + created.get("uniqueId").asText())
                .toList();
        tickets.forEach(path -> agent.patch(path, "{\"status\": \"resolved\"}").expect(200));

        List<Future<Answer>> answers = new ArrayList<>();
        ExecutorService people = Executors.newFixedThreadPool(12);
        try {
            List<ContractClient> agents = List.of(agent, other.client());
            List<ContractClient> requesters = List.of(requester(one), requester(other));
            for (int round = 0; round < ROUNDS; round++) {
                int node = round % 2;
                for (String path : tickets) {
                    String comments = path + "/comments";
                    answers.add(people.submit(() -> agents.get(node).post(comments, "{\"content\": \"a\"}")));
                    answers.add(people.submit(() -> requesters.get(1 - node).post(comments, "{\"content\": \"r\"}")));
                    answers.add(people.submit(
                            () -> agents.get(1 - node).post(comments, "{\"content\": \"n\", \"isInternal\": true}")));
                }
            }
            for (Future<Answer> answer : answers) {
                answer.get().expect(201);
            }
        } finally {
            people.shutdownNow();
        }

        for (String path : tickets) {
            assertCounted(agent, path);
        }
        assertThat(one.testDatabase.queryAsSuperuser("""
                        SELECT ticket_id, min(number), max(number), count(*) FROM docket.ticket_comments GROUP BY 1"""))
                .hasSize(TICKETS)
                .allSatisfy(row -> assertThat(row.subList(1, 4)).containsExactly("1", "60", "60"));
    }

    private static ContractClient requester(RunningServer node) {
        return node.requester("external", "sam.reed@example.com");
    }

    private static void assertCounted(ContractClient client, String path) {
        JsonNode ticket = client.get(path).expect(200).json();
        assertThat(ticket.get("responseCount").asInt()).isEqualTo(2 * ROUNDS);
        assertThat(ticket.get("internalNoteCount").asInt()).isEqualTo(ROUNDS);
        // It was resolved, and reopened by the first comment of a requester.
        assertThat(ticket.get("reopenCount").asInt()).isEqualTo(1);

        JsonNode comments = client.get(path + "/comments?pageSize=200&includeTotal=true")
                .expect(200)
                .json();
        assertThat(comments.get("total").asInt()).isEqualTo(3 * ROUNDS);
        List<String> ids = new ArrayList<>();
        comments.get("data").forEach(comment -> ids.add(comment.get("id").asText()));

        JsonNode history = client.get(path + "/history?pageSize=200&includeTotal=true")
                .expect(200)
                .json();
        List<JsonNode> entries = new ArrayList<>();
        history.get("data").forEach(entries::add);
        assertThat(entries.stream().mapToLong(entry -> entry.get("number").asLong()))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, entries.size()).boxed().toList());
        List<JsonNode> commented = entries.stream()
                .filter(entry -> entry.get("action").asText().equals("commented"))
                .toList();
        assertThat(commented)
                .extracting(entry -> entry.at("/after/commentId").asText())
                .containsExactlyElementsOf(ids);
        assertThat(commented.stream()
                        .filter(entry -> entry.at("/after/isInternal").asBoolean()))
                .hasSize(ROUNDS);
        assertThat(commented.stream()
                        .filter(entry -> entry.at("/after/reopenCount").asInt() == 1))
                .hasSize(1);
        assertThat(client.get(path).header("ETag")).startsWith("\"" + (2 + 3 * ROUNDS));
    }
}
