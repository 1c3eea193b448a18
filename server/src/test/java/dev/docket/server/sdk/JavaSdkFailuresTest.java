package dev.docket.server.sdk;

import static dev.docket.server.sdk.FlakyProxy.answer;
import static dev.docket.server.sdk.FlakyProxy.cut;
import static dev.docket.server.sdk.FlakyProxy.dropAfter;
import static dev.docket.server.sdk.FlakyProxy.dropBefore;
import static dev.docket.server.sdk.FlakyProxy.hang;
import static dev.docket.server.sdk.FlakyProxy.stall;
import static dev.docket.server.sdk.FlakyProxy.unavailable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.docket.sdk.Docket;
import dev.docket.sdk.DocketException;
import dev.docket.sdk.Download;
import dev.docket.sdk.Upload;
import dev.docket.sdk.model.RequesterType;
import dev.docket.sdk.model.Ticket;
import dev.docket.sdk.model.TicketCategory;
import dev.docket.sdk.model.TicketImportLine;
import dev.docket.sdk.model.TicketImportOutcome;
import dev.docket.sdk.model.TicketImportResult;
import dev.docket.sdk.model.TicketInput;
import dev.docket.sdk.model.TicketPriority;
import dev.docket.sdk.model.TicketSource;
import dev.docket.sdk.model.TicketStatus;
import dev.docket.sdk.model.TicketUpdatePatch;
import dev.docket.sdk.model.UserInput;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.sdk.FlakyProxy.Fault;
import dev.docket.server.sdk.FlakyProxy.Seen;
import dev.docket.server.testing.RunningServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java SDK behind a proxy that loses, delays, cuts and replaces what is sent through it. */
class JavaSdkFailuresTest {

    private static final String PROBLEM = "application/problem+json";
    private static final Map<String, String> AT_ONCE = Map.of("Retry-After", "0");

    private static RunningServer server;
    private static String token;

    private FlakyProxy proxy;
    private Docket docket;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        token = server.tokens
                .create("java-sdk", Operations.permissions(), List.of(DemoData.ACCOUNT), null)
                .secret();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() throws IOException {
        proxy = new FlakyProxy(server.uri());
        docket = client().build();
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    /** Failures that may pass. */
    static Stream<Fault> passing() {
        return Stream.of(
                answer(429, AT_ONCE, ""),
                answer(502, Map.of("Content-Type", "text/html"), "<h1>Bad gateway</h1>"),
                answer(503, AT_ONCE, ""),
                answer(504, Map.of(), ""),
                answer(
                        409,
                        Map.of("Content-Type", PROBLEM, "Retry-After", "0"),
                        "{\"type\": \"urn:docket:problem:idempotency-key-in-use\", \"detail\": \"wait\"}"),
                dropBefore(),
                dropAfter(),
                cut(10));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void createsOneTicketWhateverHappensToItsRequest(Fault fault) {
        long before = tickets();
        proxy.next(fault);

        Ticket ticket = docket.tickets().createTicket(question());

        assertThat(tickets()).isEqualTo(before + 1);
        assertThat(ticket.getUniqueId()).isNotEmpty();
        List<Seen> attempts = proxy.seen.stream()
                .filter(request -> request.method().equals("POST"))
                .toList();
        assertThat(attempts).hasSize(2);
        assertThat(attempts)
                .extracting(attempt -> attempt.header("Idempotency-Key"))
                .doesNotContainNull()
                .containsOnly(attempts.get(0).header("Idempotency-Key"));
    }

    @Test
    void readsChangesAndDeletesAgain() {
        String ticket = docket.tickets().createTicket(question()).getUniqueId();
        proxy.seen.clear();
        proxy.next(dropBefore());
        docket.users().getUser("u-ana");
        proxy.next(dropAfter());
        docket.users().putUser("u-eve", new UserInput().name("Eve").email("eve@harborcards.example"));
        proxy.next(cut(10));
        Ticket changed = docket.tickets().updateTicket(ticket, new TicketUpdatePatch().priority(TicketPriority.LOW));
        proxy.next(unavailable());
        docket.tickets().deleteTicket(ticket);

        assertThat(changed.getPriority()).isEqualTo(TicketPriority.LOW);
        assertThat(proxy.seen)
                .extracting(Seen::method)
                .containsExactly("GET", "GET", "PUT", "PUT", "PATCH", "PATCH", "DELETE", "DELETE");
    }

    @Test
    void tellsThatTheResponseIsTheOneThatWasLost() {
        proxy.next(dropAfter());

        Ticket ticket = docket.tickets().createTicket(question());

        assertThat(ticket.headers().firstValue("Idempotency-Replayed")).contains("true");
    }

    @Test
    void givesUpAfterAsManyRepetitionsAsItWasToldTo() {
        Docket twice = client().maxRetries(2).build();
        proxy.next(unavailable(), unavailable(), unavailable(), unavailable());

        assertThatThrownBy(() -> twice.users().getUser("u-ana"))
                .isInstanceOf(DocketException.Unavailable.class)
                .hasMessage("GET /users/u-ana: 503, without a body");
        assertThat(proxy.seen).hasSize(3);
    }

    @Test
    void waitsForAsLongAsTheServiceSays() {
        proxy.next(answer(429, Map.of("Retry-After", "1"), ""));
        long start = System.nanoTime();

        docket.users().getUser("u-ana");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3600", "Fri, 31 Dec 9999 23:59:59 GMT"})
    void leavesALongPauseToTheCaller(String retryAfter) {
        proxy.next(answer(503, Map.of("Retry-After", retryAfter), ""));

        DocketException.Unavailable failure = catchThrowableOfType(
                DocketException.Unavailable.class, () -> docket.users().getUser("u-ana"));

        assertThat(failure.retryAfter()).isGreaterThanOrEqualTo(Duration.ofHours(1));
        assertThat(proxy.seen).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "1.5", "99999999999", ""})
    void takesNoNoticeOfARetryAfterThatIsNone(String retryAfter) {
        proxy.next(answer(503, Map.of("Retry-After", retryAfter), ""));

        docket.users().getUser("u-ana");

        assertThat(proxy.seen).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 400, 401, 403, 404, 409, 412, 415, 422, 500, 501})
    void repeatsNothingThatWouldFailAgain(int status) {
        proxy.next(answer(status, Map.of("Location", "http://192.0.2.1/"), "<p>no</p>"));

        DocketException failure = catchThrowableOfType(
                DocketException.class, () -> docket.tickets().createTicket(question()));

        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure).hasMessage("POST /tickets: " + status + ", not a problem of the service but: <p>no</p>");
        assertThat(failure.problem()).isNull();
        assertThat(failure.type()).isNull();
        assertThat(failure.requestId()).isNull();
        assertThat(failure.errors()).isEmpty();
        assertThat(proxy.seen).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Sign in to this network</html>", "", "null", "[]", "\"text\"", "{\"id\": []}", "{"})
    void tellsThatAResponseIsNotOneOfTheService(String body) {
        proxy.next(answer(200, Map.of("Content-Type", "text/html"), body));

        assertThatThrownBy(() -> docket.users().getUser("u-ana"))
                .isExactlyInstanceOf(DocketException.class)
                .hasMessageStartingWith("GET /users/u-ana: the response cannot be read: ")
                .hasCauseInstanceOf(IOException.class);
        assertThat(proxy.seen).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"status\": {}}"})
    void tellsTheStatusOfAProblemThatCannotBeRead(String body) {
        proxy.next(answer(404, Map.of("Content-Type", PROBLEM), body));

        assertThatThrownBy(() -> docket.users().getUser("u-ana"))
                .isInstanceOf(DocketException.NotFound.class)
                .hasMessageStartingWith("GET /users/u-ana: 404, ");
    }

    @Test
    void tellsWhyNothingWasReached() {
        proxy.close();
        Docket once = client().maxRetries(0).build();

        assertThatThrownBy(() -> once.users().getUser("u-ana"))
                .isExactlyInstanceOf(DocketException.ConnectionFailed.class)
                .hasMessage("GET /users/u-ana: no complete response from " + proxy.url() + ": ConnectException")
                .hasCauseInstanceOf(ConnectException.class)
                .satisfies(failure ->
                        assertThat(((DocketException) failure).status()).isZero());
    }

    @Test
    void endsAfterTheTimeOut() {
        Docket impatient =
                client().timeout(Duration.ofMillis(300)).maxRetries(1).build();
        proxy.next(hang(), stall(10));

        assertThatThrownBy(() -> impatient.users().getUser("u-ana"))
                .isInstanceOf(DocketException.TimedOut.class)
                .hasCauseInstanceOf(HttpTimeoutException.class);
        assertThat(proxy.seen).hasSize(2);
    }

    @Test
    void endsAfterTheTimeOutOfOneRequest() {
        Docket once = client().maxRetries(0).build();
        proxy.next(hang());

        assertThatThrownBy(() -> once.users().getUser("u-ana", options -> options.timeout(Duration.ofMillis(100))))
                .isInstanceOf(DocketException.TimedOut.class);
        once.users().getUser("u-ana");
    }

    @Test
    void endsAStreamThatStallsOrIsCut() throws IOException {
        docket.tickets().createTicket(question());
        Docket impatient = client().timeout(Duration.ofSeconds(2)).maxRetries(0).build();
        proxy.next(stall(40), cut(40));

        for (Class<?> failure : List.of(DocketException.TimedOut.class, DocketException.ConnectionFailed.class)) {
            try (Stream<Ticket> tickets = impatient.ticketTransfer().exportTickets()) {
                assertThatThrownBy(tickets::toList).isInstanceOf(failure).hasMessageStartingWith("GET /tickets/export");
            }
        }
        String ticket = docket.tickets().createTicket(question()).getUniqueId();
        var attached = docket.attachments().createAttachment(ticket, Upload.of("a", "text/plain", new byte[100]));
        proxy.next(stall(40), cut(40));
        for (Class<?> failure : List.of(HttpTimeoutException.class, IOException.class)) {
            try (Download download = impatient.attachments().getAttachmentContent(ticket, attached.getId())) {
                assertThatThrownBy(() -> download.content().readAllBytes()).isInstanceOf(failure);
            }
        }
    }

    @Test
    void uploadsAgainWhatCanBeReadAgain() {
        String ticket = docket.tickets().createTicket(question()).getUniqueId();
        AtomicInteger opened = new AtomicInteger();
        proxy.next(unavailable(), dropAfter());

        docket.attachments().createAttachment(ticket, Upload.of("log.txt", "text/plain", () -> {
            opened.incrementAndGet();
            return new ByteArrayInputStream(new byte[] {'x'});
        }));

        assertThat(opened).hasValue(3);
        assertThat(docket.attachments().listAttachments(ticket).getData()).hasSize(1);
    }

    @Test
    void uploadsOnceWhatCanBeReadOnce() {
        String ticket = docket.tickets().createTicket(question()).getUniqueId();
        proxy.seen.clear();
        proxy.next(unavailable());
        InputStream once = new ByteArrayInputStream(new byte[] {'x'});

        assertThatThrownBy(
                        () -> docket.attachments().createAttachment(ticket, Upload.of("log.txt", "text/plain", once)))
                .isInstanceOf(DocketException.Unavailable.class);
        assertThat(proxy.seen).hasSize(1);
    }

    @Test
    void asksForTheTokenAndTheInterceptorsOfEachAttempt() {
        AtomicInteger asked = new AtomicInteger();
        List<String> called = new ArrayList<>();
        Docket watched = Docket.builder(proxy.url())
                .account(DemoData.ACCOUNT)
                .token(() -> asked.incrementAndGet() == 1 ? "expired" : token)
                .interceptor(request -> {
                    called.add("first");
                    request.setHeader("X-Request-Id", "first");
                })
                .interceptor(request -> {
                    called.add("second");
                    request.setHeader("X-Request-Id", "second");
                })
                .build();
        proxy.next(unavailable());

        watched.users().getUser("u-ana");

        assertThat(called).containsExactly("first", "second", "first", "second");
        assertThat(proxy.seen)
                .extracting(request -> request.headers().get("Authorization"))
                .containsExactly(List.of("Bearer expired"), List.of("Bearer " + token));
        assertThat(proxy.seen)
                .extracting(request -> request.header("X-Request-Id"))
                .containsOnly("second");
    }

    @Test
    void sendsEachHeaderOnce() {
        docket.users()
                .getUser(
                        "u-ana",
                        options -> options.header("authorization", "Bearer " + token)
                                .header("X-ACCOUNT-ID", DemoData.ACCOUNT)
                                .header("ACCEPT", "application/json"));

        assertThat(proxy.seen.get(0).headers())
                .containsEntry("Authorization", List.of("Bearer " + token))
                .containsEntry("X-account-id", List.of(DemoData.ACCOUNT))
                .containsEntry("Accept", List.of("application/json"));
    }

    /** A response of a newer service: nothing of it is lost, and it can be sent back. */
    @Test
    void keepsPropertiesAndValuesThatItDoesNotKnow() {
        proxy.next(answer(
                200,
                Map.of("Content-Type", "application/json"),
                "{\"id\": 1, \"status\": \"on_hold\", \"mood\": {\"score\": 3}, \"slaStatus\": \"unheard_of\"}"));

        Ticket ticket = docket.tickets().getTicket("TKT-1");

        assertThat(ticket.getStatus()).isEqualTo(TicketStatus.of("on_hold")).hasToString("on_hold");
        assertThat(ticket.getStatus().known()).isEqualTo(TicketStatus.Known.UNKNOWN);
        assertThat(ticket.additionalProperties()).isEqualTo(Map.of("mood", Map.of("score", 3)));
        assertThat(ticket.toString()).contains("\"on_hold\"", "\"mood\"", "\"unheard_of\"");
        assertThatThrownBy(() -> docket.tickets().createTicket(question().status(ticket.getStatus())))
                .isInstanceOf(DocketException.InvalidRequest.class)
                .hasMessageContaining("/status");
        assertThat(TicketStatus.of("open")).isSameAs(TicketStatus.OPEN);
        assertThat(TicketStatus.OPEN.known()).isEqualTo(TicketStatus.Known.OPEN);
    }

    @Test
    void readsResultsWhileItSendsLinesAndRepeatsOnlyThePartOfAnImportThatFailed() {
        AtomicInteger pulled = new AtomicInteger();
        proxy.next(FlakyProxy::pass, dropAfter(), unavailable());
        Stream<TicketImportLine> lines = Stream.iterate(1, i -> i <= 2_500, i -> i + 1)
                .map(i -> new TicketImportLine().externalId("flaky-" + i).ticket(question()))
                .peek(line -> pulled.incrementAndGet());

        List<TicketImportResult> results;
        try (Stream<TicketImportResult> stream = docket.ticketTransfer().importTickets(lines)) {
            results = stream.peek(result ->
                            assertThat(pulled.get() - result.getLine()).isLessThanOrEqualTo(1_000))
                    .toList();
        }

        assertThat(results).extracting(TicketImportResult::getLine).containsExactlyElementsOf(numbers(2_500));
        assertThat(results)
                .extracting(TicketImportResult::getExternalId)
                .containsExactlyElementsOf(
                        numbers(2_500).stream().map(i -> "flaky-" + i).toList());
        assertThat(results.get(0).getOutcome()).isEqualTo(TicketImportOutcome.CREATED);
        assertThat(results)
                .extracting(TicketImportResult::getOutcome)
                .contains(TicketImportOutcome.UNCHANGED)
                .doesNotContain(TicketImportOutcome.REFUSED);
        assertThat(proxy.seen).extracting(Seen::bytes).allMatch(bytes -> bytes < 300_000);
    }

    @Test
    void tellsThatAnImportWasCutOff() {
        Docket once = client().maxRetries(0).build();
        proxy.next(
                answer(200, Map.of("Content-Type", "application/x-ndjson"), "{\"line\":1,\"outcome\":\"created\"}\n"));

        assertThatThrownBy(() -> once.ticketTransfer()
                        .importTickets(Stream.of(
                                new TicketImportLine().externalId("cut").ticket(question())))
                        .toList())
                .isInstanceOf(DocketException.ConnectionFailed.class)
                .hasMessageContaining("ended before its summary");
    }

    private static List<Long> numbers(long last) {
        return Stream.iterate(1L, i -> i <= last, i -> i + 1).toList();
    }

    private long tickets() {
        return client().build()
                .tickets()
                .listTickets(options -> options.pageSize(1).includeTotal(true))
                .getTotal();
    }

    private Docket.Builder client() {
        return Docket.builder(proxy.url()).token(token).account(DemoData.ACCOUNT);
    }

    private static TicketInput question() {
        return new TicketInput()
                .subject("Question about fees")
                .description("What does a chargeback cost?")
                .category(TicketCategory.BILLING)
                .source(TicketSource.EMAIL)
                .requesterType(RequesterType.MERCHANT)
                .requesterId("1001");
    }
}
