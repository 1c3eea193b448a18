package dev.docket.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.testing.Wait;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.FormData;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TicketJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Honest accounts work while slow and greedy clients of about twenty kinds hold all that they can get: none of the
 * honest requests is rejected, and none fails. Longer with {@code mvn -Pfaults verify}.
 */
class GreedyClientsTest {

    private static final boolean IS_LONG = "long".equals(System.getProperty("docket.faults"));
    private static final int ACCOUNTS = IS_LONG ? 50 : 8;
    private static final int ROUNDS = IS_LONG ? 200 : 8;

    /** What the greedy account and the guests of the greedy address may have each. */
    private static final TransportLimits.Share SHARE = new TransportLimits.Share(3, 4);

    private static final String LINES = """
            {"externalId": "%1$s-1", "ticket": %2$s}
            {"externalId": "%1$s-2", "ticket": %2$s}
            """;

    private static RunningServer server;
    private static String greedyAccount;
    private static String greedyToken;

    @BeforeAll
    static void start() {
        server = RunningServer.start(
                TransportLimitsBuilder.builder(TransportLimits.defaults())
                        .workers(8)
                        .workerShare(SHARE)
                        .maxStreams(2 * SHARE.perAccount() + ACCOUNTS)
                        .streamShare(SHARE)
                        .build(),
                Wait.PATIENCE);
        greedyAccount = server.nextEmptyAccount();
        greedyToken = server.tokens
                .create("greedy", Operations.permissions(), List.of(greedyAccount), null)
                .secret();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String head(String requestLine) {
        return requestLine + " HTTP/1.1\r\nHost: localhost\r\n";
    }

    /** With the token of the greedy account, which is valid. */
    private static String own(String requestLine) {
        return of(requestLine, greedyToken, greedyAccount);
    }

    private static String of(String requestLine, String token, String account) {
        return head(requestLine) + "Authorization: Bearer %s\r\nx-account-id: %s\r\n".formatted(token, account);
    }

    private static String json(String head, int length) {
        return head + "Content-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static String chunked(String head, String type) {
        return head + "Content-Type: " + type + "\r\nTransfer-Encoding: chunked\r\n\r\n";
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static GreedyClients.Habit asks(String request) {
        return client -> client.send(request).read();
    }

    private static void addKinds(GreedyClients greedy, String honestAccount, String ticket) {
        String ndjson = "application/x-ndjson";
        String document = head("GET /openapi.yaml") + "\r\n";
        String list = own("GET /tickets?pageSize=200") + "\r\n";
        String upload = own("POST /tickets/" + ticket + "/attachments");

        greedy.add("silent connections", 100, "", GreedyClients.WAITS);
        greedy.add("half a request line", 20, "GE", GreedyClients.WAITS);
        greedy.add("headers byte by byte", 20, head("GET /me") + "X-A: ", GreedyClients.sends("x"));
        greedy.add("headers without end", 20, head("GET /me"), GreedyClients.sends("X-B: " + "y".repeat(50) + "\r\n"));
        greedy.add("a body byte by byte", 20, json(head("POST /tickets"), 100_000), GreedyClients.sends("x"));
        greedy.add(
                "a body in tiny chunks",
                20,
                chunked(own("POST /tickets"), "application/json"),
                GreedyClients.sends(chunk("x")));
        greedy.add(
                "bodies that lack a byte",
                30,
                json(head("POST /tickets"), 1_000_000) + "x".repeat(999_999),
                GreedyClients.WAITS);
        greedy.add(
                "bodies of the account that lack a byte",
                30,
                json(own("POST /tickets"), 1_000_000) + "x".repeat(999_999),
                GreedyClients.WAITS);
        greedy.add(
                "bodies that wait to be asked for",
                20,
                json(own("POST /tickets") + "Expect: 100-continue\r\n", 1_000),
                GreedyClients.WAITS);
        greedy.add("documents that are not read", 40, document.repeat(16), GreedyClients.WAITS);
        greedy.add("small responses that are not read", 20, list.repeat(100), GreedyClients.WAITS);
        greedy.add("a document byte by byte", 20, document.repeat(4), GreedyClients.reads(1));
        greedy.add(
                "imports of blank lines",
                24,
                chunked(own("POST /tickets/import"), ndjson),
                GreedyClients.sends(chunk(" \n")));
        greedy.add(
                "imports whose results are not read",
                24,
                chunked(own("POST /directory/import"), ndjson),
                GreedyClients.sends(chunk("{}\n".repeat(100))));
        greedy.add(
                "imports without a token",
                24,
                chunked(head("POST /tickets/import"), ndjson),
                GreedyClients.sends(chunk(" \n")));
        greedy.add("uploads byte by byte", 24, chunked(upload, FormData.TYPE), GreedyClients.sends(chunk("-")));
        greedy.add("exports that are not read", 24, own("GET /tickets/export") + "\r\n", GreedyClients.WAITS);
        greedy.add("made-up tokens", 8, "", asks(of("GET /me", "dkt_" + "x".repeat(43), greedyAccount) + "\r\n"));
        greedy.add(
                "requests for the account of others",
                8,
                "",
                asks(of("GET /tickets", greedyToken, honestAccount) + "\r\n"));
        greedy.add("a flood of lists", 16, "", asks(list));
        greedy.add(
                "a flood of tickets",
                16,
                "",
                asks(json(own("POST /tickets"), TicketJson.ticket().length()) + TicketJson.ticket()));
        greedy.add(
                "clients that leave in the middle of a body",
                8,
                json(own("POST /tickets"), 100_000) + "{",
                GreedyClients.GOES_AWAY);
        greedy.add("clients that leave before the response", 8, document.repeat(4), GreedyClients.GOES_AWAY);
    }

    @Test
    void takeNothingFromHonestAccounts() throws Exception {
        List<String> accounts = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            accounts.add(server.nextEmptyAccount());
        }
        String ticket = server.clientOf(greedyAccount)
                .post("/tickets", TicketJson.ticket())
                .expect(201)
                .json()
                .get("id")
                .asText();
        ExecutorService honest = Executors.newFixedThreadPool(ACCOUNTS);
        try (GreedyClients greedy = new GreedyClients(server.uri().getPort())) {
            addKinds(greedy, accounts.get(0), ticket);
            Wait.until(() -> greedy.begun().values().stream().allMatch(count -> count.get() > 0));

            List<CompletableFuture<Void>> work = accounts.stream()
                    .map(account -> CompletableFuture.runAsync(() -> work(account), honest))
                    .toList();
            CompletableFuture.allOf(work.toArray(CompletableFuture[]::new)).join();

            assertThat(greedy.begun()).hasSizeGreaterThan(20);
        } finally {
            honest.shutdownNow();
        }
        Wait.until(() -> metric("docket_http_workers_busy") == 0 && metric("docket_http_streams") == 0);
        Wait.until(() -> metric("docket_http_body_bytes") == 0 && metric("docket_http_unread_bytes") == 0);
    }

    /** Requests of every kind. Each must succeed. */
    private static void work(String account) {
        ContractClient client = server.clientOf(account);
        for (int round = 0; round < ROUNDS; round++) {
            String id = client.post("/tickets", TicketJson.ticket())
                    .expect(201)
                    .json()
                    .get("id")
                    .asText();
            client.get("/tickets/" + id).expect(200);
            client.get("/tickets?pageSize=50").expect(200);
            String files = "/tickets/" + id + "/attachments";
            byte[] form = new FormData()
                    .file("note.txt", "text/plain", "hello".getBytes(StandardCharsets.UTF_8))
                    .bytes();
            String file = client.post(files, FormData.TYPE, form)
                    .expect(201)
                    .json()
                    .get("id")
                    .asText();
            client.get(files + "/" + file + "/content").expect(200);
            String one = TicketJson.ticket().replaceAll("\\s*\\n\\s*", " ");
            client.post("/tickets/import", "application/x-ndjson", LINES.formatted(account + "-" + round, one))
                    .expect(200);
            client.get("/health/ready").expect(200);
        }
    }

    private static double metric(String name) {
        return new ContractClient(server.managementUri())
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
