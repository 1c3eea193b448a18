package dev.docket.server.tickets;

import static dev.docket.server.testing.TicketJson.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.RunningServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketWordsTest {

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

    /**
     * The statement that stores a ticket appends the words of the directory. A change makes them of the stored texts.
     * Both must be the same.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'requesterType': 'external', 'requesterId': 'x', 'requesterName': 'Bo', 'requesterPhone': '+1 212 555 0107'}",
                "{'requesterType': 'external', 'requesterId': 'x', 'requesterName': 'Bo', 'merchantId': 1001}",
                "{'requesterType': 'user', 'requesterId': 'ana@harborcards.example'}",
                "{'requesterType': 'merchant', 'requesterId': '1001'}",
                "{'requesterType': 'merchant-internal', 'requesterId': '1001'}",
                "{'requesterType': 'mid', 'requesterId': '5001'}",
                "{'requesterType': 'lead', 'requesterId': '3001'}",
                "{'requesterType': 'lead', 'requesterId': '3001', 'midId': 5001}",
                "{'requesterType': 'application', 'requesterId': '7001'}",
                "{'requesterType': 'application', 'requesterId': '7001', 'merchantId': 1001, 'tags': ['a', 'b']}",
            })
    void aNewTicketAndAChangedOneHaveTheSameWords(String json) {
        String id = client.post("/tickets", ticket(json.replace('\'', '"')))
                .expect(201)
                .json()
                .get("id")
                .asText();
        List<String> stored = words(id);
        String own = client.get("/tickets/" + id).json().get("subject").asText();
        client.patch("/tickets/" + id, "{\"subject\": \"Different\"}").expect(200);
        assertThat(words(id)).isNotEqualTo(stored);
        client.patch("/tickets/" + id, "{\"subject\": \"" + own + "\"}").expect(200);
        assertThat(words(id)).hasSizeGreaterThan(8).isEqualTo(stored);
    }

    private static List<String> words(String ticket) {
        return server.testDatabase.queryAsSuperuser("""
                SELECT lexeme || ' ' || coalesce(array_to_string(weights, ''), '')
                  FROM docket.ticket_search, unnest(own)
                 WHERE ticket_id = %s
                 ORDER BY lexeme""".formatted(ticket)).stream()
                .map(row -> row.get(0))
                .toList();
    }
}
