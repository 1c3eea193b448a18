package dev.docket.server.http.json;

import static dev.docket.server.testing.Problems.assertProblem;
import static dev.docket.server.testing.TicketJson.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.problem.ViolationList;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A merge patch is read as a tree, which is bounded as other bodies are. */
class MergePatchTest {

    private static RunningServer server;
    private static ContractClient client;
    private static String ticket;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        client = server.client();
        ticket = "/tickets/"
                + client.post("/tickets", ticket()).expect(201).json().get("id").asText();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String nested(int depth) {
        return "{\"customFields\": " + "{\"a\": ".repeat(depth - 1) + "1" + "}".repeat(depth);
    }

    @Test
    void isNestedAtMost32Deep() {
        client.patch(ticket, nested(32)).expect(200);
        for (int depth : new int[] {33, 40, 1_000, 100_000}) {
            assertThat(client.patch(ticket, nested(depth)).violations()).containsExactly("malformed");
        }
    }

    @Test
    void hasEachPropertyOnce() {
        assertThat(client.patch(ticket, "{\"subject\": \"a\", \"subject\": \"b\"}")
                        .violations())
                .containsExactly("malformed");
    }

    @Test
    void isToldOfAHundredErrors() {
        String members = IntStream.range(0, 60_000)
                .mapToObj(at -> "\"p" + at + "\": 1")
                .collect(Collectors.joining(",", "{", "}"));

        Answer answer = client.patch(ticket, members);

        assertThat(answer.violations()).hasSize(ViolationList.MAX);
        assertThat(answer.json().get("detail").asText()).contains("60000 errors");
    }

    @Test
    void holdsTheLimitsOfArraysAndMaps() {
        String tags =
                IntStream.range(0, 90_000).mapToObj(at -> "\"t" + at + "\"").collect(Collectors.joining(","));
        String fields = IntStream.range(0, 60_000)
                .mapToObj(at -> "\"p" + at + "\": 1")
                .collect(Collectors.joining(",", "{", "}"));

        assertThat(client.patch(ticket, "{\"tags\": [" + tags + "]}").violations())
                .containsExactly("/tags too_many");
        assertThat(client.patch(ticket, "{\"customFields\": " + fields + "}").violations())
                .contains("/customFields too_many");
    }

    @Test
    void isAtMostAMebibyte() {
        assertProblem(
                client.patch(ticket, "{\"subject\": \"" + "x".repeat(1 << 20) + "\"}"),
                ProblemType.CONTENT_TOO_LARGE,
                ticket);
    }
}
