package dev.docket.server.transport;

import static dev.docket.server.transport.MalformedRequestTest.assertIsProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.docket.persistence.testing.Wait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies and answers of some types, such as application/x-ndjson, run while they are still on their way. */
class StreamingTest {

    /** For clients that are to be cut off, whenever that may be. */
    private static final Duration SHORT = Duration.ofMillis(500);

    private static final String HELLO = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static String head(String path, String framing) {
        return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n%s\r\n\r\n"
                .formatted(path, framing);
    }

    private static String chunked(String path) {
        return head(path, "Transfer-Encoding: chunked");
    }

    private static String ofLength(String path, long bytes) {
        return head(path, "Content-Length: " + bytes);
    }

    @Nested
    class Bodies {

        private static TestServer server;
        private RawClient client;

        @BeforeAll
        static void start() throws IOException {
            TransportLimitsBuilder limits = TestServer.limits().maxStreams(4).maxStreamedBodyBytes(50_000_000);
            server = new TestServer(limits);
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
            Wait.until(() -> server.transport.bufferedBodyBytes() == 0);
            Wait.until(() -> server.transport.streams() == 0);
        }

        @Test
        void mayBeLargerThanOthers() throws IOException {
            int size = 20_000_000;

            assertThat(client.send(ofLength("/stream/size", size))
                            .send("x".repeat(size))
                            .read()
                            .body())
                    .isEqualTo("" + size);
            assertThat(client.send(chunked("/stream/size"))
                            .send(Integer.toHexString(size) + "\r\n" + "x".repeat(size) + "\r\n0\r\n\r\n")
                            .read()
                            .body())
                    .isEqualTo("" + size);
            assertThat(client.get("/hello").body()).isEqualTo("hello");
        }

        @Test
        void mayBeForms() throws IOException {
            client.send(
                    "POST /stream/size HTTP/1.1\r\nHost: localhost\r\nContent-Type: Multipart/Form-Data; boundary=b\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n989680\r\n");
            Wait.until(() -> server.transport.streams() == 1);
            assertThat(client.send("x".repeat(10_000_000) + "\r\n0\r\n\r\n")
                            .read()
                            .body())
                    .isEqualTo("10000000");
        }

        @Test
        void areAnsweredWhileTheyCome() throws IOException {
            client.send(chunked("/stream") + "2\r\na\n\r\n");
            RawClient.Answer head = client.readHead();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("content-type")).isEqualTo("application/x-ndjson");
            assertThat(client.readChunk()).isEqualTo("a\n");

            assertThat(client.send("2\r\nb\n\r\n").readChunk()).isEqualTo("b\n");
            assertThat(client.send("2\r\nc\n\r\n0\r\n\r\n").readChunk()).isEqualTo("c\n");
            assertThat(client.readChunk()).isEmpty();
            assertThat(client.get("/hello").body()).isEqualTo("hello");
        }

        @Test
        void mayBeEmpty() throws IOException {
            for (String request : List.of(
                    ofLength("/stream/size", 0),
                    chunked("/stream/size") + "0\r\n\r\n",
                    head("/stream/size", "X-A: b"))) {
                assertThat(client.send(request).read().body()).isEqualTo("0");
            }
            assertThat(client.get("/hello").body()).isEqualTo("hello");
        }

        @Test
        void mayComeByteByByte() throws IOException {
            String request = chunked("/stream/size") + "5;a=b\r\nhello\r\n1\r\n!\r\n0\r\n\r\n";
            for (char c : request.toCharArray()) {
                client.send(String.valueOf(c));
            }
            assertThat(client.read().body()).isEqualTo("6");
            assertThat(client.get("/hello").body()).isEqualTo("hello");
        }

        @Test
        void mayComeInTinyChunks() throws IOException {
            client.send(chunked("/stream/size"));
            client.send("1\r\nx\r\n".repeat(200_000));
            assertThat(client.send("0\r\n\r\n").read().body()).isEqualTo("200000");
        }

        @Test
        void mayWaitToBeAskedFor() throws IOException {
            client.send(head("/stream/size", "Content-Length: 5\r\nExpect: 100-continue"));
            assertThat(client.readHead().status()).isEqualTo(100);
            assertThat(client.send("hello").read().body()).isEqualTo("5");
        }

        @Test
        void mayBeFollowedByPipelinedRequests() throws IOException {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                requests.append("GET /hello/%d HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(i))
                        .append(chunked("/stream"))
                        .append("2\r\nab\r\n3\r\n%03d\r\n0\r\n\r\n".formatted(i))
                        .append(ofLength("/stream", 3))
                        .append("%03d".formatted(i))
                        .append("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\n%03d".formatted(i))
                        .append(ofLength("/stream/unread?status=200", 3))
                        .append("%03d".formatted(i));
            }
            client.send(requests.toString());
            for (int i = 0; i < 50; i++) {
                assertThat(client.read().body()).isEqualTo(i + "|null");
                assertThat(client.read().body()).isEqualTo("ab%03d".formatted(i));
                assertThat(client.read().body()).isEqualTo("%03d".formatted(i));
                assertThat(client.read().body()).isEqualTo("%03d".formatted(i));
                assertThat(client.read().body()).isEqualTo("unread");
            }
        }

        @Test
        void makeTheirClientWaitWhileTheyAreNotRead() throws Exception {
            int size = 40_000_000;
            Thread sender = new Thread(() -> {
                try {
                    client.send(ofLength("/stream/hold", size)).send("x".repeat(size));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            sender.start();
            server.application.awaitHeld(1);
            assertThat(server.transport.bufferedBodyBytes()).isEqualTo(StreamedBody.CAPACITY);

            server.application.release(1);

            assertThat(client.read().body()).isEqualTo("" + size);
            sender.join();
        }

        @ParameterizedTest
        @ValueSource(ints = {200, 401})
        void thatAreNotReadAreTheLastOfTheirConnection(int status) throws IOException {
            for (String framing : List.of("Content-Length: 100000", "Transfer-Encoding: chunked")) {
                try (RawClient other = server.connect()) {
                    int before = server.application.ran().size();
                    other.send(head("/stream/unread?status=" + status, framing));
                    RawClient.Answer answer = other.read();
                    assertThat(answer.status()).isEqualTo(status);
                    assertThat(answer.body()).isEqualTo("unread");
                    assertThat(answer.header("connection")).isEqualTo(status == 200 ? null : "close");

                    // If the framing were lost, this would run.
                    other.send(HELLO);

                    assertThat(other.isClosedByServer()).isTrue();
                    assertThat(server.application.ran()).hasSize(before + 1);
                }
            }
        }

        @Test
        void thatAreNotReadHaveAResponseThatTheirClientSees() throws IOException {
            client.send(ofLength("/stream/unread?status=401", 30_000_000));
            client.send("x".repeat(30_000_000));

            assertThat(client.read().status()).isEqualTo(401);
            assertThat(client.isClosedByServer()).isTrue();
        }

        @Test
        void areRefusedBeyondTheirLimitAtOnceOrWhenTheyGetThere() throws IOException {
            RawClient.Answer atOnce =
                    client.send(ofLength("/stream/size", 50_000_001)).read();
            assertThat(atOnce.status()).isEqualTo(413);
            assertIsProblem(atOnce);
            assertThat(client.isClosedByServer()).isTrue();

            try (RawClient other = server.connect()) {
                other.send(chunked("/stream/size") + "2faf081\r\n").send("x".repeat(50_000_001));
                assertThat(other.read().status()).isEqualTo(413);
                assertThat(other.isClosedByServer()).isTrue();
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "5g\r\nhello\r\n0\r\n\r\n",
                    "5\nhello\r\n0\r\n\r\n",
                    "5\r\nhello!\r\n0\r\n\r\n",
                    "10000000000000005\r\nhello\r\n0\r\n\r\n",
                    "5\r\nhello\r\n0\r\nx-account-id: 2\r\n\r\n"
                })
        void areRefusedIfTheirChunksAreMalformed(String chunks) throws IOException {
            int before = server.application.ran().size();
            for (int split = 0; split < chunks.length(); split++) {
                try (RawClient other = server.connect()) {
                    other.send(chunked("/stream/size") + chunks.substring(0, split));
                    other.send(chunks.substring(split) + HELLO);
                    assertThat(other.read().status()).as("split at %d", split).isEqualTo(400);
                    assertThat(other.isClosedByServer()).isTrue();
                }
            }
            // If the framing were misread, the request after it would have run.
            assertThat(server.application.ran()).hasSize(before + chunks.length());
        }

        @Test
        void areRefusedByTheirHeadLikeAnyOther() throws IOException {
            client.send(head("/stream/size", "Content-Length: 5\r\nTransfer-Encoding: chunked") + "0\r\n\r\n");
            RawClient.Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(400);
            assertIsProblem(answer);
        }

        @Test
        void ofAnotherTypeAreNotStreamed() throws IOException {
            assertThat(client.send("POST /stream/size HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
                                    + "Content-Length: 5\r\n\r\nhello")
                            .read()
                            .status())
                    .isEqualTo(415);
            try (RawClient other = server.connect()) {
                other.send("POST /stream/size HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
                        + "Content-Length: 1048577\r\n\r\n");
                assertThat(other.read().status()).isEqualTo(413);
            }
        }

        @Test
        void whoseClientsGoAwayLeaveNothingBehind() throws IOException {
            int before = server.application.ran().size();
            try (RawClient other = server.connect()) {
                other.send(chunked("/stream/size") + "3e8\r\nhello");
                Wait.until(() -> server.application.ran().size() == before + 1);
            }
            Wait.until(() -> server.transport.runningRequests() == 0 && server.transport.streams() == 0);
            assertThat(server.application.ran()).hasSize(before + 1);
        }
    }

    @Nested
    class SlowClients {

        private final List<RawClient> slow = new ArrayList<>();
        private final TransportLimitsBuilder limits = TestServer.limits();
        private TestServer server;

        @BeforeEach
        void limit() {
            limits.workers(4).maxStreams(2);
        }

        @AfterEach
        void stop() throws IOException {
            disconnect();
            server.close();
        }

        private void disconnect() throws IOException {
            for (RawClient client : slow) {
                client.close();
            }
        }

        private void assertOthersAreServed() throws IOException {
            try (RawClient other = server.connect()) {
                for (int i = 0; i < 50; i++) {
                    assertThat(other.get("/hello").body()).isEqualTo("hello");
                    assertThat(other.post("/echo", "abc").body()).isEqualTo("abc");
                }
            }
        }

        private void awaitNoStreams() {
            Wait.until(() -> server.transport.streams() == 0);
            Wait.until(() -> server.transport.bufferedBodyBytes() == 0);
            Wait.until(() -> server.transport.openConnections() == 0);
        }

        @Test
        void whoSendHoldNoMoreThanTheirShareOfTheStreams() throws IOException {
            server = new TestServer(limits);
            for (int i = 0; i < 2; i++) {
                slow.add(server.connect().send(chunked("/stream/size") + "5\r\nhel"));
            }
            Wait.until(() -> server.transport.runningRequests() == 2);

            assertOthersAreServed();
            for (int i = 0; i < 20; i++) {
                try (RawClient further = server.connect()) {
                    RawClient.Answer answer =
                            further.send(chunked("/stream/size") + "5\r\nhel").read();
                    assertThat(answer.status()).isEqualTo(503);
                    assertThat(answer.header("retry-after")).isEqualTo("1");
                    assertIsProblem(answer);
                    assertThat(further.isClosedByServer()).isTrue();
                }
            }
            disconnect();
            awaitNoStreams();
        }

        @Test
        void whoSendOrReadHoldNoWorker() throws Exception {
            limits.workers(1);
            server = new TestServer(limits);
            slow.add(server.connect().send(chunked("/stream/size") + "5\r\nhel"));
            slow.add(server.connectWithSmallBuffer().send("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            Wait.until(() -> server.transport.streams() == 2 && server.transport.runningRequests() == 2);

            assertThat(server.transport.busyWorkers()).isZero();
            assertOthersAreServed();
            disconnect();
            awaitNoStreams();
        }

        @Test
        void whoStopToSendAreRefused() throws IOException {
            limits.bodyTimeout(SHORT);
            server = new TestServer(limits);
            for (int i = 0; i < 2; i++) {
                slow.add(server.connect().send(chunked("/stream/size") + "5\r\nhel"));
            }
            for (RawClient client : slow) {
                assertThat(client.read().status()).isEqualTo(408);
                assertThat(client.isClosedByServer()).isTrue();
            }
            awaitNoStreams();
        }

        @Test
        void whoStopToSendWhenTheyAreBeingAnsweredAreCutOff() throws IOException {
            limits.bodyTimeout(SHORT);
            server = new TestServer(limits);
            RawClient client = server.connect();
            slow.add(client.send(chunked("/stream") + "5\r\nhello\r\n"));
            assertThat(client.readHead().status()).isEqualTo(200);
            assertThat(client.readChunk()).isEqualTo("hello");

            assertThat(client.isClosedByServer()).isTrue();
            Wait.until(() -> server.transport.streams() == 0);
        }

        private void askForWhatTheyDoNotRead() throws IOException {
            for (String type : List.of("application/x-ndjson", "application/octet-stream")) {
                slow.add(server.connect()
                        .send("GET /endless HTTP/1.1\r\nHost: localhost\r\nAccept: " + type + "\r\n\r\n"));
            }
        }

        @Test
        void whoDoNotReadHoldNoMoreThanTheirShareOfTheStreams() throws IOException {
            server = new TestServer(limits);
            askForWhatTheyDoNotRead();
            Wait.until(() -> server.transport.streams() == 2);
            try (RawClient other = server.connect()) {
                RawClient.Answer answer = other.get("/endless");
                assertThat(answer.status()).isEqualTo(503);
            }
            assertOthersAreServed();
            disconnect();
            awaitNoStreams();
        }

        @Test
        void whoDoNotReadAreCutOff() throws IOException {
            limits.writeTimeout(SHORT);
            server = new TestServer(limits);
            askForWhatTheyDoNotRead();
            Wait.until(() -> Collections.frequency(server.application.ran(), "endless was cut") == 2);
            awaitNoStreams();
        }

        @Test
        void whoSendButDoNotReadAreCutOff() throws Exception {
            limits.writeTimeout(SHORT);
            server = new TestServer(limits);
            RawClient client = server.connect();
            slow.add(client.send(ofLength("/stream", 100_000_000)));

            assertThatThrownBy(() -> {
                        for (String piece = "x".repeat(1_000_000); ; ) {
                            client.send(piece);
                        }
                    })
                    .isInstanceOf(IOException.class);
            Wait.until(() -> server.transport.streams() == 0);
        }
    }

    @Nested
    class Answers {

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
            Wait.until(() -> server.transport.streams() == 0);
        }

        @Test
        void thatFailBeforeTheirFirstByteAreProblems() throws IOException {
            RawClient.Answer answer =
                    client.send(ofLength("/stream/fail?after=0", 2) + "{}").read();

            assertThat(answer.status()).isEqualTo(500);
            assertIsProblem(answer);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 100_000})
        void thatFailLaterHaveNoEnd(int after) throws IOException {
            client.send(ofLength("/stream/fail?after=" + after, 2) + "{}" + HELLO);

            assertThatThrownBy(() -> {
                        client.readHead();
                        while (!client.readChunk().isEmpty()) {}
                    })
                    .isInstanceOf(IOException.class);
        }

        @Test
        void thatAreNoStreamsAndFailLaterHaveNoEndEither() throws IOException {
            client.send("GET /part?after=100000 HTTP/1.1\r\nHost: localhost\r\n\r\n");

            assertThatThrownBy(() -> client.read()).isInstanceOf(IOException.class);
        }

        @Nested
        class Compressed {

            private static final String GZIP = "Accept-Encoding: gzip\r\n";

            /** Unpacks what has arrived of a compressed stream, after its head of ten bytes. */
            private final Inflater inflater = new Inflater(true);

            @AfterEach
            void end() {
                inflater.end();
            }

            private String unpack(byte[] chunk, int head) throws DataFormatException {
                inflater.setInput(chunk, head, chunk.length - head);
                byte[] content = new byte[1024];
                return new String(content, 0, inflater.inflate(content), StandardCharsets.UTF_8);
            }

            @Test
            void areSentPieceByPiece() throws IOException, DataFormatException {
                client.send(head("/stream", GZIP + "Transfer-Encoding: chunked"));

                client.send("6\r\nfirst\n\r\n");
                RawClient.Answer head = client.readHead();
                assertThat(head.header("content-encoding")).isEqualTo("gzip");
                assertThat(unpack(client.readChunkBytes(), 10)).isEqualTo("first\n");
                client.send("7\r\nsecond\n\r\n");
                assertThat(unpack(client.readChunkBytes(), 0)).isEqualTo("second\n");
                client.send("0\r\n\r\n");
                byte[] rest = client.readChunkBytes();
                assertThat(unpack(rest, 0)).isEmpty();
                assertThat(inflater.finished()).isTrue();
            }

            @Test
            void thatFailBeforeTheirFirstByteAreProblems() throws IOException {
                RawClient.Answer answer = client.send(head("/stream/fail?after=0", GZIP + "Content-Length: 2") + "{}")
                        .read();

                assertThat(answer.status()).isEqualTo(500);
                assertIsProblem(answer);
                assertThat(answer.header("content-encoding")).isNull();
            }

            @ParameterizedTest
            @ValueSource(ints = {1, 2_000, 10_000_000})
            void thatFailLaterHaveNoEnd(int after) throws IOException {
                client.send(head("/stream/fail?after=" + after, GZIP + "Content-Length: 2") + "{}" + HELLO);

                assertThatThrownBy(() -> {
                            client.readHead();
                            while (client.readChunkBytes().length > 0) {}
                        })
                        .isInstanceOf(IOException.class);
            }

            @Test
            void thatAreNoStreamsHaveNoChunkForEachPiece() throws IOException {
                client.send("GET /large?bytes=8388608 HTTP/1.1\r\nHost: localhost\r\n" + GZIP + "\r\n");

                assertThat(client.read().body()).hasSizeLessThan(20_000);
            }
        }
    }
}
