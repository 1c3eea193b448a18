package dev.docket.server.watch;

import static dev.docket.server.testing.TicketJson.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.testing.Wait;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.watch.Collector.ReceivedSpan;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Traces as a collector receives them. */
class TracesTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";

    private static Collector collector;
    private static RunningServer server;
    private static RunningServer traced;

    @BeforeAll
    static void start() throws IOException {
        collector = Collector.start();
        server = RunningServer.start();
        traced = server.beside(collector.uri());
    }

    @AfterAll
    static void stop() {
        traced.close();
        server.close();
        collector.close();
    }

    private static List<ReceivedSpan> spansOf(String trace) {
        return collector.spans().stream()
                .filter(span -> span.traceId().equals(trace))
                .toList();
    }

    @Test
    void haveTheRequestInTheTraceOfItsClientAndItsStatementsInTheRequest() {
        ContractClient client = traced.client().with("traceparent", "00-" + TRACE + "-" + PARENT + "-01");
        String number = client.post("/tickets", ticket())
                .expect(201)
                .json()
                .get("ticketNumber")
                .asText();
        client.get("/tickets/" + number + "?unknown=1").expect(400);
        client.get("/tickets/" + number).expect(200);

        Wait.until(() -> spansOf(TRACE).stream()
                        .filter(span -> span.name().equals("getTicket"))
                        .count()
                == 2);
        List<ReceivedSpan> spans = spansOf(TRACE);
        List<ReceivedSpan> requests =
                spans.stream().filter(span -> span.parentId().equals(PARENT)).toList();
        assertThat(requests)
                .extracting(ReceivedSpan::name)
                .containsExactlyInAnyOrder("createTicket", "getTicket", "getTicket");
        List<String> reads = requests.stream()
                .filter(span -> span.name().equals("getTicket"))
                .map(ReceivedSpan::id)
                .toList();
        assertThat(spans)
                .filteredOn(span -> reads.contains(span.parentId()))
                .isNotEmpty()
                .allMatch(span -> span.name().matches("[A-Za-z]+Dao\\.[a-zA-Z]+"));
    }

    @Test
    void haveJobs() {
        Wait.until(() -> collector.spans().stream().anyMatch(span -> span.name().startsWith("job ")));
    }

    @Test
    void haveNothingOfWhatClientsWrite() {
        String trace = "1bf7651916cd43dd8448eb211c80319c";
        ContractClient client = traced.client().with("traceparent", "00-" + trace + "-" + PARENT + "-01");
        client.get("/tickets?search=geheim").expect(200);
        client.get("/tickets/geheim").expect(404);
        client.post("/tickets", ticket("{\"subject\": \"geheim\"}")).expect(201);

        Wait.until(() -> spansOf(trace).stream().anyMatch(span -> span.name().equals("createTicket")));
        assertThat(collector.bytes()).doesNotContain("geheim", "sam.reed", "127.0.0.1");
    }

    @Test
    void areNotForcedByAClientThatWantsNone() {
        String trace = "2bf7651916cd43dd8448eb211c80319c";
        traced.client()
                .with("traceparent", "00-" + trace + "-" + PARENT + "-00")
                .get("/me")
                .expect(200);
        traced.client()
                .with("traceparent", "00-" + trace + "-" + PARENT + "-01")
                .get("/quotas")
                .expect(200);

        Wait.until(() -> !spansOf(trace).isEmpty());
        assertThat(spansOf(trace))
                .extracting(ReceivedSpan::name)
                .doesNotContain("getMe")
                .contains("getQuotas");
    }
}
