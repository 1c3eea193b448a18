package dev.docket.server.transport;

import static dev.docket.server.transport.MalformedRequestTest.assertIsProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.testing.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What one token or one account may have of the workers, the queue and the streams. */
class SharesTest {

    private final List<RawClient> greedy = new ArrayList<>();
    private final TransportLimitsBuilder limits = TestServer.limits();
    private TestServer server;

    @AfterEach
    void stop() throws IOException {
        for (RawClient client : greedy) {
            client.close();
        }
        server.application.release(1_000);
        server.close();
    }

    /** The head of a request of a token for an account. */
    private static String head(String requestLine, String token, String account) {
        return "%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nx-account-id: %s\r\n"
                .formatted(requestLine, token, account);
    }

    private static String get(String path, String token, String account) {
        return head("GET " + path, token, account) + "\r\n";
    }

    /** The start of an upload that does not end. */
    private static String upload(String token, String account) {
        return head("POST /stream/size", token, account)
                + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel";
    }

    /** Lets the server know these tokens. */
    private void start(String... tokensAndAccounts) throws IOException {
        server = new TestServer(limits);
        try (RawClient client = server.connect()) {
            for (int i = 0; i < tokensAndAccounts.length; i += 2) {
                client.send(get("/hello", tokensAndAccounts[i], tokensAndAccounts[i + 1]));
                assertThat(client.read().status()).isEqualTo(200);
            }
        }
    }

    private RawClient send(String request) throws IOException {
        RawClient client = server.connect().send(request);
        greedy.add(client);
        return client;
    }

    private void assertRefused(int status, String request, String detail) throws IOException {
        RawClient.Answer answer = send(request).read();
        assertThat(answer.status()).isEqualTo(status);
        assertIsProblem(answer);
        assertThat(answer.header("retry-after")).isEqualTo("1");
        assertThat(answer.body()).contains(detail);
    }

    @Nested
    class OfTheStreams {

        @Test
        void areOfATokenAndOfAnAccountWhoSend() throws Exception {
            limits.maxStreams(6).streamShare(new TransportLimits.Share(2, 3));
            start("a", "1", "b", "1", "c", "2");
            send(upload("a", "1"));
            send(upload("a", "1"));
            Wait.until(() -> server.transport.streams() == 2);

            assertRefused(429, upload("a", "1"), "this token streams 2");
            RawClient third = send(upload("b", "1"));
            Wait.until(() -> server.transport.streams() == 3);
            assertRefused(429, upload("b", "1"), "3 requests or responses of this account");
            RawClient other = send(upload("c", "2"));
            assertThat(other.send("lo\r\n0\r\n\r\n").read().body()).isEqualTo("5");
            assertThat(third.send("lo\r\n0\r\n\r\n").read().body()).isEqualTo("5");
            Wait.until(() -> server.transport.streams() == 2);
            RawClient again = send(upload("b", "1"));
            assertThat(again.send("lo\r\n0\r\n\r\n").read().body()).isEqualTo("5");
        }

        @Test
        void areOfATokenWhoReads() throws Exception {
            limits.maxStreams(6).streamShare(new TransportLimits.Share(2, 3));
            start("a", "1");
            for (int i = 0; i < 2; i++) {
                RawClient reader = server.connectWithSmallBuffer();
                greedy.add(reader.send(get("/endless", "a", "1")));
            }
            Wait.until(() -> server.transport.streams() == 2);

            RawClient.Answer answer = send(get("/endless", "a", "1")).read();
            assertThat(answer.status()).isEqualTo(429);
            assertThat(send(get("/hello", "a", "1")).read().status()).isEqualTo(200);
            assertThat(send(upload("c", "2")).send("lo\r\n0\r\n\r\n").read().body())
                    .isEqualTo("5");
        }

        @Test
        void areCountedFromTheFirstRequestOfATokenOn() throws Exception {
            limits.maxStreams(6).streamShare(new TransportLimits.Share(2, 3));
            start();
            for (int i = 1; i <= 2; i++) {
                send(upload("new", "1"));
                int streams = i;
                Wait.until(() -> server.application.ran().size() == streams);
            }

            RawClient.Answer answer = send(upload("new", "1")).read();
            assertThat(answer.status()).isEqualTo(429);
            assertThat(server.transport.streams()).isEqualTo(2);
        }

        @Test
        void areGivenBackHoweverTheStreamsEnd() throws Exception {
            limits.maxStreams(6).streamShare(new TransportLimits.Share(2, 3));
            start("a", "1");
            for (int i = 0; i < 20; i++) {
                RawClient gone = server.connect().send(upload("a", "1"));
                int uploads = i;
                Wait.until(() -> server.application.ran().stream()
                                .filter("stream/size"::equals)
                                .count()
                        > uploads);
                gone.close();
                Wait.until(() -> server.transport.streams() == 0);
            }
            assertThat(send(upload("a", "1")).send("lo\r\n0\r\n\r\n").read().body())
                    .isEqualTo("5");
        }
    }

    @Nested
    class OfTheBodies {

        @Test
        void areOfAnAccount() throws Exception {
            limits.maxBufferedBodyBytes(60_000).maxBufferedBodyBytesPerAccount(25_000);
            start("a", "1", "b", "1", "c", "2");
            RawClient first = send(body("a", "1"));
            send(body("b", "1"));
            Wait.until(() -> server.transport.bufferedBodyBytes() == 20_000);

            assertRefused(429, body("a", "1"), "too many bodies of this account");
            RawClient other = send(body("c", "2"));
            assertThat(other.send("x").read().body()).hasSize(10_001);
            assertThat(first.send("x").read().body()).hasSize(10_001);
            Wait.until(() -> server.transport.bufferedBodyBytes() == 10_000);
            assertThat(send(body("a", "1")).send("x").read().body()).hasSize(10_001);
        }

        private static String body(String token, String account) {
            return head("POST /echo", token, account) + "Content-Length: 10001\r\n\r\n" + "x".repeat(10_000);
        }
    }

    @Nested
    class OfTheWorkers {

        @Test
        void areOfATokenAndOfAnAccount() throws Exception {
            limits.workers(4).workerShare(new TransportLimits.Share(2, 3));
            start("a", "1", "b", "1", "c", "2");
            for (int i = 0; i < 10; i++) {
                send(get("/hold", "a", "1"));
            }
            for (int i = 0; i < 10; i++) {
                send(get("/hold", "b", "1"));
            }
            server.application.awaitHeld(3);
            Wait.until(() -> server.transport.queuedRequests() == 17);

            Wait.until(() -> server.transport.busyWorkers() == 3);
            for (int i = 0; i < 20; i++) {
                assertThat(send(get("/hello", "c", "2")).read().body()).isEqualTo("hello");
                assertThat(send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                .read()
                                .body())
                        .isEqualTo("hello");
            }
            server.application.release(20);
            for (RawClient client : greedy.subList(0, 20)) {
                assertThat(client.read().body()).isEqualTo("released");
            }
            Wait.until(() -> server.transport.busyWorkers() == 0 && server.transport.queuedRequests() == 0);
        }

        @Test
        void goToTheAccountThatHasTheFewest() throws Exception {
            limits.workers(2).workerShare(new TransportLimits.Share(2, 2));
            start("a", "1", "c", "2");
            for (int i = 0; i < 10; i++) {
                send(get("/hold", "a", "1"));
            }
            server.application.awaitHeld(2);
            RawClient late = send(get("/hello", "c", "2"));
            Wait.until(() -> server.transport.queuedRequests() == 9);

            server.application.release(1);

            assertThat(late.read().body()).isEqualTo("hello");
            server.application.release(9);
        }

        @Test
        void leaveAFullQueueToThoseWhoHaveTheFewestInIt() throws Exception {
            limits.workers(2).workerShare(new TransportLimits.Share(2, 2)).maxQueuedRequests(4);
            start("a", "1", "c", "2");
            for (int i = 0; i < 2; i++) {
                send(get("/hold", "a", "1"));
            }
            server.application.awaitHeld(2);
            for (int i = 1; i <= 4; i++) {
                send(get("/hold", "a", "1"));
                int queued = i;
                Wait.until(() -> server.transport.queuedRequests() == queued);
            }

            RawClient late = send(get("/hello", "c", "2"));

            RawClient.Answer last = greedy.get(5).read();
            assertThat(last.status()).isEqualTo(503);
            assertThat(last.header("retry-after")).isEqualTo("1");
            assertRefused(503, get("/hold", "a", "1"), "the queue is full");
            server.application.release(5);
            assertThat(late.read().body()).isEqualTo("hello");
            for (RawClient client : greedy.subList(0, 5)) {
                assertThat(client.read().body()).isEqualTo("released");
            }
        }

        @Test
        void areNotTakenByMadeUpTokensOfOneAddress() throws Exception {
            limits.workers(2).workerShare(new TransportLimits.Share(1, 1));
            start("c", "2");
            for (int i = 0; i < 10; i++) {
                send(get("/hold", "made-up-" + i, "2"));
            }
            server.application.awaitHeld(1);

            assertThat(send(get("/hello", "c", "2")).read().body()).isEqualTo("hello");
            Wait.until(() -> server.transport.busyWorkers() == 1);
            server.application.release(10);
        }
    }

    @Nested
    class OfTheTime {

        @Test
        void areOverForARequestThatHasWaitedTooLong() throws Exception {
            limits.workers(1).requestTimeout(Duration.ofMillis(300));
            start();
            RawClient running = send("GET /hold HTTP/1.1\r\nHost: localhost\r\n\r\n");
            server.application.awaitHeld(1);

            for (int i = 0; i < 20; i++) {
                send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
            }
            for (RawClient waiting : greedy.subList(1, 21)) {
                RawClient.Answer answer = waiting.read();
                assertThat(answer.status()).isEqualTo(503);
                assertIsProblem(answer);
                assertThat(answer.header("retry-after")).isEqualTo("1");
                assertThat(answer.body()).contains("no worker was free in time");
            }
            assertThat(server.transport.queuedRequests()).isZero();
            server.application.release(1);
            assertThat(running.read().body()).isEqualTo("released");
            assertThat(running.get("/hello").body()).isEqualTo("hello");
        }
    }
}
