package dev.docket.server.merging;

import static dev.docket.server.testing.Problems.assertProblem;
import static dev.docket.server.testing.TicketJson.ticket;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static void commentLater(String id, String content) {
        server.clock.advance(Duration.ofSeconds(1));
        comment(id, content, false);
    }

    @Test
    void listsTheCommentsOfAllTicketsByTheirTime() {
        String primary = create("{}");
        String other = create("{}");
        String third = create("{}");
        commentLater(primary, "1");
        commentLater(other, "2");
        commentLater(third, "3");
        commentLater(primary, "4");
        commentLater(third, "5");
        commentLater(other, "6");

        merge(primary, other, ", \"addMergeNote\": false").expect(200);
        assertThat(comments(primary)).containsExactly("1", "2", "4", "6");
        merge(primary, third, "").expect(200);
        commentLater(primary, "8");

        assertThat(comments(primary))
                .hasSize(8)
                .startsWith("1", "2", "3", "4", "5", "6")
                .endsWith("8");
    }

    @Test
    void repeatsNoCommentWhileAClientPages() {
        String primary = create("{}");
        String other = create("{}");
        commentLater(other, "0");
        for (int at = 1; at <= 4; at++) {
            commentLater(primary, "" + at);
            commentLater(other, at + "b");
        }
        String path = "/tickets/" + primary + "/comments?pageSize=2";
        JsonNode first = client.get(path).expect(200).json();
        assertThat(first.get("data").findValuesAsText("content")).containsExactly("1", "2");

        merge(primary, other, ", \"addMergeNote\": false").expect(200);

        List<String> rest = new ArrayList<>();
        for (JsonNode page = first; page.has("nextCursor"); ) {
            page = client.get(path + "&cursor=" + page.get("nextCursor").asText())
                    .expect(200)
                    .json();
            rest.addAll(page.get("data").findValuesAsText("content"));
        }
        assertThat(rest).containsExactly("2b", "3", "3b", "4", "4b");
        assertThat(comments(primary)).containsExactly("0", "1", "1b", "2", "2b", "3", "3b", "4", "4b");
    }

    @Test
    void keepsTheOrderOfCommentsOfOneInstant() {
        String primary = create("{}");
        String other = create("{}");
        comment(primary, "a", false);
        comment(other, "c", false);
        comment(primary, "b", true);

        merge(primary, other, ", \"addMergeNote\": false").expect(200);

        assertThat(comments(primary)).containsExactly("a", "b", "c");
    }

    /** By the requester and by an agent, public or not, open or closed: the primary ticket is where they belong. */
    @ParameterizedTest
    @ValueSource(strings = {"open", "in_progress", "waiting_customer", "waiting_internal", "resolved", "closed"})
    void leavesATicketThatTakesNoCommentsAndNamesThePrimaryOne(String status) {
        String primary = create("{}");
        String other = create("{}");
        comment(other, "before", false);
        merge(primary, other, ", \"closeSecondaryTickets\": false, \"mergeComments\": false")
                .expect(200);
        client.patch("/tickets/" + other, "{\"status\": \"%s\"}".formatted(status))
                .expect(200);
        String comment = client.get("/tickets/" + other + "/comments")
                .json()
                .at("/data/0/id")
                .asText();
        String path = "/tickets/" + other + "/comments";

        ContractClient requester = server.requester("external", "sam.reed@example.com");
        for (ContractClient author : List.of(client, requester)) {
            assertNamesPrimary(author.post(path, "{\"content\": \"after\"}"), primary);
        }
        assertNamesPrimary(client.post(path, "{\"content\": \"after\", \"isInternal\": true}"), primary);
        assertNamesPrimary(client.patch(path + "/" + comment, "{\"content\": \"after\"}"), primary);

        assertThat(comments(other)).containsExactly("before");
        comment(primary, "there", false);
    }

    private static void assertNamesPrimary(Answer answer, String primary) {
        assertProblem(
                answer, ProblemType.CONFLICT, answer.json().get("instance").asText());
        assertThat(answer.json().get("detail").asText())
                .isEqualTo("the ticket was merged into " + primary + "; continue there");
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
