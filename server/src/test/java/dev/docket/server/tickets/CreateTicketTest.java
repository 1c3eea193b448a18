package dev.docket.server.tickets;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CreateTicketTest {

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

    @Test
    void answersTheWholeTicket() {
        Answer answer = client.post("/tickets", """
                        {
                          "ticketTypeId": "terminal-support",
                          "subject": "Card reader shows error 42",
                          "description": "It stops after the tip screen.",
                          "priority": "high",
                          "category": "technical",
                          "source": "phone",
                          "requesterId": "1001",
                          "requesterType": "merchant",
                          "customFields": {"serialNumber": "TX-204981"},
                          "tags": ["terminal", "counter", "terminal"]
                        }""").expect(201);

        assertThatJson(answer.body()).isEqualTo("""
                        {
                          "id": "${json-unit.any-number}",
                          "uniqueId": "${json-unit.regex}[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
                          "accountId": "2311",
                          "ticketNumber": "${json-unit.regex}TKT-[1-9][0-9]*",
                          "ticketTypeId": "terminal-support",
                          "subject": "Card reader shows error 42",
                          "description": "It stops after the tip screen.",
                          "status": "open",
                          "priority": "high",
                          "category": "technical",
                          "source": "phone",
                          "requesterId": "1001",
                          "requesterName": "Blue Door Bakery",
                          "requesterEmail": "rosa@bluedoor.example",
                          "requesterPhone": "+1 212 555 0147",
                          "requesterType": "merchant",
                          "assignedTo": "u-ana",
                          "merchantId": 1001,
                          "merchantName": "Blue Door Bakery",
                          "createdAt": "2026-03-06T21:30:00Z",
                          "updatedAt": "2026-03-06T21:30:00Z",
                          "slaStatus": "on_time",
                          "slaFirstResponseDue": "2026-03-09T13:30:00Z",
                          "slaResolutionDue": "2026-03-09T20:30:00Z",
                          "slaTotalPausedTime": 0,
                          "responseCount": 0,
                          "internalNoteCount": 0,
                          "attachmentCount": 0,
                          "reopenCount": 0,
                          "escalationCount": 0,
                          "customFields": {"serialNumber": "TX-204981"},
                          "tags": ["terminal", "counter"],
                          "metaData": {}
                        }""");
        assertThat(answer.header("Location"))
                .isEqualTo("/tickets/" + answer.json().get("uniqueId").asText());
        assertThat(answer.header("ETag")).matches("\"1-[0-9a-f]+\"");
    }
}
