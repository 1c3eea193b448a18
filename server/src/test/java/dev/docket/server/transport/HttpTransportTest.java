package dev.docket.server.transport;

import static dev.docket.server.transport.MalformedRequestTest.assertIsProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.docket.persistence.testing.Wait;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTransportTest {

    private static final String GET = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String CHUNKED =
            "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";

    @Nested
    class SoundRequests {

        private static TestServer server;
        private RawClient client;

        @BeforeAll
        static void start() throws IOException {
            server = new TestServer();
        }

        @AfterAll
        static void stop() {
            server.close();
        }

        @BeforeEach
        void connect() throws IOException {
            client = server.connect();
        }

        @AfterEach
        void disconnect() throws IOException {
            client.close();
        }

        @Test
        void shareAConnection() throws IOException {
            // One without the connections of other tests, which may still be closing.
            try (TestServer alone = new TestServer();
                    RawClient only = alone.connect()) {
                for (int i = 0; i < 600; i++) {
                    assertThat(only.get("/hello").body()).isEqualTo("hello");
                    assertThat(only.post("/echo", "body " + i).body()).isEqualTo("body " + i);
                }
                assertThat(alone.transport.openConnections()).isEqualTo(1);
            }
        }

        @Test
        void areAnsweredInTheirOrderWhenPipelined() throws IOException {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                requests.append("GET /hello/%d HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(i))
                        .append("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\n%03d".formatted(i))
                        .append(CHUNKED)
                        .append("2\r\nab\r\n3\r\n%03d\r\n0\r\n\r\n".formatted(i))
                        .append("POST /async HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\n%03d"
                                .formatted(i));
            }
            client.send(requests.toString());
            for (int i = 0; i < 50; i++) {
                assertThat(client.read().body()).isEqualTo(i + "|null");
                assertThat(client.read().body()).isEqualTo("%03d".formatted(i));
                assertThat(client.read().body()).isEqualTo("ab%03d".formatted(i));
                assertThat(client.read().body()).isEqualTo("%03d".formatted(i));
            }
        }

        @Test
        void mayEndWithABodyTheApplicationDoesNotRead() throws IOException {
            for (int i = 0; i < 20; i++) {
                assertThat(client.post("/unread", "x".repeat(100_000)).body()).isEqualTo("unread");
                assertThat(client.get("/hello").body()).isEqualTo("hello");
            }
        }

        @Test
        void mayBeSuspendedByTheApplication() throws IOException {
            for (int i = 0; i < 20; i++) {
                assertThat(client.get("/async").body()).isEqualTo("later");
                assertThat(client.post("/async", "body").body()).isEqualTo("body");
            }
        }

        @Test
        void mayBeOfTheLargestSize() throws IOException {
            String body = "x".repeat(1024 * 1024);

            assertThat(client.post("/echo", body).body()).isEqualTo(body);
            assertThat(client.send(CHUNKED + "100000\r\n" + body + "\r\n0\r\n\r\n")
                            .read()
                            .body())
                    .isEqualTo(body);
            Wait.until(() -> server.transport.bufferedBodyBytes() == 0);
        }

        @Test
        void mayComeInTinyChunks() throws IOException {
            client.send(CHUNKED);
            client.send("1\r\nx\r\n".repeat(100_000));
            assertThat(client.send("0\r\n\r\n").read().body()).isEqualTo("x".repeat(100_000));
        }

        @Test
        void mayHaveAChunkExtension() throws IOException {
            assertThat(client.send(CHUNKED + "0005;a=\"b\"\r\nhello\r\n0\r\n\r\n")
                            .read()
                            .body())
                    .isEqualTo("hello");
        }

        @Test
        void mayWaitToBeAskedForTheirBody() throws IOException {
            client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
            assertThat(client.readHead().status()).isEqualTo(100);

            RawClient.Answer answer = client.send("hello").read();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("hello");
            assertThat(client.get("/hello").body()).isEqualTo("hello");
        }

        @Test
        void haveAnAnswerWithoutBodyToHead() throws IOException {
            RawClient.Answer answer = client.send("HEAD /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .readHead();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(client.get("/hello").body()).isEqualTo("hello");
        }

        @Test
        void haveAnAnswerToOptions() throws IOException {
            RawClient.Answer answer = client.send("OPTIONS /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .read();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("allow")).contains("GET", "HEAD", "OPTIONS");
            assertThat(client.get("/hello").body()).isEqualTo("hello");
        }

        @Test
        void doNotNameTheServer() throws IOException {
            for (String path : List.of("/hello", "/missing", "/fail")) {
                try (RawClient other = server.connect()) {
                    RawClient.Answer answer = other.get(path);
                    assertThat(answer.header("server")).isNull();
                    assertThat(answer.header("x-powered-by")).isNull();
                    assertThat(answer.body())
                            .doesNotContainIgnoringCase("grizzly")
                            .doesNotContain("secret");
                }
            }
        }

        @Test
        void haveAProblemForAnAnswerWhenTheApplicationFails() throws IOException {
            RawClient.Answer answer = client.get("/fail");

            assertThat(answer.status()).isEqualTo(500);
            assertIsProblem(answer);
            assertThat(answer.body()).contains("internal-error", "\"instance\":\"/fail\"");
        }

        @Test
        void mayBeOfHttp10() throws IOException {
            client.send("GET /hello HTTP/1.0\r\nHost: localhost\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.isClosedByServer()).isTrue();
        }

        @Test
        void mayCloseTheirConnection() throws IOException {
            client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("hello");
            assertThat(client.isClosedByServer()).isTrue();
        }

        @Test
        void mayBeTheLastTheirClientSends() throws IOException {
            for (int i = 0; i < 20; i++) {
                try (RawClient other = server.connect()) {
                    other.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello");
                    other.finishSending();
                    assertThat(other.read().body()).isEqualTo("hello");
                    assertThat(other.isClosedByServer()).isTrue();
                }
            }
        }

        @Test
        void mayNameTheHostInTheirTarget() throws IOException {
            client.send("GET http://localhost/hello/a?q=b HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("a|b");
        }

        @ParameterizedTest
        @ValueSource(strings = {"localhost:80", "127.0.0.1", "[::1]:8080", "my-host.example"})
        void mayComeForAnyHost(String host) throws IOException {
            client.send("GET /hello HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
        }

        @Test
        void mayHaveAnyTargetThatRfc3986Allows() throws IOException {
            assertThat(client.get("/hello/a%20%c3%a9;:@!$&'()*+,=~-._?q=%25[a]{b}|c/?")
                            .body())
                    .isEqualTo("a \u00e9|%[a]{b}|c/?");
        }

        @Test
        void keepTheirProtocolWhenAnotherIsOffered() throws Exception {
            HttpClient http2 =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
            URI uri = URI.create("http://localhost:" + server.port() + "/echo");

            HttpResponse<String> answer = http2.send(
                    HttpRequest.newBuilder(uri)
                            .POST(HttpRequest.BodyPublishers.ofString("hello"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.body()).isEqualTo("hello");
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    @Nested
    class RequestId {

        private static TestServer server;
        private RawClient client;

        @BeforeAll
        static void start() throws IOException {
            server = new TestServer();
        }

        @AfterAll
        static void stop() {
            server.close();
        }

        @BeforeEach
        void connect() throws IOException {
            client = server.connect();
        }

        @AfterEach
        void disconnect() throws IOException {
            client.close();
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", "A-Z_0.9", "0123456789abcdef0123456789abcdef"})
        void isTheCallersIfSane(String id) throws IOException {
            RawClient.Answer answer = ask("X-Request-Id: " + id + "\r\n");

            assertThat(answer.headers("x-request-id")).containsExactly(id);
            assertThat(answer.body()).isEqualTo(id + " [" + id + "]");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "X-Request-Id:\r\n",
                    "X-Request-Id: a b\r\n",
                    "X-Request-Id: a;b\r\n",
                    "X-Request-Id: a\r\nX-Request-Id: a\r\n",
                    "X-Request-Id: \u00e9\r\n"
                })
        void isNewOtherwise(String header) throws IOException {
            RawClient.Answer answer = ask(header);

            String id = answer.header("x-request-id");
            assertThat(answer.headers("x-request-id")).hasSize(1);
            assertThat(id).matches("[0-9a-z]{13}");
            assertThat(answer.body()).isEqualTo(id + " [" + id + "]");
            assertThat(ask(header).header("x-request-id")).isNotEqualTo(id);
        }

        @Test
        void isNewIfTheCallersIsTooLong() throws IOException {
            assertThat(ask("X-Request-Id: " + "a".repeat(128) + "\r\n").header("x-request-id"))
                    .isEqualTo("a".repeat(128));
            assertThat(ask("X-Request-Id: " + "a".repeat(129) + "\r\n").header("x-request-id"))
                    .matches("[0-9a-z]{13}");
        }

        @Test
        void isOnEveryAnswer() throws IOException {
            assertThat(client.get("/missing").header("x-request-id")).isNotNull();
            assertThat(client.send("DELETE /hello HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: b\r\n\r\n")
                            .read()
                            .header("x-request-id"))
                    .isEqualTo("b");
            assertThat(client.send("GET /fail HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: c\r\n\r\n")
                            .read()
                            .header("x-request-id"))
                    .isEqualTo("c");
        }

        private RawClient.Answer ask(String header) throws IOException {
            return client.send("GET /id HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n")
                    .read();
        }
    }

    @Nested
    class LargeBodies {

        @Test
        void areRefusedAsSoonAsTheirChunksAreTooLarge() throws IOException {
            TransportLimitsBuilder limits = TestServer.limits().maxBodyBytes(10_000);
            try (TestServer server = new TestServer(limits);
                    RawClient client = server.connect()) {
                client.send(CHUNKED + ("3e8\r\n" + "x".repeat(1_000) + "\r\n").repeat(10));
                Wait.until(() -> server.transport.bufferedBodyBytes() == 10_000);

                RawClient.Answer answer = client.send("1\r\nx").read();

                assertThat(answer.status()).isEqualTo(413);
                assertIsProblem(answer);
                assertThat(client.isClosedByServer()).isTrue();
                assertThat(server.application.ran()).isEmpty();
                Wait.until(() -> server.transport.bufferedBodyBytes() == 0);
            }
        }

        @Test
        void areRefusedWithAnAnswerThatTheirClientSees() throws IOException {
            try (TestServer server = new TestServer();
                    RawClient client = server.connect()) {
                // More than fits into the buffers of the socket, so that it is still being sent when it is rejected.
                client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 30000000\r\n\r\n");
                client.send("x".repeat(30_000_000));

                assertThat(client.read().status()).isEqualTo(413);
                assertThat(client.isClosedByServer()).isTrue();
            }
        }

        @Test
        void areRefusedTogetherBeyondTheBudget() throws IOException {
            TransportLimitsBuilder limits = TestServer.limits().maxBufferedBodyBytes(25_000);
            try (TestServer server = new TestServer(limits);
                    RawClient first = server.connect();
                    RawClient second = server.connect();
                    RawClient third = server.connect()) {
                String head = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10001\r\n\r\n";
                first.send(head + "x".repeat(10_000));
                second.send(head + "x".repeat(10_000));
                Wait.until(() -> server.transport.bufferedBodyBytes() == 20_000);

                RawClient.Answer answer = third.send(head + "x".repeat(10_000)).read();

                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.header("retry-after")).isEqualTo("1");
                assertIsProblem(answer);
                assertThat(third.isClosedByServer()).isTrue();
                assertThat(first.send("x").read().body()).hasSize(10_001);
                assertThat(second.send("x").read().body()).hasSize(10_001);
                Wait.until(() -> server.transport.bufferedBodyBytes() == 0);
            }
        }
    }

    @Nested
    class Overload {

        @Test
        void isRefusedAtOnceAndPasses() throws Exception {
            TransportLimitsBuilder limits = TestServer.limits().workers(2).maxQueuedRequests(2);
            List<RawClient> clients = new ArrayList<>();
            try (TestServer server = new TestServer(limits)) {
                for (int i = 0; i < 4; i++) {
                    clients.add(server.connect().send("GET /hold HTTP/1.1\r\nHost: localhost\r\n\r\n"));
                }
                server.application.awaitHeld(2);
                Wait.until(() -> server.transport.queuedRequests() == 2);

                for (String request : List.of(GET, CHUNKED + "0\r\n\r\n")) {
                    try (RawClient further = server.connect()) {
                        RawClient.Answer answer = further.send(request).read();
                        assertThat(answer.status()).isEqualTo(503);
                        assertThat(answer.header("retry-after")).isEqualTo("1");
                        assertIsProblem(answer);
                        assertThat(further.isClosedByServer()).isTrue();
                    }
                }

                server.application.release(4);
                for (RawClient client : clients) {
                    assertThat(client.read().body()).isEqualTo("released");
                }
                Wait.until(() -> server.transport.queuedRequests() == 0);
                for (RawClient client : clients) {
                    assertThat(client.get("/hello").body()).isEqualTo("hello");
                }
            } finally {
                for (RawClient client : clients) {
                    client.close();
                }
            }
        }
    }

    @Nested
    class Stop {

        @Test
        void letsWhatHasBegunComeToItsEnd() throws Exception {
            TestServer server = new TestServer();
            try (RawClient idle = server.connect();
                    RawClient running = server.connect();
                    RawClient sending = server.connect()) {
                assertThat(idle.get("/hello").status()).isEqualTo(200);
                running.send("GET /hold HTTP/1.1\r\nHost: localhost\r\n\r\n");
                server.application.awaitHeld(1);
                sending.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhel");
                Wait.until(() -> server.transport.bufferedBodyBytes() == 3);

                CompletableFuture<Void> stop = CompletableFuture.runAsync(server::close);

                assertThat(idle.isClosedByServer()).isTrue();
                assertThatThrownBy(server::connect).isInstanceOf(ConnectException.class);
                RawClient.Answer sent = sending.send("lo").read();
                assertThat(sent.body()).isEqualTo("hello");
                assertThat(sent.header("connection")).isEqualTo("close");
                assertThat(sending.isClosedByServer()).isTrue();
                assertThat(stop).isNotDone();
                server.application.release(1);
                assertThat(running.read().body()).isEqualTo("released");
                assertThat(running.isClosedByServer()).isTrue();
                Wait.result(stop);
            }
        }

        @Test
        void cutsWhatTakesTooLong() throws Exception {
            TransportLimitsBuilder limits = TestServer.limits().stopTimeout(Duration.ofMillis(200));
            TestServer server = new TestServer(limits);
            try (RawClient running = server.connect()) {
                running.send("GET /hold HTTP/1.1\r\nHost: localhost\r\n\r\n");
                server.application.awaitHeld(1);

                server.close();

                // The worker was interrupted, and may have reported it before its connection was closed.
                assertThat(running.isEndedByServer()).isTrue();
                Wait.until(() -> server.transport.runningRequests() == 0);
            }
        }

        @Test
        void leavesThePortFreeAndMayBeRepeated() throws IOException {
            TestServer server = new TestServer();
            int port = server.port();

            server.close();
            server.close();

            assertThatThrownBy(() -> new RawClient(port)).isInstanceOf(ConnectException.class);
        }
    }
}
