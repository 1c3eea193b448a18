package dev.docket.server.rotations;

import static dev.docket.server.testing.TicketJson.ticket;
import static dev.docket.server.testing.TicketJson.ticketWith;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.RunningServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Members of a rotation who take a limited number of open tickets, over HTTP. */
class CapacityTest {

    private static final String ROTATION = "/ticket-rotations/terminal-support";

    private static RunningServer server;
    private static RunningServer node;

    private String account;
    private ContractClient client;
    private ContractClient nodesClient;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        node = server.beside();
    }

    @AfterAll
    static void stop() {
        node.close();
        server.close();
    }

    @BeforeEach
    void begin() {
        account = server.nextDemo();
        client = server.clientOf(account);
        nodesClient = node.clientOf(account);
    }

    /** @param ana maximum number of Ana's open tickets; likewise for the others */
    private void limit(int ana, int ben, int cho) {
        client.patch(ROTATION, """
                        {"userRotationArray": [
                          {"userId": "u-ana", "weight": 5, "maxOpenTickets": %d},
                          {"userId": "u-ben", "weight": 1, "maxOpenTickets": %d},
                          {"userId": "u-cho", "weight": 1, "maxOpenTickets": %d}]}""".formatted(ana, ben, cho)).expect(200);
    }

    private String create(ContractClient client) {
        return client.post("/tickets", ticketWith("ticketTypeId", "terminal-support"))
                .expect(201)
                .json()
                .path("assignedTo")
                .asText("nobody");
    }

    private List<String> take(int tickets) {
        List<String> assignees = new ArrayList<>();
        for (int i = 0; i < tickets; i++) {
            assignees.add(create(i % 2 == 0 ? client : nodesClient));
        }
        return assignees;
    }

    private JsonNode next(int turns) {
        return client.get(ROTATION + "/next-user?turns=" + turns).expect(200).json();
    }

    private long open(String user) {
        return Long.parseLong(server.testDatabase
                .queryAsSuperuser("SELECT count(*) FROM docket.tickets WHERE account_id = '%s' AND assigned_to = '%s'"
                        .formatted(account, user))
                .get(0)
                .get(0));
    }

    @Test
    void isNeverExceededAndNextUserKnowsIt() {
        limit(2, 3, 1);

        List<String> expected = next(100).get("turns").findValuesAsText("userId");

        assertThat(expected).hasSize(6);
        assertThat(take(6)).isEqualTo(expected).containsOnly("u-ana", "u-ben", "u-cho");
        assertThat(next(1).get("pool").asText()).isEqualTo("empty");
        assertThat(next(1).get("candidates").findValuesAsText("skipReason"))
                .containsExactly("at_capacity", "at_capacity", "at_capacity");
        assertThat(take(1)).containsExactly("nobody");
    }

    @Test
    void countsTicketsThatWereAssignedByHandWhichMayExceedIt() {
        limit(2, 1, 1);
        for (int i = 0; i < 3; i++) {
            client.post("/tickets", ticketWith("assignedTo", "u-ana")).expect(201);
        }

        assertThat(take(3)).containsExactly("u-ben", "u-cho", "nobody");
    }

    @Test
    void doesNotCountTicketsThatAreDone() {
        limit(1, 1, 1);
        client.post("/tickets", ticket("{\"assignedTo\": \"u-ana\", \"status\": \"resolved\"}"))
                .expect(201);
        client.post("/tickets", ticket("{\"assignedTo\": \"u-ana\", \"status\": \"closed\"}"))
                .expect(201);

        assertThat(take(1)).containsExactly("u-ana");
    }

    @Test
    void isNotExceededByStandInsEither() {
        client.patch("/ticket-types/terminal-support", "{\"emptyPoolPolicy\": \"fallback_any\"}")
                .expect(200);
        client.put("/users/u-ana", """
                        {"name": "Ana", "email": "ana@harborcards.example", "isAvailable": false}""").expect(200);
        limit(1, 1, 1);

        List<String> taken = take(4);

        assertThat(taken.subList(0, 2)).containsExactlyInAnyOrder("u-ben", "u-cho");
        assertThat(taken.subList(2, 4)).containsExactly("u-ana", "nobody");
    }

    @Test
    void isGivenBackToTheTicketsThatWait() {
        limit(1, 1, 1);
        take(6);
        assertThat(client.get(ROTATION).json().get("waitingTickets").asInt()).isEqualTo(3);

        limit(1, 2, 3);

        assertThat(List.of(open("u-ana"), open("u-ben"), open("u-cho"))).containsExactly(1L, 2L, 3L);
        assertThat(client.get(ROTATION).json().get("waitingTickets").asInt()).isZero();
    }

    /** The keeper finds the waiting tickets after any change that frees a member. */
    @Test
    void thatWasFreedIsFoundByTheKeeper() {
        limit(1, 1, 1);
        take(5);
        RotationKeeper keeper = new RotationKeeper(server.database, server.clock);
        keeper.run();
        assertThat(client.get(ROTATION).json().get("waitingTickets").asInt()).isEqualTo(2);

        server.testDatabase.executeAsSuperuser("""
                UPDATE docket.tickets
                   SET status = 'resolved', resolved_at = now()
                 WHERE account_id = '%s' AND assigned_to = 'u-ben'""".formatted(account));
        keeper.run();

        assertThat(client.get(ROTATION).json().get("waitingTickets").asInt()).isEqualTo(1);
        assertThat(client.get("/tickets/TKT-4").json().get("assignedTo").asText())
                .isEqualTo("u-ben");
        assertThat(client.get("/tickets/TKT-5").json().has("assignedTo")).isFalse();
    }

    /** On two nodes, sixteen at a time, with manual assignments among them. */
    @Test
    void isNeverExceededUnderConcurrency() throws Exception {
        limit(20, 7, 3);
        List<List<String>> taken = Crowd.of(8, number -> {
            List<String> mine = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ContractClient caller = (number + i) % 2 == 0 ? client : nodesClient;
                if (i == 2 && number % 4 == 0) {
                    caller.post("/tickets", ticketWith("assignedTo", "u-ben")).expect(201);
                }
                mine.add(create(caller));
            }
            return mine;
        });

        assertThat(open("u-ana")).isEqualTo(20);
        assertThat(open("u-ben")).isBetween(7L, 9L);
        assertThat(open("u-cho")).isEqualTo(3);
        long automatic = taken.stream()
                .flatMap(List::stream)
                .filter(user -> !Objects.equals(user, "nobody"))
                .count();
        TakenTurns.read(server.testDatabase, account, "terminal-support").assertExact((int) automatic);
    }
}
