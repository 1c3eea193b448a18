package dev.docket.server.rotations;

import static dev.docket.server.testing.TicketJson.ticketWith;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.RunningServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The availability of a rotation's members over HTTP: what users set, and what follows from the time. */
class AttendanceTest {

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

    /** Creates tickets on alternating nodes. */
    private List<String> take(int tickets) {
        List<String> assignees = new ArrayList<>();
        for (int i = 0; i < tickets; i++) {
            assignees.add((i % 2 == 0 ? client : nodesClient)
                    .post("/tickets", ticketWith("ticketTypeId", "terminal-support"))
                    .expect(201)
                    .json()
                    .path("assignedTo")
                    .asText("nobody"));
        }
        return assignees;
    }

    private List<String> next(int turns) {
        return client.get(ROTATION + "/next-user?turns=" + turns)
                .expect(200)
                .json()
                .get("turns")
                .findValuesAsText("userId");
    }

    private String pool() {
        return client.get(ROTATION + "/next-user").json().get("pool").asText();
    }

    private void put(String user, String more) {
        client.put("/users/" + user, "{\"name\": \"N\", \"email\": \"%s@harborcards.example\"%s}".formatted(user, more))
                .expect(200);
    }

    private void away(String... users) {
        for (String user : users) {
            put(user, ", \"isAvailable\": false");
        }
    }

    private void back(String... users) {
        for (String user : users) {
            put(user, "");
        }
    }

    private void outOfOffice(String user, Instant from, Instant until) {
        put(user, ", \"outOfOffice\": [{\"from\": \"%s\", \"until\": \"%s\"}]".formatted(from, until));
    }

    private List<String> assignees() {
        return server.testDatabase.queryAsSuperuser("""
                        SELECT coalesce(assigned_to, 'nobody') FROM docket.tickets WHERE account_id = '%s' ORDER BY id""".formatted(account)).stream()
                .map(row -> row.get(0))
                .toList();
    }

    @Nested
    class AUser {

        @Test
        void whoIsUnavailableOrInactiveIsSkippedAndOwedNothing() {
            assertThat(take(7)).containsExactly("u-ana", "u-ana", "u-ben", "u-ana", "u-cho", "u-ana", "u-ana");
            away("u-ana");
            put("u-ben", ", \"isActive\": false");

            assertThat(take(3)).containsOnly("u-cho");
            JsonNode skipped = client.get(ROTATION).json().get("userRotationArray");
            assertThat(skipped.findValuesAsText("skipReason")).containsExactly("unavailable", "inactive");

            back("u-ana", "u-ben");
            assertThat(take(7)).containsExactly("u-ana", "u-ana", "u-ben", "u-ana", "u-cho", "u-ana", "u-ana");
        }

        @Test
        void whoIsOutOfOfficeLeavesAndReturnsAtTheGivenInstants() {
            Instant from = RunningServer.START.plus(Duration.ofHours(1));
            Instant until = RunningServer.START.plus(Duration.ofHours(2));
            outOfOffice("u-ana", from, until);
            assertThat(take(1)).containsExactly("u-ana");

            server.clock.set(from.minusNanos(1_000));
            assertThat(next(1)).containsExactly("u-ana");
            assertThat(take(1)).containsExactly("u-ana");
            server.clock.set(from);
            assertThat(next(3)).isEqualTo(take(3)).doesNotContain("u-ana");
            server.clock.set(until.minusNanos(1_000));
            assertThat(next(2)).isEqualTo(take(2)).doesNotContain("u-ana");
            server.clock.set(until);
            List<String> expected = next(7);
            assertThat(take(7)).isEqualTo(expected).contains("u-ana", "u-ben", "u-cho");
        }

        @Test
        void mayBeOutOfOfficeInTimesThatOverlapOrTouch() {
            put("u-ana", """
                    , "outOfOffice": [
                        {"from": "2026-03-06T21:00:00Z", "until": "2026-03-06T22:00:00Z"},
                        {"from": "2026-03-06T22:00:00Z", "until": "2026-03-06T23:00:00Z"}]""");

            assertThat(take(2)).doesNotContain("u-ana");
            server.clock.set(Instant.parse("2026-03-06T22:00:00Z"));
            assertThat(next(2)).isEqualTo(take(2)).doesNotContain("u-ana");
            server.clock.set(Instant.parse("2026-03-06T23:00:00Z"));
            assertThat(next(1)).isEqualTo(take(1)).containsExactly("u-ana");
        }

        @Test
        void isExplainedByTheAssignment() {
            away("u-ben");
            take(1);

            assertThatJson(client.get("/tickets/TKT-1/assignment").body())
                    .inPath("candidates[1]")
                    .isEqualTo(
                            "{\"userId\": \"u-ben\", \"weight\": 1, \"credit\": 0, \"skipReason\": \"unavailable\"}");
        }
    }

    @Nested
    class AnEmptyPool {

        @Test
        void leavesTicketsWaitingAndTheLongestWaitingIsAssignedFirst() {
            away("u-ana", "u-ben", "u-cho");
            assertThat(pool()).isEqualTo("fallback");

            assertThat(take(5)).containsOnly("nobody");
            assertThat(client.get(ROTATION).json().get("waitingTickets").asInt())
                    .isEqualTo(5);
            assertThatJson(client.get("/tickets/TKT-1/assignment").body())
                    .inPath("reason")
                    .isEqualTo("empty_pool");
            assertThat(client.get("/tickets/TKT-1/assignment")
                            .json()
                            .get("candidates")
                            .findValuesAsText("skipReason"))
                    .containsExactly("unavailable", "unavailable", "unavailable");

            server.clock.advance(Duration.ofMinutes(5));
            back("u-cho");
            assertThat(assignees()).containsOnly("u-cho").hasSize(5);
            assertThat(client.get(ROTATION).json().get("waitingTickets").asInt())
                    .isZero();
            JsonNode ticket = client.get("/tickets/TKT-1").json();
            assertThat(ticket.get("assignedTo").asText()).isEqualTo("u-cho");
            assertThat(ticket.get("updatedAt").asText()).isEqualTo("2026-03-06T21:35:00Z");
            assertThatJson(client.get("/tickets/TKT-5/assignment").body())
                    .isObject()
                    .containsEntry("reason", "rotation");
            assertThat(client.get("/tickets/TKT-5/assignment")
                            .json()
                            .get("turn")
                            .asInt())
                    .isEqualTo(5);
        }

        @Test
        void isFilledByTheClockBeforeTheNextTicketTakesATurn() {
            Instant until = RunningServer.START.plus(Duration.ofHours(1));
            for (String user : List.of("u-ana", "u-ben", "u-cho")) {
                outOfOffice(user, RunningServer.START, until);
            }
            assertThat(take(3)).containsOnly("nobody");

            server.clock.set(until);
            assertThat(take(2)).containsExactly("u-ana", "u-cho");

            assertThat(assignees()).containsExactly("u-ana", "u-ana", "u-ben", "u-ana", "u-cho");
        }

        /** No ticket is created, and no node knows when the rotation will be read: so the keeper settles it. */
        @Test
        void isFilledByTheClockAlone() {
            Instant until = RunningServer.START.plus(Duration.ofHours(1));
            for (String user : List.of("u-ana", "u-ben", "u-cho")) {
                outOfOffice(user, RunningServer.START, until);
            }
            take(3);
            RotationKeeper keeper = new RotationKeeper(server.database, server.clock);

            server.clock.set(until.minusNanos(1_000));
            keeper.run();
            assertThat(assignees()).containsOnly("nobody");
            server.clock.set(until);
            keeper.run();

            assertThat(assignees()).containsExactly("u-ana", "u-ana", "u-ben");
        }

        @Test
        void ofATypeWithFallbackGoesToMembersWhoAreAway() {
            client.patch("/ticket-types/terminal-support", "{\"emptyPoolPolicy\": \"fallback_any\"}")
                    .expect(200);
            away("u-ana", "u-ben");
            put("u-cho", ", \"isActive\": false");

            List<String> expected = next(6);
            assertThat(pool()).isEqualTo("fallback");
            assertThat(take(6)).isEqualTo(expected).containsOnly("u-ana", "u-ben");
            assertThatJson(client.get("/tickets/TKT-1/assignment").body())
                    .inPath("reason")
                    .isEqualTo("fallback");
        }

        @Test
        void withoutAnyMemberIsEmptyForEveryType() {
            client.patch("/ticket-types/terminal-support", "{\"emptyPoolPolicy\": \"fallback_any\"}")
                    .expect(200);
            for (String user : List.of("u-ana", "u-ben", "u-cho")) {
                put(user, ", \"isActive\": false");
            }

            assertThat(pool()).isEqualTo("empty");
            assertThat(next(3)).isEmpty();
            assertThat(take(1)).containsExactly("nobody");
        }

        @Test
        void doesNotKeepTicketsThatAreResolvedFromTheStart() {
            away("u-ana", "u-ben", "u-cho");
            client.post(
                            "/tickets",
                            ticketWith("ticketTypeId", "terminal-support")
                                    .replaceFirst("\\{", "{\"status\": \"resolved\","))
                    .expect(201);

            back("u-ana");

            assertThat(assignees()).containsExactly("nobody");
        }
    }
}
