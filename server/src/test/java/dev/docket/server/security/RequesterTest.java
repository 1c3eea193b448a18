package dev.docket.server.security;

import static dev.docket.server.testing.Problems.assertProblem;
import static dev.docket.server.testing.TicketJson.ticket;
import static dev.docket.server.testing.TicketJson.ticketOf;
import static dev.docket.server.testing.TicketJson.ticketWith;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.persistence.testing.Wait;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.FormData;
import dev.docket.server.testing.RunningServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token that is bound to a requester sees and may do. */
class RequesterTest {

    private static RunningServer server;

    private String account;
    private ContractClient agent;
    private ContractClient blueDoor;
    private ContractClient kiteShop;

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
        blueDoor = requester("merchant", "1001");
        kiteShop = requester("merchant", "1002");
    }

    private ContractClient requester(String type, String id) {
        return server.requester(account, new TokenRequester(type, id), Operations.permissions());
    }

    private static String create(ContractClient by, String json) {
        return "/tickets/"
                + by.post("/tickets", json).expect(201).json().get("uniqueId").asText();
    }

    private static List<String> numbers(ContractClient by, String query) {
        List<String> numbers = new ArrayList<>();
        by.get("/tickets" + query)
                .expect(200)
                .json()
                .get("data")
                .forEach(ticket -> numbers.add(ticket.get("ticketNumber").asText()));
        return numbers;
    }

    @Nested
    class Tickets {

        @Test
        void areThoseOfItsOwnByEveryNameOfTheTicket() {
            JsonNode own = agent.post("/tickets", ticketOf("merchant", "1001"))
                    .expect(201)
                    .json();

            for (String name : List.of("id", "uniqueId", "ticketNumber")) {
                String path = "/tickets/" + own.get(name).asText();
                blueDoor.get(path).expect(200);
                assertProblem(kiteShop.get(path), ProblemType.NOT_FOUND, path);
                kiteShop.get(path + "/history").expect(404);
                kiteShop.get(path + "/comments").expect(404);
                kiteShop.get(path + "/attachments").expect(404);
                kiteShop.post(path + "/comments", "{\"content\": \"x\"}").expect(404);
            }
        }

        /** A merchant has two ids, and tickets name it by either. */
        @Test
        void areThoseThatNameItByAnyOfItsIds() {
            agent.post("/tickets", ticketOf("merchant", "1001")).expect(201);
            agent.post("/tickets", ticketOf("merchant", "m-blue-door")).expect(201);
            agent.post("/tickets", ticketOf("merchant-internal", "1001")).expect(201);

            assertThat(numbers(blueDoor, "?sort=createdAt")).hasSize(2);
            assertThat(numbers(requester("merchant", "m-blue-door"), "")).hasSize(2);
            assertThat(numbers(requester("merchant-internal", "m-blue-door"), ""))
                    .hasSize(1);
            assertThat(numbers(kiteShop, "")).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "sam.reed@example.com, 1",
            "Sam.Reed@Example.COM, 1",
            "sam.reed@example.co, 0",
            "visitor-77@example.com, 0",
            "%@example.com, 0",
            "sam_reed@example.com, 0"
        })
        void ofAnExternalRequesterAreThoseWithItsEmailAddress(String email, int count) {
            agent.post("/tickets", ticket()).expect(201);
            agent.post("/tickets", ticketWith("requesterEmail", "other@example.com"))
                    .expect(201);

            assertThat(numbers(requester("external", email), "")).hasSize(count);
        }

        @Test
        void ofAUserAreThoseWithItsEmailAddressInAnyCase() {
            String email =
                    agent.get("/users/u-ana").expect(200).json().get("email").asText();
            agent.post("/tickets", ticketOf("user", email.toUpperCase(Locale.ROOT)))
                    .expect(201);
            agent.post("/tickets", ticketOf("user", email)).expect(201);
            agent.post("/tickets", ticketWith("requesterEmail", email)).expect(201);

            assertThat(numbers(requester("user", email), "")).hasSize(2);
        }

        /** By every filter, search and order, and also in the total. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "?pageSize=50",
                    "?status=open",
                    "?priority=medium",
                    "?category=technical",
                    "?source=phone",
                    "?requesterType=merchant",
                    "?requesterId=1001",
                    "?merchantId=1001",
                    "?search=reader",
                    "?search=%22card reader%22",
                    "?search=-nothing reader",
                    "?tag=vip",
                    "?search=reader&tag=vip",
                    "?customField=any:one",
                    "?sort=-createdAt",
                    "?sort=priority",
                    "?sort=-slaResolutionDue",
                    "?slaStatus=on_time",
                    "?createdFrom=2020-01-01T00:00:00Z",
                    "?assignedTo=none"
                })
        void areListedAndCountedWithoutThoseOfOthers(String query) {
            for (String merchant : List.of("1001", "1002", "1001")) {
                agent.post(
                                "/tickets",
                                ticketOf("merchant", merchant)
                                        .replaceFirst(
                                                "\\{", "{\"tags\": [\"vip\"], \"customFields\": {\"any\": \"one\"},"))
                        .expect(201);
            }
            String path = "/tickets" + query.replace(" ", "%20");
            JsonNode all = agent.get(path + "&includeTotal=true").expect(200).json();
            JsonNode seen =
                    blueDoor.get(path + "&includeTotal=true").expect(200).json();

            seen.get("data")
                    .forEach(ticket ->
                            assertThat(ticket.get("requesterId").asText()).isEqualTo("1001"));
            assertThat(seen.get("data")).hasSize(2);
            assertThat(seen.get("total").asInt()).isEqualTo(2);
            // The control, except for a filter by the requester itself.
            assertThat(all.get("total").asInt()).isGreaterThan(query.contains("1001") ? 1 : 2);
        }

        @Test
        void showNoInternalCounts() {
            String path = create(agent, ticketOf("merchant", "1001"));
            agent.post(path + "/comments", "{\"content\": \"x\", \"isInternal\": true}")
                    .expect(201);
            agent.post(path + "/escalations", "{\"reason\": \"R\"}").expect(201);
            String[] hidden = {"internalNoteCount", "attachmentCount", "escalationCount"};

            assertThatJson(agent.get(path).body()).isObject().containsKeys(hidden);
            assertThatJson(blueDoor.get(path).body()).isObject().doesNotContainKeys(hidden);
            assertThatJson(blueDoor.get("/tickets").body())
                    .inPath("data[0]")
                    .isObject()
                    .doesNotContainKeys(hidden);
            assertThatJson(blueDoor.post("/tickets", ticketOf("merchant", "1001"))
                            .expect(201)
                            .body())
                    .isObject()
                    .doesNotContainKeys(hidden);
        }

        @Test
        void areNoLongerSeenIfTheirRequesterIsErased() {
            agent.post("/tickets", ticket()).expect(201);
            ContractClient sam = requester("external", "sam.reed@example.com");
            assertThat(numbers(sam, "")).hasSize(1);
            agent.post("/requesters/erase", "{\"requesterType\": \"external\", \"requesterId\": \"visitor-77\"}")
                    .expect(202);

            // The erasure also revokes the token, which the server may notice before or after this request.
            Wait.until(() -> {
                Answer answer = sam.get("/tickets");
                return answer.status() == 401
                        || answer.expect(200).json().get("data").isEmpty();
            });
        }
    }

    @Nested
    class ANewTicket {

        @Test
        void isOfTheRequester() {
            String created = create(blueDoor, ticketOf("merchant", "m-blue-door"));

            blueDoor.get(created).expect(200);
            assertThat(agent.get(created).json().get("requesterName").asText()).isEqualTo("Blue Door Bakery");
        }

        /** The rotation's turn depends on tickets that the requester does not see. */
        @Test
        void takesATurnLikeThatOfAnAgent() {
            String body = ticketOf("merchant", "1001")
                    .replaceFirst(
                            "\\{",
                            "{\"ticketTypeId\": \"terminal-support\", \"customFields\": {\"serialNumber\": \"TX-204981\"},");

            assertThat(blueDoor.post("/tickets", body)
                            .expect(201)
                            .json()
                            .path("assignedTo")
                            .asText())
                    .isNotEmpty();
        }

        @Test
        void isStoredInOneBatchWithThoseOfOthers() throws Exception {
            ExecutorService people = Executors.newFixedThreadPool(8);
            List<Future<Answer>> answers = new ArrayList<>();
            try {
                for (int at = 0; at < 40; at++) {
                    ContractClient by = List.of(blueDoor, kiteShop, agent).get(at % 3);
                    String body = ticketOf("merchant", by == blueDoor ? "1001" : "1002");
                    answers.add(people.submit(() -> by.post("/tickets", body)));
                }
                for (Future<Answer> answer : answers) {
                    answer.get().expect(201);
                }
            } finally {
                people.shutdownNow();
            }
            assertThat(blueDoor.get("/tickets?includeTotal=true")
                            .json()
                            .get("total")
                            .asInt())
                    .isEqualTo(14);
            assertThat(kiteShop.get("/tickets?includeTotal=true")
                            .json()
                            .get("total")
                            .asInt())
                    .isEqualTo(26);
        }

        @ParameterizedTest
        @CsvSource({
            "merchant, 1002",
            "merchant, m-kite-shop",
            "merchant-internal, 1001",
            "mid, 1001",
            "merchant, 404",
            "merchant, M-BLUE-DOOR",
            "lead, 3001",
            "application, 1001",
            "user, ana@harborcards.example"
        })
        void isRejectedForAnotherRequester(String type, String id) {
            Answer answer = blueDoor.post("/tickets", ticketOf(type, id));

            assertProblem(answer, ProblemType.FORBIDDEN, "/tickets");
            assertThat(answer.json().get("detail").asText())
                    .isEqualTo(
                            "a token that acts as a requester creates only its own tickets: those of the merchant '1001'");
        }

        @Test
        void ofAnExternalRequesterHasItsEmailAddress() {
            ContractClient sam = requester("external", "Sam.Reed@example.com");

            sam.post("/tickets", ticket()).expect(201);
            sam.post("/tickets", ticketWith("requesterId", "anything")).expect(201);
            sam.post("/tickets", ticketWith("requesterEmail", "SAM.REED@EXAMPLE.COM"))
                    .expect(201);
            sam.post("/tickets", ticketWith("requesterEmail", " sam.reed@example.com "))
                    .expect(201);
            sam.post("/tickets", ticketWith("requesterEmail", "sam@example.com"))
                    .expect(403);
            sam.post("/tickets", ticketOf("external", "visitor-77")).expect(403);
            sam.post("/tickets", ticketOf("merchant", "1001")).expect(403);
            assertThat(numbers(sam, "")).hasSize(4);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '"',
                value = {
                    "'assignedTo': 'u-ana'     | assignedTo",
                    "'assignedTeamId': 1       | assignedTeamId",
                    "'merchantId': 1001        | merchantId",
                    "'leadId': 3001               | leadId",
                    "'applicationId': 'x'      | applicationId",
                    "'midId': 5001             | midId",
                    "'status': 'closed'        | status",
                    "'status': 'in_progress', 'assignedTo': 'u-unknown' | status, assignedTo"
                })
        void isRejectedIfItIsSetUpAsByAnAgent(String property, String named) {
            Answer answer = blueDoor.post(
                    "/tickets",
                    ticketOf("merchant", "1001").replaceFirst("\\{", "{" + property.replace('\'', '"') + ","));

            assertProblem(answer, ProblemType.FORBIDDEN, "/tickets");
            assertThat(answer.json().get("detail").asText())
                    .isEqualTo("a token that acts as a requester cannot set " + named);
        }

        @Test
        void isRepeatedByItsKey() {
            ContractClient keyed =
                    blueDoor.with("Idempotency-Key", UUID.randomUUID().toString());
            String body = ticketOf("merchant", "1001");

            assertThat(keyed.post("/tickets", body).expect(201).body())
                    .isEqualTo(keyed.post("/tickets", body).expect(201).body());
            assertThat(numbers(blueDoor, "")).hasSize(1);
        }
    }

    @Nested
    class History {

        private List<String> actions(ContractClient by, String path) {
            List<String> actions = new ArrayList<>();
            by.get(path + "/history?pageSize=2").expect(200);
            String cursor = "";
            do {
                JsonNode page = by.get(path + "/history?pageSize=2" + cursor)
                        .expect(200)
                        .json();
                page.get("data")
                        .forEach(entry -> actions.add(entry.get("number").asInt() + " "
                                + entry.get("action").asText()));
                cursor = page.has("nextCursor")
                        ? "&cursor=" + page.get("nextCursor").asText()
                        : "";
            } while (!cursor.isEmpty());
            return actions;
        }

        @Test
        void tellsNothingOfNotesFilesAndReasons() {
            String path = create(agent, ticketOf("merchant", "1001"));
            agent.post(path + "/comments", "{\"content\": \"a secret\", \"isInternal\": true}")
                    .expect(201);
            attach(agent, path, true);
            agent.post(path + "/comments", "{\"content\": \"hello\"}").expect(201);
            attach(agent, path, false);
            agent.post(path + "/escalations", "{\"reason\": \"a secret\"}").expect(201);
            agent.post(path + "/sla/pause", "{\"reason\": \"a secret\"}").expect(200);
            agent.patch(path, "{\"priority\": \"urgent\"}").expect(200);

            assertThat(actions(agent, path))
                    .containsExactly(
                            "1 created",
                            "2 commented",
                            "3 attached",
                            "4 commented",
                            "5 attached",
                            "6 escalated",
                            "7 sla_paused",
                            "8 updated");
            assertThat(actions(blueDoor, path))
                    .containsExactly("1 created", "4 commented", "5 attached", "7 sla_paused", "8 updated");
            Answer seen = blueDoor.get(path + "/history?includeTotal=true");
            assertThat(seen.json().get("total").asInt()).isEqualTo(5);
            assertThat(seen.body())
                    .doesNotContain("secret", "internalNoteCount", "attachmentCount", "escalationCount", "slaPolicy")
                    .contains("\"isInternal\":false")
                    .doesNotContain("\"isInternal\":true");
            assertThat(blueDoor.get(path + "/attachments?includeTotal=true")
                            .json()
                            .get("total")
                            .asInt())
                    .isEqualTo(1);
            assertThat(blueDoor.get(path + "/comments?includeTotal=true")
                            .json()
                            .get("total")
                            .asInt())
                    .isEqualTo(1);
        }

        /** A merge and its note are one entry. */
        @Test
        void leavesOutAChangeThatCameWithANote() {
            String path = create(agent, ticketOf("merchant", "1001"));
            String other = create(agent, ticketOf("merchant", "1002"));
            agent.post("/tickets/merge", """
                    {"primaryTicketId": "%s", "ticketIdsToMerge": ["%s"], "addMergeNote": true}""".formatted(path.substring(9), other.substring(9)))
                    .expect(200);

            assertThat(actions(agent, path)).containsExactly("1 created", "2 merged");
            assertThat(actions(blueDoor, path)).containsExactly("1 created");
            assertThat(actions(kiteShop, other)).containsExactly("1 created", "2 merged_into");
        }
    }

    @Nested
    class Changes {

        @Test
        void areCommentsAndFilesOfItsOwnTickets() {
            String path = create(agent, ticketOf("merchant", "1001"));
            agent.patch(path, "{\"status\": \"resolved\"}").expect(200);

            String comment = path + "/comments/"
                    + blueDoor.post(path + "/comments", "{\"content\": \"again\"}")
                            .expect(201)
                            .json()
                            .get("id")
                            .asText();
            blueDoor.patch(comment, "{\"content\": \"again!\"}").expect(200);
            assertThat(blueDoor.get(comment + "/versions").json().get("data")).hasSize(2);
            String file = attach(blueDoor, path, false);
            blueDoor.get(file).expect(200);
            assertThat(blueDoor.get(file + "/content").expect(200).body()).isEqualTo("content");

            JsonNode ticket = agent.get(path).json();
            assertThat(ticket.get("status").asText()).isEqualTo("open");
            assertThat(ticket.get("reopenCount").asInt()).isEqualTo(1);
            assertThat(ticket.get("attachmentCount").asInt()).isEqualTo(1);
            for (String stolen : List.of(comment, comment + "/versions", file, file + "/content")) {
                assertProblem(kiteShop.get(stolen), ProblemType.NOT_FOUND, stolen);
            }
            kiteShop.patch(comment, "{\"content\": \"x\"}").expect(404);
        }

        @Test
        void areNotThoseOfWhatOthersWrote() {
            String path = create(agent, ticketOf("merchant", "1001"));
            String comment = path + "/comments/"
                    + agent.post(path + "/comments", "{\"content\": \"hello\"}")
                            .expect(201)
                            .json()
                            .get("id")
                            .asText();

            blueDoor.get(comment).expect(200);
            // Although the token has the permission to moderate.
            blueDoor.patch(comment, "{\"content\": \"x\"}").expect(403);
        }
    }

    /** What a request leaves behind on its thread would show in the next one. */
    @Test
    void requestsOfRequestersAndAgentsDoNotMeetOnAThread() throws Exception {
        String path = create(agent, ticketOf("merchant", "1001"));
        ExecutorService people = Executors.newFixedThreadPool(8);
        List<Future<?>> done = new ArrayList<>();
        try {
            for (int at = 0; at < 300; at++) {
                int turn = at % 4;
                done.add(people.submit(() -> switch (turn) {
                    case 0 -> blueDoor.get(path).expect(200);
                    case 1 -> kiteShop.get(path).expect(404);
                    case 2 -> agent.get(path).expect(200);
                    default -> kiteShop.get("/users").expect(403);
                }));
            }
            for (Future<?> future : done) {
                future.get();
            }
        } finally {
            people.shutdownNow();
        }
    }

    /** The requester does not see the note whose words are put together again with those of its comment. */
    @Test
    void changesItsCommentAndTheWordsOfNotesAreStillFound() {
        String path = create(agent, ticketOf("merchant", "1001"));
        agent.post(path + "/comments", "{\"content\": \"quetzal\", \"isInternal\": true}")
                .expect(201);
        String comment = path + "/comments/"
                + blueDoor.post(path + "/comments", "{\"content\": \"walrus\"}")
                        .expect(201)
                        .json()
                        .get("id")
                        .asText();
        blueDoor.patch(comment, "{\"content\": \"narwhal\"}").expect(200);

        assertThat(numbers(agent, "?search=quetzal")).hasSize(1);
        assertThat(numbers(agent, "?search=narwhal")).hasSize(1);
        assertThat(numbers(agent, "?search=walrus")).isEmpty();
        assertThat(numbers(blueDoor, "?search=quetzal")).isEmpty();
        assertThat(numbers(blueDoor, "?search=narwhal")).hasSize(1);
    }

    /** @return the path of the file */
    private static String attach(ContractClient by, String path, boolean isInternal) {
        FormData form = new FormData()
                .field("isInternal", Boolean.toString(isInternal))
                .file("a.txt", "text/plain", "content".getBytes(StandardCharsets.UTF_8));
        return path + "/attachments/"
                + by.post(path + "/attachments", FormData.TYPE, form.bytes())
                        .expect(201)
                        .json()
                        .get("id")
                        .asText();
    }
}
