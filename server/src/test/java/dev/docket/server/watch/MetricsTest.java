package dev.docket.server.watch;

import static dev.docket.server.testing.TicketJson.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.testing.Wait;
import dev.docket.server.demo.DemoData;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.transport.RawClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private static final Pattern DOCUMENTED =
            Pattern.compile("`((?:docket_|hikaricp_|jvm_|process_|dbscheduler_)[a-z_]+)");

    private static RunningServer server;
    private static ContractClient client;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        client = server.client();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> get(URI base) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(base.resolve("/metrics")).build(), BodyHandlers.ofString());
    }

    private static List<String> series() {
        return series(server);
    }

    private static List<String> series(RunningServer server) {
        try {
            return get(server.managementUri())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("docket_"))
                    .toList();
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** 0 if the series does not exist. */
    private static double value(String series) {
        return series().stream()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    private static void awaitValue(String series, double value) {
        Wait.until(() -> value(series) == value);
    }

    @Test
    void areInPrometheusTextOnTheManagementPortOnly() throws Exception {
        HttpResponse<String> answer = get(server.managementUri());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8;version=0.0.4");
        assertThat(get(server.uri()).statusCode()).isEqualTo(404);
    }

    @Test
    void areAllThatTheReadmeTells() throws Exception {
        client.post("/tickets", ticket("{\"ticketTypeId\": \"terminal-support\"}"))
                .expect(201);
        client.get("/elsewhere").expect(404);
        new ContractClient(server.uri()).get("/tickets").expect(401);
        try (RawClient raw = new RawClient(server.uri().getPort())) {
            raw.send("GET / HTTP/2\r\n\r\n").read();
        }
        Wait.until(() -> series().stream().anyMatch(line -> line.startsWith("docket_http_refused_total")));
        String told = get(server.managementUri()).body();

        List<String> documented = DOCUMENTED
                .matcher(sectionOn("**Metrics**", Files.readString(Path.of("README.md"))))
                .results()
                .map(name -> name.group(1))
                // Metrics of events that have not happened here, or that need jobs.
                .filter(name -> !name.startsWith("dbscheduler_") && !name.startsWith("docket_automation_"))
                .filter(name ->
                        !name.equals("docket_database_unavailable_total") && !name.equals("jvm_gc_pause_seconds"))
                .toList();
        assertThat(documented).hasSizeGreaterThan(20);
        assertThat(documented).allSatisfy(name -> assertThat(told).contains("\n" + name));
    }

    private static String sectionOn(String start, String text) {
        int from = text.indexOf(start);
        return text.substring(from, text.indexOf("\n## ", from));
    }

    @Test
    void timeRequestsByOperation() {
        String count = "docket_http_request_duration_seconds_count{operation=\"listAccounts\",status=\"2xx\"}";
        server.operator().get("/accounts").expect(200);

        awaitValue(count, 1);
        assertThat(series())
                .anyMatch(
                        line -> line.startsWith(
                                "docket_http_request_duration_seconds_bucket{operation=\"listAccounts\",status=\"2xx\",le=\"0.005\"} "));
    }

    @Test
    void countWhatWasCommitted() {
        String created = "docket_ticket_changes_total{action=\"created\"}";
        String turns = "docket_rotation_turns_total{taken=\"at_creation\"}";
        double before = value(created);
        double turnsBefore = value(turns);
        double gatheredBefore = value("docket_tickets_gathered_sum");

        client.post("/tickets", ticket("{\"ticketTypeId\": \"terminal-support\"}"))
                .expect(201);
        client.post("/tickets", ticket().replace("\"subject\"", "\"object\"")).expect(400);

        assertThat(value(created)).isEqualTo(before + 1);
        assertThat(value(turns)).isEqualTo(turnsBefore + 1);
        assertThat(value("docket_tickets_gathered_sum")).isEqualTo(gatheredBefore + 1);
    }

    @Test
    void countResultsOfTokens() {
        ContractClient unauthenticated = new ContractClient(server.uri());
        unauthenticated.get("/tickets").expect(401);
        server.bearer("dkt_nonsense").get("/tickets").expect(401);
        server.client(List.of()).get("/tickets").expect(403);
        client.with("x-account-id", "another").get("/tickets").expect(403);

        for (String result : List.of("missing", "invalid", "no_permission", "no_account")) {
            Wait.until(() -> value("docket_http_access_total{result=\"" + result + "\"}") >= 1);
        }
        assertThat(value("docket_http_access_total{result=\"granted\"}")).isPositive();
    }

    /** In its own account: its rules write to the outbox, which is not processed here. */
    @Test
    void tellHowOldTheOutboxIs() {
        try (RunningServer other = RunningServer.start()) {
            ContractClient there = other.client();
            there.post("/tickets/automation-rules", """
                            {"id": "r", "name": "Rule", "events": ["ticket_created"], "conditions": {},
                             "actions": [{"type": "add_tags", "tags": ["seen"]}]}""").expect(201);
            there.post("/tickets", ticket()).expect(201);
            other.clock.advance(Duration.ofMinutes(2));

            assertThat(series(other)).contains("docket_outbox_entries 1.0", "docket_outbox_lag_seconds 120.0");
        }
    }

    @Test
    void doNotGrowWithWhatClientsSend() throws IOException {
        scan(1);
        int before = awaitSteadySeries();

        scan(20);

        assertThat(awaitSteadySeries()).isEqualTo(before);
    }

    /** Requests are measured after their response, which may be a moment later. */
    private static int awaitSteadySeries() {
        String sentinel = "docket_http_request_duration_seconds_count{operation=\"getLiveness\",status=\"2xx\"}";
        double before = value(sentinel);
        client.get("/health/live").expect(200);
        Wait.until(() -> value(sentinel) == before + 1);
        return series().size();
    }

    private static void scan(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            String random = UUID.randomUUID().toString();
            client.get("/" + random).expect(404);
            client.get("/tickets/" + random).expect(404);
            client.get("/tickets?search=" + random).expect(200);
            client.with("x-account-id", random).get("/tickets").expect(403);
            client.with("X-Request-Id", random).delete("/" + random).expect(404);
            server.bearer(random)
                    .with("x-account-id", DemoData.ACCOUNT)
                    .get("/tickets")
                    .expect(401);
            for (String head : List.of(
                    "M" + random + " / HTTP/1.1\r\nHost: a\r\n\r\n",
                    "GET /" + random + "%zz HTTP/1.1\r\nHost: a\r\n\r\n")) {
                try (RawClient raw = new RawClient(server.uri().getPort())) {
                    raw.send(head).read();
                }
            }
        }
    }
}
