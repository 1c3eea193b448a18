package dev.docket.server;

import static dev.docket.server.testing.TicketJson.ticket;
import static dev.docket.server.testing.TicketJson.ticketOf;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An empty database, configured through the API alone, starting with one token from the command line. */
@TestMethodOrder(OrderAnnotation.class)
class BringUpTest {

    private static RunningServer server;
    private static ContractClient operator;
    private static ContractClient client;

    @BeforeAll
    static void start() {
        server = RunningServer.startEmpty();
        operator = server.operator();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    @Order(1)
    void anAccountAndATokenForItsAdministrator() {
        operator.post("/accounts", """
                {"id": "8800", "name": "Quay Merchant Services", "ticketPrefix": "QMS"}""").expect(201);
        String secret = operator.with("x-account-id", "8800")
                .post("/tokens", """
                        {"name": "set-up", "roles": ["admin"]}""")
                .expect(201)
                .json()
                .get("secret")
                .asText();
        client = new ContractClient(server.uri())
                .with("Authorization", "Bearer " + secret)
                .with("x-account-id", "8800");

        assertThatJson(client.get("/me").expect(200).body())
                .inPath("accounts[0].name")
                .isEqualTo("Quay Merchant Services");
    }

    @Test
    @Order(2)
    void theDirectoryOfTheCrm() {
        put("/users/1-dee", """
                {"name": "Dee Ray", "email": "dee@quay.example"}""");
        put("/users/2-eli", """
                {"name": "Eli Fox", "email": "eli@quay.example"}""");
        put("/teams/1", """
                {"name": "Support", "memberIds": ["1-dee", "2-eli"]}""");
        put("/merchants/10", """
                {"uniqueId": "m-10", "dbaName": "Corner Deli", "principalContact":
                  {"name": "Pat Lee", "email": "pat@cornerdeli.example", "phone": "+1 212 555 0100"}}""");
        put("/mids/20", """
                {"uniqueId": "mid-20", "merchantId": 10, "descriptor": "CORNER DELI 1"}""");
        put("/leads/30", """
                {"uniqueId": "lead-30", "name": "Sky Gym", "email": "hello@skygym.example", "phone": "+1 212 555 0101"}""");
        put("/applications/40", """
                {"uniqueId": "app-40", "dbaName": "Moss Books", "dbaEmail": "ask@moss.example", "dbaPhone": "+1 212 555 0102"}""");
    }

    @Test
    @Order(3)
    void aCalendarASlaPolicyARotationAndATicketType() {
        client.post("/business-calendars", """
                        {
                          "id": "office",
                          "name": "Office",
                          "zone": "America/New_York",
                          "weekly": {
                            "monday": [{"from": "09:00", "until": "17:00"}],
                            "friday": [{"from": "09:00", "until": "12:00"}, {"from": "13:00", "until": "17:00"}]
                          }
                        }""").expect(201);
        client.post("/sla-policies", """
                        {"id": "standard", "name": "Standard", "isDefault": true, "calendarId": "office"}""").expect(201);
        client.post("/ticket-types", """
                        {
                          "id": "terminal",
                          "name": "Terminal",
                          "autoAssignmentEnabled": true,
                          "customFields": [{"name": "serialNumber", "type": "text", "required": "create"}]
                        }""").expect(201);
        client.post("/ticket-rotations", """
                        {"id": "support", "name": "Support", "ticketTypeId": "terminal", "userRotationArray": [
                          {"userId": "1-dee", "weight": 2}, {"userId": "2-eli", "weight": 1}]}""").expect(201);
    }

    @Order(4)
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "application       | app-40           | Moss Books    | ask@moss.example       | +1 212 555 0102",
                "application       | 40               | Moss Books    | ask@moss.example       | +1 212 555 0102",
                "lead              | lead-30          | Sky Gym       | hello@skygym.example   | +1 212 555 0101",
                "user              | Eli@quay.example | Eli Fox       | eli@quay.example       | -",
                "merchant          | m-10             | Corner Deli   | pat@cornerdeli.example | +1 212 555 0100",
                "merchant-internal | 10               | Corner Deli   | pat@cornerdeli.example | +1 212 555 0100",
                "mid               | mid-20           | CORNER DELI 1 | pat@cornerdeli.example | +1 212 555 0100"
            })
    void ticketsOfEveryKindOfRequester(String type, String id, String name, String email, String phone) {
        Answer answer = create(ticketOf(type, id));

        assertThatJson(answer.only("requesterName", "requesterEmail")).isEqualTo("""
                {"requesterName": "%s", "requesterEmail": "%s"}""".formatted(name, email));
        assertThat(answer.json().path("requesterPhone").asText(null)).isEqualTo(phone);
    }

    /** It is Friday, 16:30 in New York; the next opening is Monday, in summer time. */
    @Test
    @Order(5)
    void aTicketOfAnotherRequesterWithAllFeatures() {
        assertThatJson(create(ticket()).only("requesterName", "slaFirstResponseDue", "slaResolutionDue", "slaStatus"))
                .isEqualTo("""
                        {
                          "requesterName": "Sam Reed",
                          "slaStatus": "on_time",
                          "slaFirstResponseDue": "2026-03-09T16:30:00Z",
                          "slaResolutionDue": "2026-03-20T13:30:00Z"
                        }""");
        assertThat(client.post("/tickets", ticket("{\"ticketTypeId\": \"terminal\"}"))
                        .violations())
                .containsExactly("/customFields/serialNumber required");
    }

    @Test
    @Order(6)
    void allOfThemNumberedAndAssignedInTurn() {
        List<String> assignees = new ArrayList<>();
        for (int number = 1; number <= 8; number++) {
            JsonNode ticket = client.get("/tickets/QMS-" + number).expect(200).json();
            assignees.add(ticket.get("assignedTo").asText());
        }

        assertThat(assignees).containsExactly("1-dee", "2-eli", "1-dee", "1-dee", "2-eli", "1-dee", "1-dee", "2-eli");
    }

    private static void put(String path, String json) {
        client.put(path, json).expect(200);
    }

    private static Answer create(String json) {
        return client.post("/tickets", typed(json)).expect(201);
    }

    private static String typed(String json) {
        try {
            ObjectNode ticket = (ObjectNode) new JsonMapper().readTree(json);
            ticket.put("ticketTypeId", "terminal");
            ticket.putObject("customFields").put("serialNumber", "X-1");
            return ticket.toString();
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }
}
