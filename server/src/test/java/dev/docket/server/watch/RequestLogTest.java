package dev.docket.server.watch;

import static dev.docket.server.testing.TicketJson.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.demo.DemoData;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.security.Tokens.NewToken;
import dev.docket.server.testing.CapturedLog;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.transport.RawClient;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RequestLogTest {

    private static List<String> log;
    private static NewToken token;

    @BeforeAll
    static void sendRequests() throws IOException {
        CapturedLog captured = CapturedLog.start();
        try (RunningServer server = RunningServer.start()) {
            token = server.tokens.create("a", Operations.permissions(), List.of(DemoData.ACCOUNT), null);
            ContractClient client = server.bearer(token.secret()).with("x-account-id", DemoData.ACCOUNT);
            client.with("X-Request-Id", "good").post("/tickets", ticket()).expect(201);
            client.with("X-Request-Id", "bad").post("/tickets", "{}").expect(400);
            client.with("X-Request-Id", "elsewhere").get("/elsewhere").expect(404);
            client.with("X-Request-Id", "foreign")
                    .with("x-account-id", "another")
                    .get("/tickets")
                    .expect(403);
            new ContractClient(server.uri())
                    .with("X-Request-Id", "nobody")
                    .get("/tickets")
                    .expect(401);
            new ContractClient(server.managementUri())
                    .with("X-Request-Id", "managed")
                    .get("/health/live")
                    .expect(200);
            try (RawClient raw = new RawClient(server.uri().getPort())) {
                raw.send("GET / HTTP/1.1\r\nX-Request-Id: front\r\n\r\n").read();
            }
            server.testDatabase.executeAsSuperuser("ALTER TABLE docket.tickets RENAME TO tickets_lost");
            client.with("X-Request-Id", "broken").get("/tickets").expect(500);
        } finally {
            log = captured.end();
        }
    }

    private static String line(String requestId) {
        List<String> lines = log.stream()
                .filter(line -> line.contains("docket.requests [request=" + requestId + "]"))
                .toList();
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    @Test
    void hasALineForEachRequest() {
        assertThat(line("good"))
                .matches(
                        "INFO +docket\\.requests \\[request=good] request method=POST operation=createTicket status=201"
                                + " ms=[0-9]+\\.[0-9] bytes=[0-9]{3,5} account=" + DemoData.ACCOUNT + " token="
                                + token.id());
        assertThat(line("bad")).contains(" operation=createTicket status=400 ", " token=" + token.id());
        assertThat(line("elsewhere")).contains(" method=GET operation=none status=404 ");
    }

    @Test
    void namesNoAccountThatWasNotGranted() {
        assertThat(line("foreign"))
                .contains(" status=403 ", " token=" + token.id())
                .doesNotContain("another", "account=");
        assertThat(line("nobody"))
                .contains(" operation=listTickets status=401 ")
                .doesNotContain("token=", "account=");
    }

    @Test
    void tellsOfRequestsThatTheFrontRefused() {
        assertThat(line("front")).contains(" method=GET operation=none status=400 ", " fault=");
    }

    @Test
    void isQuieterAboutTheManagementPort() {
        assertThat(line("managed")).startsWith("DEBUG");
    }

    @Test
    void sharesTheIdOfTheRequestWithAllOfItsLines() {
        assertThat(line("broken")).contains(" operation=listTickets status=500 ");
        assertThat(log)
                .anyMatch(
                        line -> line.startsWith("ERROR dev.docket.server.http.problem.ProblemMapper [request=broken]"));
    }
}
