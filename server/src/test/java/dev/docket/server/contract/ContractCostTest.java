package dev.docket.server.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import dev.docket.persistence.testing.StatementLog;
import dev.docket.server.contract.LargestValues.Place;
import dev.docket.server.http.problem.ViolationList;
import dev.docket.server.http.rest.Page;
import dev.docket.server.testing.Contract;
import dev.docket.server.testing.Contract.Operation;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.Folders;
import dev.docket.server.testing.RunningServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What the largest requests that the contract allows cost, and requests just beyond: bytes of the response, errors in
 * it, statements, and bytes that the worker allocates. Counts, never time. The requests are derived from the contract:
 * an example whose properties are made as large as the server accepts them, and each array, map and text of its schema
 * filled with a mebibyte. Lists are read with the widest pages, after what they list was created as large as possible.
 * Streamed responses may have any number of bytes, and statements, but not of bytes in memory.
 *
 * <p>Writes {@code target/costs.md}, the table in {@code HOSTILE.md}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContractCostTest {

    /** A page with one large entry beside it, or one resource as large as a request can make it, with its HTML. */
    private static final int MAX_RESPONSE_BYTES = Page.MAX_BYTES + 1_572_864;

    private static final int MAX_STATEMENTS = 40;

    /** Bytes that a worker allocates for a request of a mebibyte. */
    private static final long MAX_ALLOCATED = 256L * 1024 * 1024;

    /** Operations on as many tickets as the request names, with the statements for each. */
    private static final Map<String, Integer> STATEMENTS_OF_TICKETS =
            Map.of("POST /tickets/bulk-update", 3 * 1_000, "POST /tickets/merge", 8 * 50);

    private static final int TIMES = 4;
    private static final List<String> ORDER = List.of("POST", "PUT", "PATCH", "GET", "DELETE");
    private static final Pattern LINES = Pattern.compile("Each line is an? `(\\w+)`");
    private static final Pattern TRANSACTIONS = Pattern.compile(
            "(?s)BEGIN.*|COMMIT|ROLLBACK|.*WHERE secret_sha256 = .*|UPDATE tokens\\s+SET last_used_at.*");
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final JsonMapper JSON = new JsonMapper();

    private static RunningServer first;
    private static RunningServer server;
    private static StatementLog log;
    private static ContractClient client;

    /** By operation, the most of everything. */
    private static final Map<String, Cost> COSTS = Collections.synchronizedMap(new LinkedHashMap<>());

    private final LargestValues values = new LargestValues(Contract.DOCKET);

    /** @param allocated bytes, by the workers */
    private record Cost(int requests, int bytes, int errors, int statements, long allocated) {

        static final Cost NONE = new Cost(0, 0, 0, 0, 0);

        Cost max(Cost other) {
            return new Cost(
                    requests + other.requests,
                    Math.max(bytes, other.bytes),
                    Math.max(errors, other.errors),
                    Math.max(statements, other.statements),
                    Math.max(allocated, other.allocated));
        }
    }

    @BeforeAll
    static void start() {
        first = RunningServer.start();
        log = StatementLog.ofStatements(first.testDatabase);
        server = first.beside();
        client = server.operator().with("x-account-id", first.nextDemo());
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        first.close();
        StringBuilder table =
                new StringBuilder("| operation | requests | bytes | errors | statements | MiB allocated |\n"
                        + "|---|---:|---:|---:|---:|---:|\n");
        COSTS.forEach((operation, cost) -> table.append("| %s | %,d | %,d | %d | %,d | %d |\n"
                .formatted(
                        operation,
                        cost.requests(),
                        cost.bytes(),
                        cost.errors(),
                        cost.statements(),
                        cost.allocated() >> 20)));
        Files.writeString(
                Files.createDirectories(Folders.module().resolve("target")).resolve("costs.md"), table);
    }

    @TestFactory
    @Order(1)
    Stream<DynamicTest> isBoundedForEveryOperation() {
        return Contract.DOCKET.operations().stream()
                .sorted(Comparator.comparing((Operation operation) -> ORDER.indexOf(operation.method()))
                        // What is deleted last is what the others are in.
                        .thenComparing(operation -> operation.method().equals("DELETE")
                                ? -operation.path().length()
                                : operation.path().length()))
                .map(operation -> dynamicTest(operation.toString(), () -> tryAll(operation)));
    }

    /** The control: the requests were as large as they claim to be, and the counters count. */
    @Test
    @Order(2)
    void isCounted() {
        Cost most = COSTS.values().stream().reduce(Cost.NONE, Cost::max);

        assertThat(most.bytes()).isGreaterThan(Page.MAX_BYTES / 2);
        assertThat(most.errors()).isEqualTo(ViolationList.MAX);
        assertThat(most.statements()).isGreaterThan(20);
        assertThat(most.allocated()).isGreaterThan(2L << 20);
        assertThat(COSTS.get("GET /tickets").bytes()).isBetween(Page.MAX_BYTES / 3, Page.MAX_BYTES + 2_000);
    }

    private void tryAll(Operation operation) {
        ExampleRequest example = ExampleRequest.known(operation);
        measure(operation, "the example", example);
        widestQueries(operation).forEach((what, request) -> measure(operation, what, request));
        operation.bodies().forEach((mediaType, body) -> {
            ExampleRequest request = example.withContentType(ExampleRequest.withBoundary(mediaType));
            if (mediaType.equals("application/x-ndjson")) {
                Matcher lines = LINES.matcher(Contract.DOCKET
                        .schema(body.path("schema"))
                        .path("description")
                        .asText());
                if (lines.find()) {
                    tryBodies(operation, request, Contract.DOCKET.schemas().get(lines.group(1)));
                }
            } else if (mediaType.endsWith("json")) {
                tryBodies(operation, request, body.path("schema"));
            } else {
                measure(
                        operation,
                        mediaType,
                        request.withBody("x\r\n".repeat(300_000).getBytes(StandardCharsets.UTF_8)));
            }
        });
    }

    private static Map<String, ExampleRequest> widestQueries(Operation operation) {
        Map<String, ExampleRequest> requests = new LinkedHashMap<>();
        for (JsonNode parameter : operation.parametersIn("query")) {
            String name = parameter.path("name").asText();
            JsonNode schema = Contract.DOCKET.schema(parameter.path("schema"));
            if (schema.has("maximum")) {
                requests.put(
                        "the largest " + name,
                        ExampleRequest.known(operation)
                                .withQuery(name, schema.get("maximum").asText()));
            } else if (schema.path("type").asText().equals("string") && !schema.has("enum")) {
                requests.put("a long " + name, ExampleRequest.known(operation).withQuery(name, "x".repeat(10_000)));
            }
        }
        return requests;
    }

    private void tryBodies(Operation operation, ExampleRequest request, JsonNode schema) {
        JsonNode body = tree(request.body());
        if (body instanceof ObjectNode example) {
            body = enlarged(operation, request, example, Contract.DOCKET.schema(schema));
        }
        for (int i = 0; i < TIMES; i++) {
            measure(operation, "the largest example", with(request, body.toString()));
        }
        measure(
                operation,
                "the largest body",
                with(request, values.largest(schema).toString()));
        for (Place place : values.places(schema)) {
            if (!place.path().isEmpty()) {
                measure(
                        operation,
                        "too much at " + place,
                        with(request, values.put(body, place, values.flood(place, false))));
                if (place.isArray()) {
                    measure(
                            operation,
                            "empty elements at " + place,
                            with(request, values.put(body, place, values.flood(place, true))));
                }
            }
        }
        Place root = new Place(List.of(), JsonNodeFactory.instance.objectNode());
        measure(operation, "unknown properties", with(request, values.flood(root, false)));
        measure(operation, "nesting", with(request, "[".repeat(500_000)));
    }

    /** The example with each of its properties as large as the server accepts it. */
    private ObjectNode enlarged(Operation operation, ExampleRequest request, ObjectNode example, JsonNode schema) {
        ObjectNode body = example;
        body.remove("id");
        for (Map.Entry<String, JsonNode> property :
                Contract.children(schema.path("properties")).entrySet()) {
            ObjectNode larger = body.deepCopy();
            larger.set(property.getKey(), values.largest(property.getValue()));
            int status = measure(operation, "a large " + property.getKey(), with(request, larger.toString()))
                    .status();
            if (status < 300 && larger.toString().length() < 250_000) {
                body = larger;
            }
        }
        return body;
    }

    private static ExampleRequest with(ExampleRequest request, String body) {
        return request.withBody(body.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode tree(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException none) {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    private static Answer measure(Operation operation, String what, ExampleRequest request) {
        List<Answer> answers = new ArrayList<>();
        long before = allocated();
        List<String> statements = log.during(() -> answers.add(request.send(client)));
        long allocated = allocated() - before;
        Answer answer = answers.get(0);
        Cost cost = new Cost(
                1,
                answer.body().getBytes(StandardCharsets.UTF_8).length,
                answer.status() == 400
                        ? tree(answer.body().getBytes(StandardCharsets.UTF_8))
                                .path("errors")
                                .size()
                        : 0,
                (int) statements.stream()
                        .filter(statement -> !TRANSACTIONS.matcher(statement).matches())
                        .count(),
                allocated);
        COSTS.merge(operation.toString(), cost, Cost::max);
        assertThat(answer.status()).as("%s: %s", what, answer.body()).isLessThan(500);
        if (!isStreamed(operation)) {
            assertThat(cost.bytes()).as("bytes of the response to %s", what).isLessThanOrEqualTo(MAX_RESPONSE_BYTES);
            assertThat(cost.statements())
                    .as("statements for %s", what)
                    .isLessThanOrEqualTo(MAX_STATEMENTS + STATEMENTS_OF_TICKETS.getOrDefault(operation.toString(), 0));
        }
        assertThat(cost.errors()).as("errors in the response to %s", what).isLessThanOrEqualTo(ViolationList.MAX);
        assertThat(cost.allocated()).as("bytes allocated for %s", what).isLessThanOrEqualTo(MAX_ALLOCATED);
        return answer;
    }

    private static boolean isStreamed(Operation operation) {
        return operation.responses().values().stream()
                .anyMatch(response -> response.path("content").has("application/x-ndjson"));
    }

    /** Bytes that the workers have allocated so far. */
    private static long allocated() {
        long[] workers = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("docket-http-"))
                .mapToLong(Thread::getId)
                .toArray();
        long sum = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(workers)) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }
}
