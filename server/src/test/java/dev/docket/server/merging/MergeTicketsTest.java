package dev.docket.server.merging;

import static dev.docket.server.testing.TicketJson.ticket;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code POST /tickets/merge}. */
class MergeTicketsTest {

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

    private static String create(String json) {
        return client.post("/tickets", ticket(json))
                .expect(201)
                .json()
                .get("uniqueId")
                .asText();
    }

    private static void comment(String id, String content, boolean isInternal) {
        client.post(
                        "/tickets/" + id + "/comments",
                        "{\"content\": \"%s\", \"isInternal\": %s}".formatted(content, isInternal))
                .expect(201);
    }

    private static Answer merge(String primary, String other, String options) {
        return client.post(
                "/tickets/merge",
                "{\"primaryTicketId\": \"%s\", \"ticketIdsToMerge\": [\"%s\"]%s}".formatted(primary, other, options));
    }

    private static List<String> comments(String id) {
        return client.get("/tickets/" + id + "/comments")
                .expect(200)
                .json()
                .get("data")
                .findValuesAsText("content");
    }

    private static JsonNode read(String id) {
        return client.get("/tickets/" + id).expect(200).json();
    }

    @Test
    void movesCommentsWithTheirWordsAndCounts() {
        String primary = create("{}");
        String other = create("{}");
        comment(primary, "first", false);
        comment(other, "zebra", false);
        comment(other, "giraffe", true);

        assertThatJson(merge(primary, other, ", \"addMergeNote\": false")
                        .expect(200)
                        .only("responseCount", "internalNoteCount"))
                .isEqualTo("{\"responseCount\": 2, \"internalNoteCount\": 1}");

        assertThat(comments(primary)).containsExactly("first", "zebra", "giraffe");
        assertThat(comments(other)).isEmpty();
        assertThat(client.get("/tickets?search=zebra").json().get("data").findValuesAsText("uniqueId"))
                .containsExactly(primary);
        comment(primary, "next", false);
        assertThat(comments(primary)).endsWith("next");
    }

    @Test
    void skipsTheStepsThatTheRequestTurnsOff() {
        String primary = create("{}");
        String other = create("{}");
        comment(other, "stays", false);

        merge(
                        primary,
                        other,
                        ", \"mergeComments\": false, \"closeSecondaryTickets\": false, \"addMergeNote\": false,"
                                + " \"mergeAttachments\": false")
                .expect(200);

        assertThat(comments(other)).containsExactly("stays");
        assertThat(read(primary).get("responseCount").asInt()).isZero();
        assertThat(read(other).get("status").asText()).isEqualTo("open");
        assertThat(read(other).at("/metaData/mergedInto").asText()).isEqualTo(primary);
        client.patch("/tickets/" + other, "{\"status\": \"closed\"}").expect(200);
    }

    @Test
    void notesTheMergeOnBothTickets() {
        String primary = create("{}");
        String other = create("{}");
        merge(primary, other, "").expect(200);

        JsonNode history =
                client.get("/tickets/" + other + "/history").json().get("data").get(1);
        assertThat(history.get("action").asText()).isEqualTo("merged_into");
        assertThat(history.at("/after/mergedInto").asText()).isEqualTo(primary);
        JsonNode merged = client.get("/tickets/" + primary + "/history")
                .json()
                .get("data")
                .get(1);
        assertThat(merged.get("action").asText()).isEqualTo("merged");
        assertThat(merged.at("/after/mergedTicketIds/0").asText()).isEqualTo(other);
    }

    @Test
    void cannotBeUndoneByReopeningNorGoInCircles() {
        String primary = create("{}");
        String other = create("{}");
        merge(primary, other, "").expect(200);

        client.patch("/tickets/" + other, "{\"status\": \"open\"}").expect(409);
        merge(other, primary, "").expect(409);
        merge(create("{}"), other, "").expect(409);
        merge(create("{}"), create("{\"status\": \"closed\"}"), "").expect(409);
        merge(create("{\"status\": \"closed\"}"), create("{}"), "").expect(409);
    }

    @Test
    void saysWhichTicketIsNotThere() {
        String one = create("{}");
        String number = read(one).get("ticketNumber").asText();

        assertThat(merge("TKT-99999", one, "").violations()).containsExactly("/primaryTicketId unknown_reference");
        assertThat(merge(one, "TKT-99999", "").violations()).containsExactly("/ticketIdsToMerge/0 unknown_reference");
        assertThat(merge(one, number, "").violations()).containsExactly("/ticketIdsToMerge/0 contradiction");
        String theirs = server.client(DemoData.OTHER_ACCOUNT, Operations.permissions())
                .post("/tickets", ticket())
                .expect(201)
                .json()
                .get("uniqueId")
                .asText();
        assertThat(merge(one, theirs, "").violations()).containsExactly("/ticketIdsToMerge/0 unknown_reference");
    }

    @Test
    void isDoneByOneOfTwoThatAreOppositeAtTheSameTime() {
        try (RunningServer other = server.beside()) {
            for (int round = 0; round < 10; round++) {
                String one = create("{}");
                String two = create("{}");
                comment(one, "one", false);
                comment(two, "two", false);
                List<CompletableFuture<Integer>> merges = Stream.of(
                                CompletableFuture.supplyAsync(
                                        () -> merge(one, two, "").status()),
                                CompletableFuture.supplyAsync(() -> other.client()
                                        .post(
                                                "/tickets/merge",
                                                "{\"primaryTicketId\": \"%s\", \"ticketIdsToMerge\": [\"%s\"]}"
                                                        .formatted(two, one))
                                        .status()))
                        .toList();

                assertThat(merges.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder(200, 409);
                assertThat(Stream.of(one, two)
                                .mapToInt(id -> comments(id).size())
                                .sum())
                        .isEqualTo(3);
            }
        }
    }
}
