package dev.docket.server.idempotency;

import static dev.docket.server.testing.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.testing.Wait;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A POST with an {@code Idempotency-Key} is executed once; for each operation, see {@code ContractIdempotencyTest}. */
class IdempotencyTest {

    private static final String TICKET = """
            {"ticketTypeId": "terminal-support", "subject": "%s", "description": "It says 42.", "category": "technical",
             "source": "phone", "requesterId": "1001", "requesterType": "merchant",
             "customFields": {"serialNumber": "TX-204981"}}""";

    private static RunningServer server;
    private static RunningServer otherNode;
    private static ContractClient client;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        otherNode = server.beside();
        client = server.client();
    }

    @AfterAll
    static void stop() {
        otherNode.close();
        server.close();
    }

    @Test
    void aRetryTakesNoNumberAndNoTurn() {
        int before = turns().size();
        String key = newKey();
        Answer first = create(client, key, "One ticket").expect(201);
        create(client, key, "One ticket").expect(201);
        Answer next = create(client, newKey(), "Another ticket").expect(201);

        assertThat(numberOf(next)).isEqualTo(numberOf(first) + 1);
        assertThat(turns().subList(before, turns().size())).isEqualTo(turnsTaken(first, next));
    }

    @Test
    void aKeyBelongsToOneRequest() {
        String key = newKey();
        create(client, key, "The first").expect(201);

        assertProblem(create(client, key, "The second"), ProblemType.IDEMPOTENCY_KEY_REUSED, "/tickets");
    }

    @Test
    void aKeyBelongsToOneCallerAndOneAccount() {
        String key = newKey();
        Answer mine = create(client, key, "Mine").expect(201);
        Answer ofSomebodyElse = create(server.client(), key, "Mine").expect(201);

        assertThat(ofSomebodyElse.json().get("uniqueId"))
                .isNotEqualTo(mine.json().get("uniqueId"));
    }

    @Test
    void whatWasRefusedMayBeTriedAgain() {
        String key = newKey();
        String user = """
                {"name": "Newcomer", "email": "newcomer@example.com"}""";
        String rotation = """
                {"id": "newcomers", "name": "Newcomers", "userRotationArray": [{"userId": "newcomer", "weight": 1}]}""";
        ContractClient keyed = client.with("Idempotency-Key", key);
        keyed.post("/ticket-rotations", rotation).expect(400);
        client.put("/users/newcomer", user).expect(200);

        keyed.post("/ticket-rotations", rotation).expect(201);
    }

    @Test
    void anAnswerIsKeptForADay() {
        String key = newKey();
        Answer first = create(client, key, "Once a day").expect(201);
        server.clock.advance(IdempotencyKeys.KEPT.minusSeconds(1));
        new IdempotencySweep(server.database, server.clock).run();
        assertThat(create(client, key, "Once a day").json()).isEqualTo(first.json());

        server.clock.advance(Duration.ofSeconds(1));
        assertThat(create(client, key, "Once a day").json().get("uniqueId"))
                .isNotEqualTo(first.json().get("uniqueId"));

        server.clock.advance(IdempotencyKeys.KEPT);
        new IdempotencySweep(server.database, server.clock).run();
        assertThat(stored()).isEmpty();
    }

    @Test
    void theStoredResponseIsEncrypted() {
        Answer created =
                client.with("Idempotency-Key", newKey()).post("/tokens", """
                        {"name": "A secret", "permissions": ["tickets:read"]}""").expect(201);

        assertThat(stored().toString())
                .isNotEmpty()
                .doesNotContain(hex(created.json().get("secret").asText()), hex("A secret"));
    }

    @ParameterizedTest
    @MethodSource("noKeys")
    void aKeyIs1To255VisibleCharactersOfAscii(String key) {
        assertProblem(create(client, key, "No key"), ProblemType.INVALID_REQUEST, "/tickets");
    }

    private static Stream<String> noKeys() {
        return Stream.of("with space", "", "x".repeat(256));
    }

    @Test
    void ofManyAtOnceOnTwoNodesOneIsDone() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try {
            // The same token on both nodes: a key belongs to one token.
            String secret = server.tokens
                    .create("at both", Operations.permissions(), List.of(DemoData.ACCOUNT), null)
                    .secret();
            List<ContractClient> clients = Stream.of(server, otherNode)
                    .map(node -> node.bearer(secret).with("x-account-id", DemoData.ACCOUNT))
                    .toList();
            for (int round = 0; round < 10; round++) {
                String key = newKey();
                List<Callable<Answer>> attempts = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    ContractClient node = clients.get(i % 2);
                    attempts.add(() -> create(node, key, "Done once"));
                }
                List<Answer> answers = new ArrayList<>();
                for (Future<Answer> answer : callers.invokeAll(attempts)) {
                    answers.add(answer.get());
                }
                Set<Integer> statuses = answers.stream().map(Answer::status).collect(Collectors.toSet());
                assertThat(statuses).contains(201).isSubsetOf(201, 409);
                assertThat(answers.stream()
                                .filter(answer -> answer.status() == 201)
                                .filter(answer -> answer.headers()
                                        .firstValue("Idempotency-Replayed")
                                        .isEmpty()))
                        .hasSize(1);
            }
            assertThat(server.testDatabase.queryAsSuperuser(
                            "SELECT count(*) FROM docket.tickets WHERE subject = 'Done once'"))
                    .isEqualTo(List.of(List.of("10")));
        } finally {
            callers.shutdownNow();
        }
    }

    /** The work and its response are one transaction: neither is stored without the other. */
    @Test
    void anAnswerThatCannotBeStoredIsNothingDone() {
        server.testDatabase.executeAsSuperuser(
                "ALTER TABLE docket.idempotency_keys ADD CONSTRAINT none_more CHECK (false) NOT VALID");
        String key = newKey();
        try {
            create(client, key, "Not stored").expect(500);
        } finally {
            server.testDatabase.executeAsSuperuser("ALTER TABLE docket.idempotency_keys DROP CONSTRAINT none_more");
        }
        assertThat(server.testDatabase.queryAsSuperuser(
                        "SELECT count(*) FROM docket.tickets WHERE subject = 'Not stored'"))
                .isEqualTo(List.of(List.of("0")));

        create(client, key, "Not stored").expect(201);
    }

    private static Answer create(ContractClient client, String key, String subject) {
        return client.with("Idempotency-Key", key).post("/tickets", TICKET.formatted(subject));
    }

    @Test
    void theResponseOfARedactedCommentIsErasedAndTheRequestNotExecutedAgain() {
        String path = "/tickets/"
                + create(client, newKey(), "A secret")
                        .expect(201)
                        .json()
                        .get("uniqueId")
                        .asText()
                + "/comments";
        ContractClient secretKey = client.with("Idempotency-Key", newKey());
        ContractClient otherKey = client.with("Idempotency-Key", newKey());
        String secret = secretKey
                .post(path, "{\"content\": \"The PIN is 4711\"}")
                .expect(201)
                .json()
                .get("id")
                .asText();
        otherKey.post(path, "{\"content\": \"Hello\"}").expect(201);
        // The control.
        assertThat(secretKey
                        .post(path, "{\"content\": \"The PIN is 4711\"}")
                        .expect(201)
                        .body())
                .contains("4711");

        client.post(path + "/" + secret + "/redact", "{\"reason\": \"A PIN\"}").expect(200);

        for (String content : List.of("The PIN is 4711", "The PIN is 4712")) {
            Answer again = secretKey.post(path, "{\"content\": \"" + content + "\"}");
            assertProblem(again, ProblemType.CONFLICT, path);
            assertThat(again.body()).doesNotContain("471");
        }
        otherKey.post(path, "{\"content\": \"Hello\"}").expect(201);
        assertThat(client.get(path + "?includeTotal=true").json().get("total").asInt())
                .isEqualTo(2);
    }

    @Test
    void theResponsesOfAnErasedTicketAreErased() {
        String body = """
                {"subject": "Rosa asks", "description": "Call Rosa", "category": "technical", "source": "phone",
                 "requesterId": "rosa-1", "requesterType": "external", "requesterName": "Rosa", "requesterEmail": "r@x.example"}""";
        ContractClient ticketKey = client.with("Idempotency-Key", newKey());
        ContractClient commentKey = client.with("Idempotency-Key", newKey());
        ContractClient escalationKey = client.with("Idempotency-Key", newKey());
        ContractClient pauseKey = client.with("Idempotency-Key", newKey());
        ContractClient otherKey = client.with("Idempotency-Key", newKey());
        String id = ticketKey
                .post("/tickets", body)
                .expect(201)
                .json()
                .get("uniqueId")
                .asText();
        String path = "/tickets/" + id;
        commentKey.post(path + "/comments", "{\"content\": \"Rosa called\"}").expect(201);
        escalationKey.post(path + "/escalations", "{\"reason\": \"Rosa\"}").expect(201);
        pauseKey.post(path + "/sla/pause", "{\"reason\": \"Rosa\"}").expect(200);
        otherKey.post("/tickets", body.replace("rosa-1", "rosa-2")).expect(201);
        String primary = create(client, newKey(), "Primary")
                .expect(201)
                .json()
                .get("uniqueId")
                .asText();
        client.post("/tickets/merge", """
                {"primaryTicketId": "%s", "ticketIdsToMerge": ["%s"], "mergeComments": true}""".formatted(primary, id)).expect(200);

        client.post("/requesters/erase", "{\"requesterType\": \"external\", \"requesterId\": \"rosa-1\"}")
                .expect(202);
        Wait.until(() -> client.get(path).json().get("requesterName").asText().equals("erased"));

        assertProblem(ticketKey.post("/tickets", body), ProblemType.CONFLICT, "/tickets");
        assertProblem(
                commentKey.post(path + "/comments", "{\"content\": \"Rosa called\"}"),
                ProblemType.CONFLICT,
                path + "/comments");
        escalationKey.post(path + "/escalations", "{\"reason\": \"Rosa\"}").expect(409);
        pauseKey.post(path + "/sla/pause", "{\"reason\": \"Rosa\"}").expect(409);
        assertThat(otherKey.post("/tickets", body.replace("rosa-1", "rosa-2"))
                        .expect(201)
                        .body())
                .contains("Rosa asks");
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }

    private static long numberOf(Answer ticket) {
        return Long.parseLong(ticket.json().get("ticketNumber").asText().replaceAll("\\D", ""));
    }

    private static List<List<String>> turns() {
        return server.testDatabase.queryAsSuperuser(
                "SELECT ticket_id FROM docket.ticket_assignments WHERE reason = 'rotation' ORDER BY ticket_id");
    }

    private static List<List<String>> turnsTaken(Answer... tickets) {
        return Stream.of(tickets)
                .map(ticket -> List.of(ticket.json().get("id").asText()))
                .toList();
    }

    private static List<List<String>> stored() {
        return server.testDatabase.queryAsSuperuser(
                "SELECT key_hash, etag, location, encode(answer, 'hex') FROM docket.idempotency_keys");
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
