package dev.docket.server.transfer;

import static dev.docket.server.testing.TicketJson.ticketWith;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TicketTypeRows;
import dev.docket.server.transport.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TicketExportTest {

    private static final JsonMapper JSON = new JsonMapper();

    /** More than two pages. */
    private static final int TICKETS = 230;

    private static RunningServer server;
    private static ContractClient client;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        client = server.client();
        create(client, TICKETS);
        create(server.clientOf(DemoData.OTHER_ACCOUNT), 1);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void create(ContractClient client, int count) {
        String lines = IntStream.range(0, count)
                .mapToObj(at -> "{\"externalId\": \"%d\", \"ticket\": %s}\n"
                        .formatted(at, ticketWith("tags", List.of("t" + at))))
                .collect(Collectors.joining());
        assertThat(client.post("/tickets/import", "application/x-ndjson", lines).body())
                .contains("\"created\":" + count);
    }

    private static List<String> export(ContractClient client, String query) {
        Answer answer = client.get("/tickets/export" + query).expect(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
        return answer.body().lines().toList();
    }

    private static List<Long> ids(List<String> tickets) {
        return tickets.stream().map(TicketExportTest::id).toList();
    }

    private static long id(String ticket) {
        try {
            return JSON.readTree(ticket).get("id").asLong();
        } catch (IOException malformed) {
            throw new IllegalArgumentException(ticket, malformed);
        }
    }

    @Test
    void showsEachTicketAsItIsReadAlone() {
        List<String> tickets = export(client, "");

        assertThat(ids(tickets)).hasSizeGreaterThan(200).isSorted().doesNotHaveDuplicates();
        for (int at : List.of(0, 1, 99, 100, 101, tickets.size() - 1)) {
            String ticket = tickets.get(at);
            assertThatJson(ticket)
                    .isEqualTo(client.get("/tickets/" + id(ticket)).expect(200).body());
        }
        assertThat(export(server.clientOf(DemoData.OTHER_ACCOUNT), "")).hasSize(1);
    }

    @Test
    void continuesAfterATicket() {
        List<Long> all = ids(export(client, ""));

        for (int at : List.of(0, 98, 99, 150, all.size() - 1)) {
            assertThat(ids(export(client, "?after=" + all.get(at)))).isEqualTo(all.subList(at + 1, all.size()));
        }
        assertThat(client.get("/tickets/export?after=TKT-1").violations()).containsExactly("after wrong_type");
        assertThat(client.get("/tickets/export?after=-1").violations()).containsExactly("after out_of_range");
    }

    @Test
    void saysWhatWasUpdatedSince() {
        long id = id(export(client, "").get(7));
        server.clock.advance(Duration.ofMinutes(5));
        String now = server.clock.instant().toString();

        assertThat(export(client, "?updatedFrom=" + now)).isEmpty();
        client.patch("/tickets/" + id, "{\"subject\": \"Another\"}").expect(200);
        assertThat(ids(export(client, "?updatedFrom=" + now))).containsExactly(id);
        assertThat(client.get("/tickets/export?updatedFrom=today").violations())
                .containsExactly("updatedFrom wrong_type");
    }

    @Test
    void leavesOutWhatTheCallerMayNotSee() {
        server.add(TicketTypeRows.type("secret", List.of("custom:vip"), List.of()));
        ContractClient vip = server.client(Stream.concat(Operations.permissions().stream(), Stream.of("custom:vip"))
                .toList());
        long secret = vip.post("/tickets", ticketWith("ticketTypeId", "secret"))
                .expect(201)
                .json()
                .get("id")
                .asLong();

        assertThat(ids(export(client, ""))).doesNotContain(secret);
        assertThat(ids(export(vip, ""))).contains(secret);
    }

    @Test
    void hasDeletedTicketsOnlyForCallersWhoMayDelete() {
        long id = id(export(client, "").get(3));
        client.delete("/tickets/" + id).expect(204);

        assertThat(ids(export(client, ""))).doesNotContain(id);
        assertThat(ids(export(client, "?isDeleted=true"))).containsExactly(id);
        ContractClient reader = server.client(List.of("tickets:read"));
        reader.get("/tickets/export?isDeleted=true").expect(403);
        assertThat(export(reader, "")).isNotEmpty();
        server.client(List.of("tickets:import")).get("/tickets/export").expect(403);
    }

    @Test
    void isCutOffWhenItCannotContinue() throws IOException {
        String token = server.tokens
                .create("raw", Operations.permissions(), List.of(DemoData.ACCOUNT), null)
                .secret();
        List<String> all = export(client, "");
        long broken = id(all.get(150));
        // The row can no longer be read.
        server.testDatabase.executeAsSuperuser(
                "UPDATE docket.tickets SET sla_pauses = '[7]' WHERE account_id = '2311' AND id = " + broken);
        try (RawClient raw = new RawClient(server.uri().getPort())) {
            raw.send(
                    "GET /tickets/export HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nx-account-id: %s\r\n\r\n"
                            .formatted(token, DemoData.ACCOUNT));
            assertThat(raw.readHead().status()).isEqualTo(200);
            assertThat(raw.readChunk()).startsWith("{\"id\":" + id(all.get(0)) + ",");
            assertThatThrownBy(() -> {
                        while (!raw.readChunk().isEmpty()) {
                            // Reads until the end, which never comes.
                        }
                    })
                    .isInstanceOf(IOException.class);
        } finally {
            server.testDatabase.executeAsSuperuser(
                    "UPDATE docket.tickets SET sla_pauses = '[]' WHERE account_id = '2311' AND id = " + broken);
        }
        assertThat(export(client, "")).hasSameSizeAs(all);
    }
}
