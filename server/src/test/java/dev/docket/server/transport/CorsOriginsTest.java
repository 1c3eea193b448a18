package dev.docket.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.persistence.testing.Wait;
import dev.docket.server.testing.Contract;
import dev.docket.server.testing.RunningServer;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorsOriginsTest {

    private static final String DESK = "https://desk.example.com";

    @Nested
    class Responses {

        private static RunningServer server;
        private static String token;

        @BeforeAll
        static void start() {
            TransportLimits limits = TransportLimitsBuilder.builder(TransportLimits.defaults())
                    .corsOrigins(CorsOrigins.of(DESK + ", http://localhost:3000"))
                    .build();
            server = RunningServer.start(limits, Wait.PATIENCE);
            token = server.tokens
                    .create("desk", List.of("tickets:read"), List.of("2311"), null)
                    .secret();
        }

        @AfterAll
        static void stop() {
            server.close();
        }

        private static RawClient.Answer send(String line, String... headers) throws IOException {
            try (RawClient client = new RawClient(server.uri().getPort())) {
                String head = line + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("\r\n", headers)
                        + (headers.length == 0 ? "\r\n" : "\r\n\r\n");
                return client.send(head).read();
            }
        }

        private static void assertReadable(RawClient.Answer answer, String origin) {
            assertThat(answer.headers("access-control-allow-origin")).containsExactly(origin);
            assertThat(answer.header("access-control-expose-headers")).contains("ETag", "RateLimit-Reset");
            assertThat(answer.headers("vary")).contains("Origin");
            assertThat(answer.header("access-control-allow-credentials")).isNull();
        }

        private static void assertUnreadable(RawClient.Answer answer) {
            assertThat(answer.headers()).noneMatch(header -> header.name().startsWith("access-control-"));
        }

        @ParameterizedTest
        @ValueSource(strings = {DESK, "http://localhost:3000"})
        void canBeReadByPagesOfTheseOrigins(String origin) throws IOException {
            RawClient.Answer answer =
                    send("GET /tickets", "Origin: " + origin, "Authorization: Bearer " + token, "x-account-id: 2311");

            assertThat(answer.status()).isEqualTo(200);
            assertReadable(answer, origin);
            assertThat(answer.headers("vary")).containsExactlyInAnyOrder("Accept-Encoding", "Origin");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                GET /tickets                 | X-Any: 1                    | 401
                GET /me                      | Authorization: Bearer dkt_x | 401
                GET /nothing                 | X-Any: 1                    | 404
                GET /health/live?x=1         | X-Any: 1                    | 400
                POST /health/live            | Content-Length: 0           | 405
                GET /%zz                     | X-Any: 1                    | 400
                GET /tickets                 | Bad Header: 1               | 400
                POST /tickets                | Content-Length: 9999999     | 413
                POST /tickets                | Content-Encoding: gzip      | 415
                TRACE /tickets               | X-Any: 1                    | 405
                """)
        void canBeReadIfTheyAreRejections(String line, String header, int status) throws IOException {
            RawClient.Answer answer = send(line, "Origin: " + DESK, header);

            assertThat(answer.status()).isEqualTo(status);
            assertReadable(answer, DESK);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://desk.example.com",
                    "https://desk.example.com:444",
                    "https://desk.example.com.evil.example",
                    "https://evil.desk.example.com",
                    "https://DESK.example.com",
                    "https://desk.example.com/",
                    "https://desk.example.com, https://evil.example",
                    "null",
                    "*",
                    "localhost:3000"
                })
        void cannotBeReadByOtherPages(String origin) throws IOException {
            RawClient.Answer read = send("GET /health/live", "Origin: " + origin);
            RawClient.Answer rejected = send("GET /%zz", "Origin: " + origin);
            RawClient.Answer preflight =
                    send("OPTIONS /tickets", "Origin: " + origin, "Access-Control-Request-Method: POST");

            assertThat(List.of(read.status(), rejected.status(), preflight.status()))
                    .containsExactly(200, 400, 204);
            for (RawClient.Answer answer : List.of(read, rejected, preflight)) {
                assertUnreadable(answer);
                assertThat(answer.headers("vary")).contains("Origin");
            }
        }

        @Test
        void haveNoOriginWithoutOne() throws IOException {
            assertUnreadable(send("GET /health/live"));
            assertThat(send("GET /health/live").headers("vary")).contains("Origin");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/tickets", "/tickets/TKT-1", "/nothing", "/tickets/export", "/docs"})
        void ofPreflightsNeedNoToken(String path) throws IOException {
            RawClient.Answer answer = send(
                    "OPTIONS " + path,
                    "Origin: " + DESK,
                    "Access-Control-Request-Method: PATCH",
                    "Access-Control-Request-Headers: authorization,content-type,x-account-id");

            assertThat(answer.status()).isEqualTo(204);
            assertReadable(answer, DESK);
            assertThat(answer.header("access-control-allow-methods")).contains("PATCH", "DELETE", "PUT");
            assertThat(answer.header("access-control-allow-headers")).contains("Authorization", "x-account-id");
            assertThat(answer.header("access-control-max-age")).isEqualTo("7200");
        }

        @Test
        void ofTheManagementPortCannotBeRead() throws IOException {
            try (RawClient client = new RawClient(server.managementUri().getPort())) {
                assertUnreadable(client.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\nOrigin: " + DESK + "\r\n\r\n")
                        .read());
            }
        }
    }

    @Test
    void mayReadThatTheServerFailed() throws IOException {
        TransportLimitsBuilder limits = TestServer.limits().corsOrigins(CorsOrigins.of(DESK));
        try (TestServer server = new TestServer(limits);
                RawClient client = server.connect()) {
            RawClient.Answer answer = client.send(
                            "GET /fail HTTP/1.1\r\nHost: localhost\r\nOrigin: " + DESK + "\r\n\r\n")
                    .read();

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.headers("access-control-allow-origin")).containsExactly(DESK);
        }
    }

    @Test
    void areNoneByDefault() throws IOException {
        try (TestServer server = new TestServer();
                RawClient client = server.connect()) {
            RawClient.Answer answer = client.send(
                            "GET /hello HTTP/1.1\r\nHost: localhost\r\nOrigin: " + DESK + "\r\n\r\n")
                    .read();

            assertThat(answer.headers()).noneMatch(header -> header.name().startsWith("access-control"));
            assertThat(answer.headers("vary")).doesNotContain("Origin");
        }
    }

    private static Set<String> lowerCase(String list) {
        return new HashSet<>(Arrays.asList(list.toLowerCase(Locale.ROOT).split(", *")));
    }

    @Test
    void mayUseEveryHeaderOfTheContract() {
        Set<String> sent = new TreeSet<>();
        for (JsonNode parameter : Contract.DOCKET.root().at("/components/parameters")) {
            if (parameter.path("in").asText().equals("header")) {
                sent.add(parameter.get("name").asText().toLowerCase(Locale.ROOT));
            }
        }
        Set<String> received = new TreeSet<>();
        Contract.DOCKET
                .root()
                .findValues("headers")
                .forEach(headers ->
                        headers.fieldNames().forEachRemaining(name -> received.add(name.toLowerCase(Locale.ROOT))));
        // Names of components; the headers are written with a dash.
        received.removeAll(Set.of("acceptranges", "contentdisposition", "contentrange"));

        assertThat(sent).contains("x-account-id");
        assertThat(lowerCase(CorsOrigins.OF_PREFLIGHTS.get("Access-Control-Allow-Headers")))
                .containsAll(sent);
        assertThat(received).contains("etag", "retry-after");
        assertThat(lowerCase(CorsOrigins.EXPOSED)).containsAll(received);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "desk.example.com",
                "https://desk.example.com/",
                "https://desk.example.com:443",
                "http://desk.example.com:80",
                "https://Desk.example.com",
                "https://*.example.com",
                "https://",
                "https://desk.example.com:0",
                "https://a b",
                "https://user@desk.example.com",
                "https://desk.example.com?x"
            })
    void areWrittenAsBrowsersWriteThem(String origin) {
        assertThatThrownBy(() -> CorsOrigins.of(DESK + "," + origin))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + origin + "' must be an origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DESK,
                "http://localhost:3000",
                "http://127.0.0.1:8081",
                "http://[::1]:8080",
                "capacitor://localhost",
                "https://desk.example.com:80",
                "https://xn--mller-kva.example"
            })
    void mayHaveAnySchemeAndPort(String origin) {
        assertThat(CorsOrigins.of(origin).include(origin)).isTrue();
    }
}
