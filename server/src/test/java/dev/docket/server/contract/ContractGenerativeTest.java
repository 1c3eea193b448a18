package dev.docket.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.docket.persistence.testing.EachSeed;
import dev.docket.server.demo.DemoData;
import dev.docket.server.demo.DemoTicket;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.security.Caller;
import dev.docket.server.testing.Contract;
import dev.docket.server.testing.Contract.Operation;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.Folders;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.transport.RawClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * For any request, the response is one that the contract documents, the connection continues or ends as announced, and
 * the database is consistent. Requests are generated from the contract at random: {@code -Ddocket.generative.seed=…}
 * repeats the same ones, {@code -Ddocket.generative.requests=…} sets their number.
 */
class ContractGenerativeTest {

    private static final int REQUESTS = Integer.getInteger("docket.generative.requests", 2_000);
    private static final int ENOUGH_FAILURES = 10;

    /** The statuses that a request may get although it reached no operation. */
    private static final Set<Integer> REFUSALS =
            Set.of(308, 400, 401, 403, 404, 405, 406, 408, 411, 413, 414, 415, 431, 501, 505);

    /** Internals that a client must never see. */
    private static final Pattern INSIDE = Pattern.compile(
            "(?i)exception|stacktrace|\\b(java|org|com|dev)\\.[a-z]+\\.|jdbc|postgres|grizzly|jersey|hikari|jackson|\\bfk_|_fkey\\b|_pkey\\b");

    /** Where the contract says that the server changes what was sent. */
    private static final Pattern MADE = Pattern.compile("(?i)derived|is stored");

    private static final JsonMapper JSON = new JsonMapper();

    private static RunningServer server;
    private static String secret;
    private static List<String> always;

    private HostileRequests requests;
    private final Map<Integer, Integer> byStatus = new TreeMap<>();
    private final Map<String, Map<Integer, Integer>> byOperation = new TreeMap<>();
    private final Map<String, Integer> byKind = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private RawClient client;
    private int readBack;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        DemoTicket.load(server.database, server.clock);
        secret = server.tokens
                .create(
                        "everything",
                        Stream.of(Operations.permissions(), Operations.operatorPermissions())
                                .flatMap(List::stream)
                                .toList(),
                        List.of(Caller.ALL_ACCOUNTS),
                        null)
                .secret();
        always = List.of("Host: localhost", "Authorization: Bearer " + secret, "x-account-id: " + DemoData.ACCOUNT);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @EachSeed
    void nothingThatIsSentIsAnsweredOtherwiseThanTheContractSays(long seed) throws IOException {
        requests = new HostileRequests(Contract.DOCKET, new SplittableRandom(seed), always);
        client = connect();
        long start = System.nanoTime();
        int sent = 0;
        while (sent < REQUESTS && failures.size() < ENOUGH_FAILURES) {
            String id = "generative-" + sent++;
            HostileRequest request = requests.framed(requests.next().with("X-Request-Id: " + id));
            try {
                tell(request);
            } catch (IOException | AssertionError | RuntimeException failure) {
                failures.add("%s: %s\n%s".formatted(id, failure, request));
                client.close();
                client = connect();
            }
        }
        client.close();
        report(seed, sent, (System.nanoTime() - start) / 1_000_000_000);
        assertThat(failures)
                .as("-Dtest.seed=%d -Ddocket.generative.requests=%d", seed, REQUESTS)
                .isEmpty();
        // Each is more than a hundredth of all: no seed misses one.
        assertThat(byStatus.keySet())
                .as("statuses that were reached")
                .contains(200, 201, 204, 400, 401, 403, 404, 409, 412, 415);
        theDatabaseIsSound();
    }

    private static RawClient connect() throws IOException {
        RawClient client = new RawClient(server.uri().getPort());
        return client;
    }

    private void tell(HostileRequest request) throws IOException {
        client.send(request.bytes());
        Answer answer = read(request.method());
        byStatus.merge(answer.status(), 1, Integer::sum);
        byOperation
                .computeIfAbsent(request.operation().toString(), operation -> new TreeMap<>())
                .merge(answer.status(), 1, Integer::sum);
        byKind.merge(request.kind(), 1, Integer::sum);
        theConnectionContinuesOrEndsAsAnnounced(request, answer);
        theAnswerIsOneOfTheContract(request, answer);
        if (answer.status() < 300 && !answer.body().isEmpty() && isJson(answer)) {
            requests.learn(location(answer), answer.header("etag"), answer.json());
            whatIsStoredIsWhatWasSent(request, answer);
        }
    }

    private Answer read(String method) throws IOException {
        RawClient.Answer answer = method.equals("HEAD") ? client.readHead() : client.read();
        while (answer.status() == 100) {
            answer = client.read();
        }
        Map<String, List<String>> headers = answer.headers().stream()
                .collect(Collectors.groupingBy(
                        RawClient.Header::name, Collectors.mapping(RawClient.Header::value, Collectors.toList())));
        return new Answer(answer.status(), HttpHeaders.of(headers, (name, value) -> true), answer.body());
    }

    private void theConnectionContinuesOrEndsAsAnnounced(HostileRequest request, Answer answer) throws IOException {
        boolean isEnd = "close".equalsIgnoreCase(answer.header("connection"))
                || !request.version().equals("HTTP/1.1");
        if (isEnd) {
            assertThat(client.isClosedByServer()).as("closed, as announced").isTrue();
            client.close();
            client = connect();
        } else {
            client.send("GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: next\r\n\r\n");
            Answer next = read("GET");
            assertThat(next.status() + " " + next.header("x-request-id"))
                    .as("the next response on the same connection, after %d %s", answer.status(), answer.body())
                    .isEqualTo("200 next");
        }
    }

    private static void theAnswerIsOneOfTheContract(HostileRequest request, Answer answer) {
        int status = answer.status();
        assertThat(status).as(answer.body()).isLessThan(500);
        assertThat(answer.header("x-request-id")).as("X-Request-Id").isNotBlank();
        if (request.isOfContract() && !isOfNoOperation(answer)) {
            assertThat(request.operation().documents(status))
                    .as("%s documents %d %s", request.operation(), status, answer.body())
                    .isTrue();
            ContractClient.requireOfContract(request.method(), request.target(), answer);
        } else {
            assertThat(REFUSALS.contains(status) || isDocumented(request, status))
                    .as("%d %s", status, answer.body())
                    .isTrue();
        }
        if (status >= 400 && !request.method().equals("HEAD")) {
            assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
            JsonNode problem = answer.json();
            assertThat(problem.path("status").asInt()).isEqualTo(status);
            assertThat(problem.path("type").asText()).startsWith("urn:docket:problem:");
            assertThat(problem.path("requestId").asText()).isEqualTo(answer.header("x-request-id"));
            assertThat(problem.path("detail").asText()).isNotBlank().doesNotContainPattern(INSIDE);
        }
    }

    /** A rejection that the contract documents for no operation, since none was reached: of an unreadable header. */
    private static boolean isOfNoOperation(Answer answer) {
        return answer.status() == 400
                && answer.json().path("type").asText().equals(ProblemType.MALFORMED_REQUEST.urn());
    }

    private static boolean isDocumented(HostileRequest request, int status) {
        boolean isOptions = request.method().equals("OPTIONS") && status < 300;
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        return isOptions
                || request.operation().documents(status)
                || Contract.DOCKET
                        .operation(method, request.target())
                        .filter(operation -> operation.documents(status))
                        .isPresent();
    }

    private static String location(Answer answer) {
        String location = answer.header("location");
        return location == null ? null : URI.create(location).getRawPath();
    }

    private static boolean isJson(Answer answer) {
        return "application/json".equals(answer.header("content-type"));
    }

    // ---- What is stored

    private void whatIsStoredIsWhatWasSent(HostileRequest request, Answer answer) throws IOException {
        String mediaType = request.headers().stream()
                .filter(line -> line.startsWith("Content-Type: application/"))
                .map(line -> line.substring("Content-Type: ".length()))
                .findFirst()
                .orElse("");
        Operation operation = request.operation();
        if (!request.method().equals(operation.method())
                || request.headers().contains("Transfer-Encoding: chunked")
                || !operation.bodies().containsKey(mediaType)
                || answer.header("idempotency-replayed") != null) {
            return;
        }
        if (answer.status() == 201 || !request.method().equals("POST")) {
            JsonNode sent = JSON.readTree(request.body());
            assertKept(operation.bodies().get(mediaType).path("schema"), sent, answer.json(), "");
        }
        String location = location(answer);
        if (location != null) {
            // As the caller that created it: its account may be one created during the run.
            String caller = request.headers().stream()
                    .filter(line -> line.matches("(Host|Authorization|x-account-id): .*"))
                    .collect(Collectors.joining("\r\n"));
            client.send("GET " + location + " HTTP/1.1\r\n" + caller + "\r\n\r\n");
            Answer stored = read("GET");
            assertThat(stored.status()).as(location).isEqualTo(200);
            Contract.children(stored.json())
                    .forEach((name, value) -> assertThat(value)
                            .as(location + " " + name)
                            .isEqualTo(answer.json().get(name)));
            readBack++;
        }
    }

    /** Checks each text and number that was sent and is shown again. */
    private static void assertKept(JsonNode schema, JsonNode sent, JsonNode shown, String place) {
        JsonNode whole = Contract.DOCKET.schema(schema);
        if (MADE.matcher(whole.path("description").asText()).find()) {
            return;
        }
        if (sent.isObject() && shown.isObject()) {
            Contract.children(sent)
                    .forEach((name, value) -> assertKept(
                            whole.path("properties").path(name), value, shown.path(name), place + "/" + name));
        } else if (sent.isArray() && shown.isArray()) {
            if (sent.path(0).isTextual()) { // The server may reorder sets of ids and words.
                assertThat(Set.copyOf(texts(shown))).as(place).isEqualTo(Set.copyOf(texts(sent)));
            }
        } else if (sent.isNumber() && shown.isNumber()) {
            assertThat(shown.decimalValue()).as(place).isEqualByComparingTo(sent.decimalValue());
        } else if (sent.isTextual() && shown.isTextual() && !isSameTime(sent.asText(), shown.asText())) {
            assertThat(shown.asText()).as(place).isEqualTo(sent.asText());
        } else if (!sent.isNull()) {
            assertThat(shown).as(place).isInstanceOfAny(MissingNode.class, sent.getClass());
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static boolean isSameTime(String one, String other) {
        try {
            return Instant.parse(one).equals(Instant.parse(other));
        } catch (DateTimeParseException text) {
            return false;
        }
    }

    private static void theDatabaseIsSound() {
        assertThat(server.testDatabase.queryAsSuperuser("""
                        SELECT t.id, t.version, count(h), min(h.number), max(h.number)
                          FROM docket.tickets t
                          LEFT JOIN docket.ticket_history h ON h.account_id = t.account_id AND h.ticket_id = t.id
                         GROUP BY t.account_id, t.id, t.version
                        HAVING (count(h), min(h.number), max(h.number)) <> (t.version, 1, t.version)"""))
                .as("tickets whose versions differ from their history")
                .isEmpty();
        assertThat(server.testDatabase.queryAsSuperuser("""
                        SELECT t.id, t.response_count, t.internal_note_count, t.attachment_count, t.escalation_count
                          FROM docket.tickets t
                         WHERE t.attachment_count <> (SELECT count(*) FROM docket.attachments a
                                                       WHERE a.account_id = t.account_id AND a.ticket_id = t.id
                                                         AND a.state = 'attached')
                            OR t.escalation_count <> (SELECT count(*) FROM docket.ticket_escalations e
                                                       WHERE e.account_id = t.account_id AND e.ticket_id = t.id)
                            OR (t.response_count, t.internal_note_count)
                               <> (SELECT count(*) FILTER (WHERE NOT c.is_internal), count(*) FILTER (WHERE c.is_internal)
                                     FROM docket.ticket_comments c
                                    WHERE c.account_id = t.account_id AND c.ticket_id = t.id)"""))
                .as("tickets whose counters differ from their content")
                .isEmpty();
        ContractClient sane = server.bearer(secret).with("x-account-id", DemoData.ACCOUNT);
        String ticket = """
                {"subject": "Still here", "description": "?", "category": "technical", "source": "api",
                 "requesterId": "x", "requesterType": "external", "requesterName": "X", "requesterEmail": "x@x.example"}""";
        sane.get(sane.post("/tickets", ticket).expect(201).header("Location")).expect(200);
    }

    // ---- Results

    private void report(long seed, int sent, long seconds) throws IOException {
        StringBuilder text = new StringBuilder("# What a generative run sent, and what it got\n\n");
        text.append("Seed %d, %d requests in %d s, %d read back, %d failures.\n\n"
                .formatted(seed, sent, seconds, readBack, failures.size()));
        text.append("| request | number |\n|---|---:|\n");
        byKind.forEach((kind, count) -> text.append("| %s | %d |\n".formatted(kind, count)));
        text.append("\n| status | number |\n|---:|---:|\n");
        byStatus.forEach((status, count) -> text.append("| %d | %d |\n".formatted(status, count)));
        text.append("\n| made from | answers |\n|---|---|\n");
        byOperation.forEach((operation, statuses) -> text.append("| %s | %s |\n"
                .formatted(
                        operation,
                        statuses.entrySet().stream()
                                .map(status -> status.getKey() + ": " + status.getValue())
                                .collect(Collectors.joining(", ")))));
        Path target = Files.createDirectories(Folders.module().resolve("target"));
        Files.writeString(target.resolve("generative.md"), text);
    }
}
