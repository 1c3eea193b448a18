package dev.docket.server.erasure;

import static dev.docket.server.testing.TicketJson.ticket;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.RunningServer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each test has an account of its own. */
class RetentionTest {

    private static final String MARK = "Rosamarka";

    private static final AtomicInteger ACCOUNTS = new AtomicInteger();

    private static RunningServer server;
    private static ContractClient operator;

    private String account;
    private ContractClient client;
    private ErasedDatabase stored;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        operator = server.operator();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void createAccount() {
        server.clock.set(RunningServer.START);
        account = "account-" + ACCOUNTS.incrementAndGet();
        operator.post("/accounts", """
                        {"id": "%s", "name": "Bay Terminals", "eraseClosedTicketsAfterDays": 30}""".formatted(account)).expect(201);
        client = server.clientOf(account);
        stored = new ErasedDatabase(server.testDatabase, account);
    }

    private String create() {
        String path = "/tickets/"
                + client.post("/tickets", ticket("{\"subject\": \"%s\"}".formatted(MARK)))
                        .expect(201)
                        .json()
                        .get("uniqueId")
                        .asText();
        client.post(path + "/comments", "{\"content\": \"%s\"}".formatted(MARK)).expect(201);
        return path;
    }

    private void close(String path) {
        client.patch(path, "{\"status\": \"closed\"}").expect(200);
    }

    private static void runAfter(Duration duration) {
        server.clock.set(RunningServer.START.plus(duration));
        new Retention(server.database, server.clock).run();
    }

    private String subject(String path) {
        return client.get(path).expect(200).json().get("subject").asText();
    }

    private long entries(String path) {
        return client.get(path + "/history?includeTotal=true&pageSize=1")
                .expect(200)
                .json()
                .get("total")
                .asLong();
    }

    @Test
    void erasesOnlyTicketsThatWereClosedOrDeletedLongAgo() {
        String open = create();
        String closed = create();
        close(closed);
        String deleted = create();
        // Resolved first; otherwise the events of its service level would be recorded meanwhile, too.
        client.patch(deleted, "{\"status\": \"resolved\"}").expect(200);
        client.delete(deleted).expect(204);
        String primary = create();
        String merged = create();
        client.post(
                        "/tickets/merge",
                        "{\"primaryTicketId\": \"%s\", \"ticketIdsToMerge\": [\"%s\"]}"
                                .formatted(primary.substring(9), merged.substring(9)))
                .expect(200);
        Map<String, String> figures = stored.figures();

        runAfter(Duration.ofDays(30));
        assertThat(stored.tablesWith(MARK)).containsEntry("tickets", 5);

        runAfter(Duration.ofDays(30).plusMillis(1));
        assertThat(stored.tablesWith(MARK)).containsEntry("tickets", 2).containsEntry("ticket_comments", 3);
        assertThat(stored.figures()).isEqualTo(figures);
        assertThat(subject(open)).isEqualTo(MARK);
        assertThat(subject(primary)).isEqualTo(MARK);
        assertThat(subject(closed)).isEqualTo("erased");
        assertThat(subject(merged)).isEqualTo("erased");
        assertThatJson(client.get(closed + "/history").json().get("data").get(3).toString())
                .whenIgnoringPaths("at")
                .isEqualTo("""
                        {
                          "number": 4,
                          "action": "erased",
                          "actor": {"type": "system", "id": "retention", "name": "Retention"},
                          "requestId": "retention",
                          "depth": 0,
                          "before": {},
                          "after": {"comments": 1, "attachments": 0}
                        }""");
    }

    /** The primary ticket ends later, and its merged ticket is erased with it. */
    @Test
    void erasesMergedTicketsWithTheirPrimaryTicket() {
        String primary = create();
        String merged = create();
        client.post(
                        "/tickets/merge",
                        "{\"primaryTicketId\": \"%s\", \"ticketIdsToMerge\": [\"%s\"]}"
                                .formatted(primary.substring(9), merged.substring(9)))
                .expect(200);
        server.clock.advance(Duration.ofDays(10));
        close(primary);

        runAfter(Duration.ofDays(35));
        assertThat(stored.tablesWith(MARK)).containsEntry("tickets", 1).containsEntry("ticket_comments", 2);
        runAfter(Duration.ofDays(41));
        assertThat(stored.tablesWith(MARK)).isEmpty();
    }

    @Test
    void erasesOnceUntilSomethingComesAfterwards() {
        String path = create();
        close(path);
        runAfter(Duration.ofDays(31));
        long entries = entries(path);

        runAfter(Duration.ofDays(32));
        assertThat(entries(path)).isEqualTo(entries);

        client.patch(path, "{\"status\": \"open\", \"subject\": \"%s\"}".formatted(MARK))
                .expect(200);
        close(path);
        runAfter(Duration.ofDays(62));
        assertThat(subject(path)).isEqualTo(MARK);
        runAfter(Duration.ofDays(63));
        assertThat(stored.tablesWith(MARK)).isEmpty();
    }

    @Test
    void keepsEverythingWhereTheAccountSaysNothing() {
        operator.patch("/accounts/" + account, "{\"eraseClosedTicketsAfterDays\": null}")
                .expect(200);
        close(create());

        runAfter(Duration.ofDays(36_600));

        assertThat(stored.tablesWith(MARK)).containsEntry("tickets", 1);
    }

    @Test
    void isSetUpWithTheAccount() {
        String path = "/accounts/" + account;
        assertThat(operator.get(path).json().get("eraseClosedTicketsAfterDays").asInt())
                .isEqualTo(30);
        assertThat(operator.patch(path, "{\"eraseClosedTicketsAfterDays\": 36500}")
                        .expect(200)
                        .json()
                        .get("eraseClosedTicketsAfterDays")
                        .asInt())
                .isEqualTo(36_500);
        assertThat(operator.patch(path, "{\"eraseClosedTicketsAfterDays\": null}")
                        .expect(200)
                        .json()
                        .has("eraseClosedTicketsAfterDays"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0", "36501", "-1"})
    void refusesAnInvalidNumberOfDays(String days) {
        assertThat(operator.patch("/accounts/" + account, "{\"eraseClosedTicketsAfterDays\": %s}".formatted(days))
                        .expect(400)
                        .violations())
                .containsExactly("/eraseClosedTicketsAfterDays out_of_range");
    }
}
