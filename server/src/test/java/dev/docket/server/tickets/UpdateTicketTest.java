package dev.docket.server.tickets;

import static dev.docket.server.testing.TicketJson.ticket;

import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** {@code PATCH /tickets/{ticketId}}, and what else changes a ticket as a whole. */
class UpdateTicketTest {

    private static final Instant NOW = RunningServer.START;

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

    @BeforeEach
    void turnBackTheClock() {
        server.clock.set(NOW);
    }

    private static String create(String json) {
        return client.post("/tickets", ticket(json))
                .expect(201)
                .json()
                .get("uniqueId")
                .asText();
    }

    private static Answer patch(String id, String json) {
        return client.patch("/tickets/" + id, json);
    }

    private static Answer history(String id) {
        return client.get("/tickets/" + id + "/history").expect(200);
    }

    @Nested
    class Update {

        @Test
        void debug() {
            String id = create("{\"priority\": \"high\"}");
            server.clock.advance(Duration.ofMinutes(10));
            System.out.println(
                    patch(id, "{\"status\": \"waiting_customer\", \"priority\": \"urgent\", \"assignedTo\": \"u-ana\"}")
                            .body());
            server.clock.advance(Duration.ofMinutes(10));
            System.out.println(patch(id, "{\"status\": \"resolved\"}").body());
            server.clock.advance(Duration.ofMinutes(10));
            System.out.println(patch(id, "{\"status\": \"open\"}").body());
            System.out.println(client.get("/tickets/" + id + "/sla").body());
            System.out.println(client.post("/tickets/" + id + "/sla/pause", "{\"reason\": \"x\"}")
                    .body());
            System.out.println(client.post("/tickets/" + id + "/sla/resume", "{\"reason\": \"y\"}")
                    .body());
            System.out.println(client.post(
                            "/tickets/bulk-update",
                            "{\"ticketIds\": [\"" + id + "\", \"TKT-999\"], \"addTags\": [\"a\"]}")
                    .body());
            System.out.println(client.delete("/tickets/" + id).status());
            System.out.println(client.get("/tickets/" + id).status());
            System.out.println(
                    client.send("POST", "/tickets/" + id + "/restore").body());
            System.out.println(history(id).body());
        }
    }
}
