package dev.docket.server.directory;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.docket.persistence.testing.TestDatabase;
import dev.docket.persistence.testing.Wait;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.transport.RawClient;
import dev.docket.server.transport.TransportLimits;
import dev.docket.server.transport.TransportLimitsBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DirectoryImportTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final AtomicLong LAST_ID = new AtomicLong(2_000_000);

    private static RunningServer server;
    private static ContractClient client;

    /** The first of a thousand ids that no other test has. */
    private final long id = LAST_ID.getAndAdd(1_000);

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        client = server.client();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<String> send(ContractClient client, String lines) {
        Answer answer =
                client.post("/directory/import", "application/x-ndjson", lines).expect(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
        return answer.body().lines().toList();
    }

    private static List<String> send(String lines) {
        return send(client, lines);
    }

    private static String merchant(long id, String name) {
        return "{\"id\": %d, \"merchant\": {\"uniqueId\": \"import-%1$d\", \"dbaName\": \"%s\"}}\n".formatted(id, name);
    }

    private static String merchants(long first, int count, LongFunction<String> name) {
        return LongStream.range(first, first + count)
                .mapToObj(id -> merchant(id, name.apply(id)))
                .collect(Collectors.joining());
    }

    private static String summary(int created, int updated, int unchanged, int refused) {
        return "{\"lines\":%d,\"created\":%d,\"updated\":%d,\"unchanged\":%d,\"refused\":%d}"
                .formatted(created + updated + unchanged + refused, created, updated, unchanged, refused);
    }

    private static String last(List<String> results) {
        return results.get(results.size() - 1);
    }

    private static JsonNode problem(String result) throws IOException {
        JsonNode json = JSON.readTree(result);
        assertThat(json.get("outcome").asText()).isEqualTo("refused");
        return json.get("problem");
    }

    /** The violations of a line that is the only one. */
    private static List<String> violations(String line) throws IOException {
        List<String> results = send(line + "\n");
        assertThat(last(results)).isEqualTo(summary(0, 0, 0, 1));
        JsonNode problem = problem(results.get(0));
        assertThat(problem.get("status").asInt()).isEqualTo(400);
        return problem.get("errors").findValuesAsText("pointer").stream()
                .map(pointer -> pointer.isEmpty() ? "/" : pointer)
                .toList();
    }

    private String idOf(Sample kind) {
        return kind == Sample.USER ? "\"" + id + "\"" : Long.toString(id);
    }

    @Nested
    class ALine {

        @ParameterizedTest
        @EnumSource
        void isAnEntityOfAnyKind(Sample kind) {
            String type = kind.name.toLowerCase(Locale.ROOT);
            String line = "{\"id\": %s, \"%s\": %s}"
                    .formatted(idOf(kind), type, kind.full(id).replace("\n", " "));

            for (String outcome : List.of("created", "unchanged")) {
                List<String> results = send(line);
                assertThat(results).hasSize(2);
                assertThatJson(results.get(0))
                        .isEqualTo("{line: 1, type: '%s', id: %s, outcome: '%s'}".formatted(type, idOf(kind), outcome));
            }
            assertThatJson(client.get(kind.path(id)).expect(200).body())
                    .whenIgnoringPaths("id")
                    .isEqualTo(kind.full(id));

            List<String> results = send("{\"%s\": %s, \"id\": %s}\r\n"
                    .formatted(type, kind.least(id).replace("\n", " "), idOf(kind)));
            assertThatJson(results.get(0)).node("outcome").isEqualTo("updated");
            assertThat(results.get(1)).isEqualTo(summary(0, 1, 0, 0));
            assertThatJson(client.get(kind.path(id)).body())
                    .whenIgnoringPaths("id")
                    .isEqualTo(kind.leastShown(id));
        }

        @Test
        void mayReferToLinesBeforeIt() {
            List<String> results = send("""
                    {"id": "u-%1$d", "user": {"name": "U", "email": "u-%1$d@docket.example"}}
                    {"id": %1$d, "team": {"name": "T", "memberIds": ["u-%1$d"]}}
                    {"id": %1$d, "merchant": {"uniqueId": "order-%1$d", "dbaName": "M"}}
                    {"id": %1$d, "mid": {"uniqueId": "order-%1$d", "merchantId": %1$d, "descriptor": "D"}}
                    {"id": %1$d, "merchant": {"uniqueId": "order-%1$d", "dbaName": "N"}}
                    {"id": %1$d, "merchant": {"uniqueId": "order-%1$d", "dbaName": "N"}}
                    """.formatted(id));

            assertThat(last(results)).isEqualTo(summary(4, 1, 1, 0));
            assertThat(client.get("/mids/" + id)
                            .expect(200)
                            .json()
                            .get("merchantId")
                            .asLong())
                    .isEqualTo(id);
        }

        @Test
        void isCountedWhereItStands() throws IOException {
            List<String> results = send(
                    "\n \t\n" + merchant(id, "A") + "\r\n" + merchant(id, "B").strip());

            assertThat(JSON.readTree(results.get(0)).get("line").asInt()).isEqualTo(3);
            assertThat(JSON.readTree(results.get(1)).get("line").asInt()).isEqualTo(5);
            assertThat(results.get(2)).isEqualTo(summary(1, 1, 0, 0));
        }

        @Test
        void maySayNothingAtAll() {
            assertThat(send("")).containsExactly(summary(0, 0, 0, 0));
            assertThat(send("\n\n")).containsExactly(summary(0, 0, 0, 0));
        }

        @Test
        void isForTheAccountOfTheRequestOnly() {
            send(server.clientOf(DemoData.OTHER_ACCOUNT), merchant(id, "Theirs"));

            client.get("/merchants/" + id).expect(404);
            assertThat(last(send(merchant(id, "Ours")))).isEqualTo(summary(1, 0, 0, 0));
        }
    }

    @Nested
    class ALineThatIsRefused {

        @Test
        void stopsNoOther() throws IOException {
            send(merchant(id, "First"));

            List<String> results = send(merchant(id + 1, "A") + "nonsense\n"
                    + "{\"id\": %d, \"merchant\": {\"uniqueId\": \"import-%d\", \"dbaName\": \"B\"}}\n"
                            .formatted(id + 2, id)
                    + "{\"id\": %d, \"mid\": {\"uniqueId\": \"u\", \"merchantId\": 404404, \"descriptor\": \"D\"}}\n"
                            .formatted(id)
                    + merchant(id + 3, "C"));

            assertThat(last(results)).isEqualTo(summary(2, 0, 0, 3));
            assertThatJson(results.get(1)).isEqualTo("""
                    {line: 2, outcome: "refused", problem: {
                      type: "urn:docket:problem:invalid-request", title: "The request is not valid", status: 400,
                      detail: "1 error; see errors for what to change",
                      errors: [{pointer: "", code: "malformed", detail: "${json-unit.any-string}"}]}}""");
            assertThatJson(results.get(2)).isEqualTo("""
                    {line: 3, type: "merchant", id: %d, outcome: "refused", problem: {
                      type: "urn:docket:problem:conflict", title: "${json-unit.any-string}", status: 409,
                      detail: "merchant %d has the unique ID 'import-%d' already; change or delete that one first"}}""".formatted(id + 2, id, id));
            assertThatJson(results.get(3)).node("problem.errors").isEqualTo("""
                            [{pointer: "/mid/merchantId", code: "unknown_reference",
                              detail: "no merchant of this account has the ID '404404'"}]""");
            client.get("/merchants/" + (id + 3)).expect(200);
            client.get("/merchants/" + (id + 2)).expect(404);
        }

        @Test
        void saysEverythingThatIsWrongWithIt() throws IOException {
            assertThat(violations("{\"id\": -1, \"merchant\": {\"dbaName\": \"\", \"dbaname\": 1}}"))
                    .containsExactlyInAnyOrder("/id", "/merchant/dbaName", "/merchant/dbaname", "/merchant/uniqueId");
            assertThat(violations("{\"id\": \"u\", \"user\": {\"name\": \"U\", \"email\": \"none\", \"outOfOffice\":"
                            + "[{\"from\": \"2026-07-02T00:00:00Z\", \"until\": \"2026-07-01T00:00:00Z\"}]}}"))
                    .containsExactlyInAnyOrder("/user/email", "/user/outOfOffice/0/until");
        }

        @Test
        void isOneWithoutExactlyOneEntity() throws IOException {
            assertThat(violations("{\"id\": 1}")).containsExactly("/");
            assertThat(
                            violations(
                                    "{\"id\": 1, \"lead\": {\"uniqueId\": \"l\", \"name\": \"L\"}, \"team\": {\"name\": \"T\"}}"))
                    .containsExactly("/");
            assertThat(violations("{\"id\": 1, \"leads\": {}}")).containsExactly("/leads");
            assertThat(violations("{\"id\": 1, \"lead\": null}")).containsExactly("/lead");
            assertThat(violations("{\"id\": 1, \"lead\": []}")).containsExactly("/lead");
            assertThat(violations("{}")).containsExactly("/id");
            assertThat(violations("null")).containsExactly("/");
            assertThat(violations("[]")).containsExactly("/");
        }

        @Test
        void isOneWithAnInvalidId() throws IOException {
            for (String none :
                    List.of("\"1\"", "-1", "-1e30", "1.5", "9223372036854775808", "true", "{}", "[1]", "null")) {
                assertThat(violations("{\"id\": %s, \"team\": {\"name\": \"T\"}}".formatted(none)))
                        .as(none)
                        .containsExactly("/id");
            }
            String user = "\"user\": {\"name\": \"U\", \"email\": \"u@u\"}";
            for (String none : List.of("1", "\"\"", "\"a b\"", "\"a/b\"", "\"..\"", "\"" + "x".repeat(256) + "\"")) {
                assertThat(violations("{\"id\": %s, %s}".formatted(none, user)))
                        .as(none)
                        .containsExactly("/id");
            }
            assertThat(violations("{\"team\": {\"name\": \"T\"}}")).containsExactly("/id");
        }

        @Test
        void isOneThatIsTooLong() throws IOException {
            assertThat(violations(merchant(id, "x".repeat(1024 * 1024)).strip()))
                    .containsExactly("/");
        }
    }

    @Nested
    class TheWhole {

        @Test
        void requiresThePermissionToWriteTheDirectory() {
            ContractClient reader = server.client(List.of("directory:read"));
            reader.post("/directory/import", "application/x-ndjson", merchant(id, "A"))
                    .expect(403);
            server.client(List.of("directory:write"))
                    .post("/directory/import", "application/x-ndjson", merchant(id, "A"))
                    .expect(200);
        }

        @Test
        void changesNothingIfItIsRepeated() {
            String lines = merchants(id, 500, id -> "Name " + id);

            assertThat(last(send(lines))).isEqualTo(summary(500, 0, 0, 0));
            List<String> again = send(lines);

            assertThat(last(again)).isEqualTo(summary(0, 0, 500, 0));
            assertThat(again).hasSize(501);
            assertThat(again.get(499)).contains("\"line\":500", "\"id\":" + (id + 499));
        }

        @Test
        void isStoredOnceByTwoAtOnce() {
            String lines = merchants(id, 300, id -> "Name " + id);

            List<CompletableFuture<List<String>>> imports = List.of(
                    CompletableFuture.supplyAsync(() -> send(lines)), CompletableFuture.supplyAsync(() -> send(lines)));

            int created = 0;
            for (CompletableFuture<List<String>> done : imports) {
                List<String> results = done.join();
                created += (int) results.stream()
                        .filter(result -> result.contains("\"created\"") && result.contains("outcome"))
                        .count();
                assertThat(results)
                        .hasSize(301)
                        .noneMatch(result -> result.contains("\"updated\",") || result.contains("\"refused\","));
            }
            assertThat(created).isEqualTo(300);
        }

        @Test
        void ofUsersReachesRotations() {
            assertThat(nextOfTheDemo()).contains("u-ben");

            String lines = """
                    {"id": "u-ben", "user": {"name": "Ben", "email": "ben@harborcards.example", "isAvailable": %1$s}}
                    {"id": "u-cho", "user": {"name": "Cho", "email": "cho@harborcards.example", "isAvailable": %1$s}}
                    """;
            send(lines.formatted(false));
            assertThat(nextOfTheDemo()).isNotEmpty().doesNotContain("u-ben", "u-cho");

            send(lines.formatted(true));
            assertThat(nextOfTheDemo()).contains("u-ben", "u-cho");
        }

        private List<String> nextOfTheDemo() {
            String rotation =
                    client.get("/ticket-rotations").json().at("/data/0/id").asText();
            return client.get("/ticket-rotations/" + rotation + "/next-user?turns=7")
                    .json()
                    .get("turns")
                    .findValuesAsText("userId");
        }
    }

    @Nested
    class AClient {

        private RawClient raw() throws IOException {
            return raw(server);
        }

        private static RawClient raw(RunningServer server) throws IOException {
            String token = server.tokens
                    .create("raw", Operations.permissions(), List.of(DemoData.ACCOUNT), null)
                    .secret();
            return new RawClient(server.uri().getPort())
                    .send(
                            "POST /directory/import HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nx-account-id: %s\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    .formatted(token, DemoData.ACCOUNT));
        }

        /** The default limits, except for these. */
        private static TransportLimits limits(Duration body, Duration write) {
            return TransportLimitsBuilder.builder(TransportLimits.defaults())
                    .bodyTimeout(body)
                    .writeTimeout(write)
                    .build();
        }

        private static String chunk(String text) {
            return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
        }

        @Test
        void canWaitForTheAnswerToEachLine() throws IOException {
            try (RawClient raw = raw()) {
                raw.send(chunk(merchant(id, "A")));
                assertThat(raw.readHead().status()).isEqualTo(200);
                assertThat(raw.readChunk()).contains("\"line\":1").contains("created");
                client.get("/merchants/" + id).expect(200);

                // A blank line is no reason to wait for more.
                raw.send(chunk(merchant(id, "B") + "\r\n \n"));
                assertThat(raw.readChunk()).contains("\"line\":2").contains("updated");

                raw.send(chunk(merchant(id, "B")) + "0\r\n\r\n");
                assertThat(raw.readChunk()).contains("\"line\":5").contains("unchanged");
                assertThat(raw.readChunk()).isEqualTo(summary(1, 1, 1, 0) + "\n");
                assertThat(raw.readChunk()).isEmpty();
            }
        }

        @Test
        void thatIsKilledKeepsAcknowledgedLinesAndHarmsNoOtherClient() throws IOException {
            try (RawClient raw = raw()) {
                raw.send(chunk(merchant(id, "A")));
                raw.readHead();
                raw.readChunk();
                raw.send("fff\r\n" + merchant(id + 1, "half of a chunk"));
            }

            assertThat(last(send(merchant(id, "A")))).isEqualTo(summary(0, 0, 1, 0));
        }

        @Test
        void whoseDatabaseGoesAwayIsCutOffAndCanSendAllOfItAgain() throws IOException {
            try (RunningServer frail = RunningServer.start(TransportLimits.defaults(), TestDatabase.IMPATIENCE);
                    RawClient raw = raw(frail)) {
                raw.send(chunk(merchant(1, "A")));
                raw.readHead();
                assertThat(raw.readChunk()).contains("created");

                ContractClient again = frail.client();
                frail.testDatabase.leave();
                raw.send(chunk(merchant(2, "B")));
                assertThat(raw.isClosedByServer()).isTrue();

                frail.testDatabase.comeBack();
                Wait.until(() -> again.get("/merchants/1").status() == 200);
                assertThat(last(send(again, merchant(1, "A") + merchant(2, "B"))))
                        .isEqualTo(summary(1, 0, 1, 0));
            }
        }

        @Test
        void thatStopsSendingIsCutOff() throws IOException {
            try (RunningServer impatient =
                            RunningServer.start(limits(Duration.ofSeconds(2), Wait.PATIENCE), Wait.PATIENCE);
                    RawClient raw = raw(impatient)) {
                raw.send(chunk(merchant(1, "A")));
                raw.readHead();
                assertThat(raw.readChunk()).contains("created");

                assertThat(raw.isClosedByServer()).isTrue();
                assertThat(last(send(impatient.client(), merchant(1, "A")))).isEqualTo(summary(0, 0, 1, 0));
            }
        }

        @Test
        void thatDoesNotReadIsCutOff() throws IOException {
            try (RunningServer impatient =
                            RunningServer.start(limits(Wait.PATIENCE, Duration.ofMillis(500)), Wait.PATIENCE);
                    RawClient raw = raw(impatient)) {
                // Each line has two bytes, and its result has some hundred times as many.
                String nonsense = chunk("7\n".repeat(50_000));
                assertThatThrownBy(() -> {
                            while (true) {
                                raw.send(nonsense);
                            }
                        })
                        .isInstanceOf(IOException.class);
                assertThat(last(send(impatient.client(), merchant(1, "A")))).isEqualTo(summary(1, 0, 0, 0));
            }
        }
    }
}
