package dev.docket.server.http.compression;

import static dev.docket.server.testing.TicketJson.ticket;
import static dev.docket.server.testing.TicketJson.ticketWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.testing.Wait;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.FormData;
import dev.docket.server.testing.RunningServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final String LONG = "It stops after the tip screen. ".repeat(100);

    private static RunningServer server;
    private static String token;
    private static String large;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        token = server.tokens
                .create("gzip", Operations.permissions(), List.of(DemoData.ACCOUNT), null)
                .secret();
        large = "/tickets/"
                + server.client()
                        .post("/tickets", ticketWith("description", LONG))
                        .expect(201)
                        .json()
                        .get("ticketNumber")
                        .asText();
        String tickets = IntStream.range(0, 100)
                .mapToObj(at -> "{\"externalId\": \"%d\", \"ticket\": %s}\n".formatted(at, ticket()))
                .collect(Collectors.joining());
        server.client().post("/tickets/import", "application/x-ndjson", tickets).expect(200);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** @param headers names and values */
    private static HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.uri() + path))
                .timeout(Wait.PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("x-account-id", DemoData.ACCOUNT);
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static HttpResponse<byte[]> get(String path, String... headers) {
        return send(request(path, headers));
    }

    private static HttpResponse<byte[]> patch(String path, String json, String ifMatch) {
        return send(request(path, "Accept-Encoding", "gzip", "If-Match", ifMatch, "Content-Type", MERGE_PATCH)
                .method("PATCH", BodyPublishers.ofString(json)));
    }

    /** @param name a path, or {@code large} for that of a ticket with a long description */
    private static String path(String name) {
        return name.equals("large") ? large : name;
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    private static byte[] unzipped(byte[] body) throws IOException {
        try (InputStream content = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return content.readAllBytes();
        }
    }

    private static void assertCompressed(HttpResponse<byte[]> compressed, byte[] plain) throws IOException {
        assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(compressed.headers().allValues("Vary")).containsExactly("Accept-Encoding");
        assertThat(compressed.body()).hasSizeLessThan(plain.length * 2 / 3);
        assertThat(new String(unzipped(compressed.body()), StandardCharsets.UTF_8))
                .isEqualTo(new String(plain, StandardCharsets.UTF_8));
    }

    private static void assertPlain(HttpResponse<byte[]> response, boolean varies) {
        assertThat(header(response, "Content-Encoding")).isNull();
        assertThat(response.headers().allValues("Vary")).isEqualTo(varies ? List.of("Accept-Encoding") : List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "/tickets?pageSize=50, application/json",
        "/tickets/export, application/x-ndjson",
        "/openapi.yaml, application/yaml",
        "/openapi.json, application/json",
        "/docs, text/html",
        "/docs/assets/0123456789ab/site.css, text/css",
        "/docs/assets/0123456789ab/swagger-ui-bundle.js, text/javascript",
        "/docs/assets/search.json, application/json",
    })
    void makesTextSmaller(String path, String type) throws IOException {
        HttpResponse<byte[]> plain = get(path);
        HttpResponse<byte[]> compressed = get(path, "Accept-Encoding", "gzip, deflate, br");

        assertPlain(plain, true);
        assertCompressed(compressed, plain.body());
        assertThat(header(compressed, "Content-Type")).startsWith(type).isEqualTo(header(plain, "Content-Type"));
    }

    @Test
    void makesMetricsSmaller() throws IOException {
        HttpResponse<byte[]> metrics = send(HttpRequest.newBuilder(URI.create(server.managementUri() + "/metrics"))
                .header("Accept-Encoding", "gzip"));

        assertThat(header(metrics, "Content-Encoding")).isEqualTo("gzip");
        assertThat(new String(unzipped(metrics.body()), StandardCharsets.UTF_8))
                .contains("docket_http_requests_queued");
    }

    @Test
    void makesProblemsSmaller() throws IOException {
        String faulty = IntStream.range(0, 50)
                .mapToObj(at -> "\"unknown-%d\": 1".formatted(at))
                .collect(Collectors.joining(",", "{", "}"));
        HttpRequest.Builder request = request("/tickets", "Content-Type", "application/json", "X-Request-Id", "same");

        HttpResponse<byte[]> plain = send(request.POST(BodyPublishers.ofString(faulty)));
        HttpResponse<byte[]> compressed = send(request.header("Accept-Encoding", "gzip"));

        assertThat(compressed.statusCode()).isEqualTo(400);
        assertThat(header(compressed, "Content-Type")).isEqualTo("application/problem+json");
        assertCompressed(compressed, plain.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/me", "/health/live", "/tickets/none", "/tickets?pageSize=1&status=closed"})
    void leavesWhatIsSmallAlone(String path) {
        HttpResponse<byte[]> response = get(path, "Accept-Encoding", "gzip");

        assertThat(response.body()).hasSizeLessThan(1024);
        assertPlain(response, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip;q=0", "br", "identity, gzip;q=0.5"})
    void leavesOutWhatTheClientDoesNotAccept(String accepted) {
        HttpResponse<byte[]> response = get("/tickets", "Accept-Encoding", accepted);

        assertPlain(response, true);
        assertThat(response.body()).startsWith('{');
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/openapi.yaml", "large"})
    void isTheSameForHead(String name) {
        String path = path(name);
        HttpResponse<byte[]> head =
                send(request(path, "Accept-Encoding", "gzip").method("HEAD", BodyPublishers.noBody()));
        HttpResponse<byte[]> whole = get(path, "Accept-Encoding", "gzip");

        assertThat(head.body()).isEmpty();
        for (String header : List.of("Content-Encoding", "Vary", "Content-Type", "ETag")) {
            assertThat(header(head, header)).as(header).isNotNull().isEqualTo(header(whole, header));
        }
    }

    @Test
    void leavesFilesAlone() {
        FormData form = new FormData().file("notes.txt", "text/plain", LONG.getBytes(StandardCharsets.UTF_8));
        HttpResponse<byte[]> added = send(request(large + "/attachments", "Content-Type", FormData.TYPE)
                .POST(BodyPublishers.ofByteArray(form.bytes())));
        String file = header(added, "Location") + "/content";

        HttpResponse<byte[]> content = get(file, "Accept-Encoding", "gzip", "Range", "bytes=0-1999");

        assertThat(content.statusCode()).isEqualTo(206);
        assertThat(content.body()).hasSize(2000);
        assertPlain(content, false);
    }

    @Test
    void givesACompressedVersionATagThatNamesTheVersionInChanges() {
        String plain = header(get(large), "ETag");
        String compressed = header(get(large, "Accept-Encoding", "gzip"), "ETag");
        assertThat(compressed).isEqualTo(plain.replaceFirst("\"$", "-gzip\""));

        HttpResponse<byte[]> changed = patch(large, "{\"priority\": \"high\"}", compressed);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(header(changed, "ETag")).endsWith("-gzip\"").isNotEqualTo(compressed);
        assertThat(patch(large, "{\"priority\": \"low\"}", compressed).statusCode())
                .isEqualTo(412);
        assertThat(patch(large, "{\"priority\": \"low\"}", "W/" + header(changed, "ETag"))
                        .statusCode())
                .isEqualTo(412);
        assertThat(patch(large, "{\"priority\": \"low\"}", header(changed, "ETag"))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tickets?pageSize=20", "large", "/docs", "/openapi.yaml", "/openapi.json"})
    void respondsWithTheTagThatTheClientHas(String name) {
        String read = path(name);
        String plain = header(get(read), "ETag");
        String compressed = header(get(read, "Accept-Encoding", "gzip"), "ETag");
        assertThat(compressed).isNotEqualTo(plain);

        for (String tag : List.of(plain, compressed)) {
            for (String sent : List.of(tag, "W/" + tag, "\"other\", " + tag)) {
                HttpResponse<byte[]> known = get(read, "Accept-Encoding", "gzip", "If-None-Match", sent);
                assertThat(known.statusCode()).as(sent).isEqualTo(304);
                assertThat(header(known, "ETag")).isEqualTo(tag);
                assertThat(known.headers().allValues("Vary")).containsExactly("Accept-Encoding");
                assertThat(header(known, "Content-Encoding")).isNull();
            }
        }
        assertThat(get(read, "If-None-Match", "*").statusCode()).isEqualTo(304);
        for (String other : List.of("\"gzip\"", "\"-gzip\"", compressed.replace("-gzip", "-gzip-gzip"))) {
            assertThat(get(read, "If-None-Match", other).statusCode()).as(other).isEqualTo(200);
        }
    }

    @Test
    void repeatsAResponseInTheEncodingOfTheRepetition() throws IOException {
        BodyPublisher body = BodyPublishers.ofString(ticketWith("description", LONG));
        HttpRequest.Builder create = request(
                        "/tickets", "Content-Type", "application/json", "Idempotency-Key", "gzip-1")
                .POST(body);

        HttpResponse<byte[]> plain = send(create);
        HttpResponse<byte[]> compressed = send(create.header("Accept-Encoding", "gzip"));

        assertThat(compressed.statusCode()).isEqualTo(201);
        assertThat(header(compressed, "Idempotency-Replayed")).isEqualTo("true");
        assertCompressed(compressed, plain.body());
    }
}
