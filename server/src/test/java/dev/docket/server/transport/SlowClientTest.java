package dev.docket.server.transport;

import static dev.docket.server.transport.MalformedRequestTest.assertIsProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.docket.persistence.testing.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that take their time take nothing from the others. */
class SlowClientTest {

    private static final String POST = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n";

    private final List<RawClient> slow = new ArrayList<>();
    private final ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void closeClients() throws IOException {
        drip.shutdownNow();
        disconnect();
    }

    /** Otherwise a server would wait for them when it stops. */
    private void disconnect() throws IOException {
        for (RawClient client : slow) {
            client.close();
        }
    }

    /** Connects clients that send a beginning and then a byte every now and then, until they are rejected. */
    private void dripping(int port, int clients, String beginning) throws IOException {
        for (int i = 0; i < clients; i++) {
            slow.add(new RawClient(port).send(beginning));
        }
        for (RawClient client : slow) {
            drip.scheduleWithFixedDelay(() -> drip(client), 20, 20, TimeUnit.MILLISECONDS);
        }
    }

    /** Those of all transports. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("docket-http-"))
                .count();
    }

    private static void drip(RawClient client) {
        try {
            client.send("x");
        } catch (IOException closed) {
            throw new IllegalStateException(closed); // ends its schedule
        }
    }

    @Nested
    class Bodies {

        private TestServer server;

        private void start(Duration limit) throws IOException {
            TransportLimitsBuilder limits =
                    TestServer.limits().bodyTimeout(limit).workers(2);
            server = new TestServer(limits);
        }

        @AfterEach
        void stop() {
            server.close();
        }

        @Test
        void areRefusedByTheHundredsWhileOthersAreServed() throws IOException {
            start(Duration.ofSeconds(2));
            dripping(server.port(), 200, POST);

            try (RawClient other = server.connect()) {
                for (int i = 0; i < 50; i++) {
                    assertThat(other.get("/hello").body()).isEqualTo("hello");
                    assertThat(other.post("/echo", "abc").body()).isEqualTo("abc");
                }
            }
            for (RawClient client : slow) {
                RawClient.Answer answer = client.read();
                assertThat(answer.status()).isEqualTo(408);
                assertIsProblem(answer);
                assertThat(client.isClosedByServer()).isTrue();
            }
            assertThat(server.application.ran()).doesNotContain("echo 1000");
            Wait.until(() -> server.transport.bufferedBodyBytes() == 0);
            Wait.until(() -> server.transport.openConnections() == 0);
        }

        @Test
        void areRefusedInChunksToo() throws IOException {
            start(Duration.ofMillis(500));
            dripping(
                    server.port(),
                    20,
                    "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n");

            for (RawClient client : slow) {
                assertThat(client.read().status()).isEqualTo(408);
                assertThat(client.isClosedByServer()).isTrue();
            }
            Wait.until(() -> server.transport.bufferedBodyBytes() == 0);
        }

        @Test
        void leaveNothingBehindWhenTheirClientsGoAway() throws IOException {
            start(Wait.PATIENCE.multipliedBy(2));
            for (int i = 0; i < 50; i++) {
                slow.add(server.connect().send(POST + "x".repeat(500)));
            }
            Wait.until(() -> server.transport.bufferedBodyBytes() == 50 * 500);

            for (RawClient client : slow) {
                client.close();
            }

            Wait.until(() -> server.transport.bufferedBodyBytes() == 0);
            Wait.until(() -> server.transport.openConnections() == 0);
        }
    }

    /** The control: if this does not block, the tests above prove nothing. */
    @Nested
    class BodiesWithoutThisTransport {

        @Test
        void blockEveryRequest() throws Exception {
            TestApplication application = new TestApplication();
            HttpServer server = GrizzlyHttpServerFactory.createHttpServer(
                    URI.create("http://localhost:0/"), application.config(), false);
            NetworkListener listener = server.getListeners().iterator().next();
            server.start();
            try {
                // Its pool has two threads for each core.
                int threads = 2 * Runtime.getRuntime().availableProcessors();
                dripping(listener.getPort(), threads, POST);
                application.awaitEntered(threads);

                try (RawClient other = new RawClient(listener.getPort())) {
                    other.timeout(Duration.ofSeconds(2));
                    assertThatThrownBy(() -> other.get("/hello")).isInstanceOf(SocketTimeoutException.class);
                }
            } finally {
                server.shutdownNow();
            }
        }
    }

    @Nested
    class Heads {

        @Test
        void areRefusedWhileOthersAreServed() throws IOException {
            TransportLimitsBuilder limits = TestServer.limits().headTimeout(Duration.ofSeconds(1));
            try (TestServer server = new TestServer(limits)) {
                dripping(server.port(), 100, "GET /hello HTTP/1.1\r\nHost: localhost\r\nX-A: ");

                try (RawClient other = server.connect()) {
                    for (int i = 0; i < 50; i++) {
                        assertThat(other.get("/hello").body()).isEqualTo("hello");
                    }
                }
                for (RawClient client : slow) {
                    RawClient.Answer answer = client.read();
                    assertThat(answer.status()).isEqualTo(408);
                    assertIsProblem(answer);
                    assertThat(client.isClosedByServer()).isTrue();
                }
                assertThat(server.application.ran()).hasSize(50);
            }
        }

        @Test
        void areReadWhenTheyComeInTime() throws IOException {
            String request = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";
            try (TestServer server = new TestServer();
                    RawClient client = server.connect()) {
                for (char c : request.toCharArray()) {
                    client.send(String.valueOf(c));
                }
                assertThat(client.read().body()).isEqualTo("hello");
            }
        }
    }

    @Nested
    class IdleConnections {

        @Test
        void areClosedWhetherOrNotTheyWereUsed() throws IOException {
            Duration limit = Duration.ofSeconds(2);
            TransportLimitsBuilder limits =
                    TestServer.limits().headTimeout(limit).idleTimeout(limit);
            try (TestServer server = new TestServer(limits);
                    RawClient unused = server.connect();
                    RawClient used = server.connect()) {
                assertThat(used.get("/hello").status()).isEqualTo(200);

                assertThat(unused.isClosedByServer()).isTrue();
                assertThat(used.isClosedByServer()).isTrue();
            }
        }

        @Test
        void areClosedSoonerIfTheyNeverSentAByte() throws IOException {
            TransportLimitsBuilder limits = TestServer.limits().headTimeout(Duration.ofSeconds(2));
            try (TestServer server = new TestServer(limits);
                    RawClient used = server.connect()) {
                assertThat(used.get("/hello").status()).isEqualTo(200);
                for (int i = 0; i < 100; i++) {
                    slow.add(server.connect());
                }
                for (RawClient silent : slow) {
                    assertThat(silent.isClosedByServer()).isTrue();
                }
                assertThat(used.get("/hello").status()).isEqualTo(200);
                assertThat(server.transport.openConnections()).isEqualTo(1);
            }
        }

        @Test
        void ofOneAddressLeaveRoomForThoseOfAnother() throws IOException {
            TransportLimitsBuilder limits =
                    TestServer.limits().maxConnections(200).maxConnectionsPerAddress(150);
            try (TestServer server = new TestServer(limits)) {
                for (int i = 0; i < 150; i++) {
                    slow.add(server.connect());
                }
                Wait.until(() -> server.transport.openConnections() == 150);
                for (int i = 0; i < 50; i++) {
                    try (RawClient further = server.connect()) {
                        assertThat(further.isClosedByServer()).isTrue();
                    }
                }
                InetAddress elsewhere = InetAddress.getByName("127.0.0.2");
                for (int i = 0; i < 50; i++) {
                    RawClient other = new RawClient(server.port(), elsewhere, null);
                    slow.add(other);
                    assertThat(other.get("/hello").status()).isEqualTo(200);
                }
                slow.remove(0).close();
                Wait.until(() -> server.transport.openConnections() == 199);
                try (RawClient instead = server.connect()) {
                    assertThat(instead.get("/hello").status()).isEqualTo(200);
                }
            }
        }

        @Test
        void ofATrustedProxyAreNotCounted() throws IOException {
            TransportLimitsBuilder limits = TestServer.limits()
                    .maxConnections(20)
                    .maxConnectionsPerAddress(1)
                    .trustedProxies(TrustedProxies.of("127.0.0.1"));
            try (TestServer server = new TestServer(limits)) {
                for (int i = 0; i < 5; i++) {
                    RawClient proxy = server.connect();
                    slow.add(proxy);
                    assertThat(proxy.get("/hello").status()).isEqualTo(200);
                }
                InetAddress elsewhere = InetAddress.getByName("127.0.0.2");
                slow.add(new RawClient(server.port(), elsewhere, null));
                Wait.until(() -> server.transport.openConnections() == 6);
                try (RawClient second = new RawClient(server.port(), elsewhere, null)) {
                    assertThat(second.isClosedByServer()).isTrue();
                }
            }
        }

        @Test
        void doNotStarveOthers() throws IOException {
            TransportLimitsBuilder limits = TestServer.limits().maxQueuedRequests(2_000);
            try (TestServer server = new TestServer(limits)) {
                long threads = threads();
                for (int i = 0; i < 2_000; i++) {
                    slow.add(server.connect());
                }
                Wait.until(() -> server.transport.openConnections() == 2_000);
                for (RawClient client : slow) {
                    client.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
                }
                for (RawClient client : slow) {
                    assertThat(client.read().body()).isEqualTo("hello");
                }
                assertThat(threads()).isLessThan(threads + 20);
            }
        }

        @Test
        void areNotAcceptedBeyondTheLimit() throws IOException {
            TransportLimitsBuilder limits = TestServer.limits().maxConnections(2);
            try (TestServer server = new TestServer(limits);
                    RawClient first = server.connect();
                    RawClient second = server.connect()) {
                assertThat(first.get("/hello").status()).isEqualTo(200);
                assertThat(second.get("/hello").status()).isEqualTo(200);
                try (RawClient third = server.connect()) {
                    assertThat(third.isClosedByServer()).isTrue();
                }
                assertThat(first.get("/hello").status()).isEqualTo(200);
            }
        }
    }

    @Nested
    class Readers {

        /** More than the systems of server and client receive before the client reads (4.5 MB). */
        private static final int LARGE = 7_000_000;

        private static final String GET = "GET /large?bytes=%d HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(LARGE);

        private final TransportLimitsBuilder limits = TestServer.limits();
        private TestServer server;

        @AfterEach
        void stop() throws IOException {
            disconnect();
            server.close();
        }

        private void askForMuch(int clients, int requests) throws IOException {
            for (int i = 0; i < clients; i++) {
                slow.add(server.connectWithSmallBuffer().send(GET.repeat(requests)));
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 4, 8, 16})
        void holdNoWorkerHoweverManyRequestsTheyPipeline(int requests) throws IOException {
            server = new TestServer(limits.workers(2).maxUnreadResponseBytes(400_000_000));
            askForMuch(40, requests);
            try (RawClient other = server.connect()) {
                for (int i = 0; i < 50; i++) {
                    assertThat(other.get("/hello").body()).isEqualTo("hello");
                    assertThat(other.post("/echo", "abc").body()).isEqualTo("abc");
                }
            }
            Wait.until(() -> server.transport.unreadResponses() == 40 && server.transport.busyWorkers() == 0);

            // No connection has begun with its second request.
            assertThat(server.application.ran()).filteredOn("large"::equals).hasSize(40);
            assertThat(server.transport.queuedRequests()).isZero();
            for (int i = 0; i < requests; i++) {
                assertThat(slow.get(0).read().body()).hasSize(LARGE);
            }
            assertThat(slow.get(0).get("/hello").body()).isEqualTo("hello");
        }

        @Test
        void areCutOffIfTheyReadNothing() throws IOException {
            server = new TestServer(limits.workers(4).writeTimeout(Duration.ofSeconds(1)));
            askForMuch(12, 8);
            try (RawClient other = server.connect()) {
                assertThat(other.get("/hello").body()).isEqualTo("hello");
            }
            Wait.until(() -> server.transport.openConnections() == 0);
            Wait.until(() -> server.transport.unreadResponseBytes() == 0 && server.transport.runningRequests() == 0);
        }

        @Test
        void areCutOffIfTheyReadLessThanTheyMust() throws IOException {
            server = new TestServer(limits.writeTimeout(Duration.ofSeconds(1)).minBytesPerSecond(1_000_000_000));
            askForMuch(1, 1);
            RawClient client = slow.get(0);
            client.readHead();

            assertThatThrownBy(() -> {
                        for (int i = 0; i < LARGE / 1_000; i++) {
                            client.skip(1_000);
                            Thread.sleep(1);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }

        @Test
        void areCutOffSlowestFirstIfTooMuchIsUnread() throws IOException {
            server = new TestServer(limits.maxUnreadResponseBytes(2L * LARGE));
            for (int i = 1; i <= 10; i++) {
                askForMuch(1, 1);
                int requests = i;
                Wait.until(() -> server.application.ran().size() == requests && server.transport.busyWorkers() == 0);
            }

            assertThat(slow.get(0).isEndedByServer()).isTrue();
            assertThat(server.transport.unreadResponseBytes()).isLessThanOrEqualTo(2L * LARGE);
            assertThat(slow.get(9).read().body()).hasSize(LARGE);
        }
    }

    /** The control: if this does not block, the tests above prove nothing. */
    @Nested
    class ReadersWithoutThisTransport {

        @Test
        void blockEveryRequest() throws Exception {
            TestApplication application = new TestApplication();
            HttpServer server = GrizzlyHttpServerFactory.createHttpServer(
                    URI.create("http://localhost:0/"), application.config(), false);
            NetworkListener listener = server.getListeners().iterator().next();
            int workers = 4;
            listener.getTransport()
                    .setWorkerThreadPoolConfig(ThreadPoolConfig.defaultConfig()
                            .setCorePoolSize(workers)
                            .setMaxPoolSize(workers));
            server.start();
            try {
                for (int i = 0; i < 40; i++) {
                    slow.add(new RawClient(listener.getPort(), InetAddress.getLoopbackAddress(), 1024)
                            .send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(16)));
                }
                Wait.until(() -> blockedOnAClient() == workers);

                try (RawClient other = new RawClient(listener.getPort())) {
                    other.timeout(Duration.ofSeconds(2));
                    assertThatThrownBy(() -> other.get("/hello")).isInstanceOf(SocketTimeoutException.class);
                }
            } finally {
                server.shutdownNow();
            }
        }

        /** The number of threads that wait for a client to read, as Grizzly makes them wait. */
        private static long blockedOnAClient() {
            return Thread.getAllStackTraces().values().stream()
                    .filter(stack -> Arrays.stream(stack)
                            .anyMatch(frame -> frame.getMethodName().equals("blockAfterWriteIfNeeded")))
                    .count();
        }
    }
}
