package dev.docket.server.tickets;

import static dev.docket.server.testing.Problems.assertProblem;
import static dev.docket.server.testing.TicketJson.ticket;
import static dev.docket.server.testing.TicketJson.ticketWith;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.persistence.tickettypes.TicketTypeDao;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TicketTypeRows;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadTicketTest {

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

    @AfterEach
    void setTheClockBack() {
        server.clock.set(RunningServer.START);
    }

    private static Answer create(String json) {
        return client.post("/tickets", json).expect(201);
    }

    private static Answer read(JsonNode ticket) {
        return client.get("/tickets/" + ticket.get("uniqueId").asText()).expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"uniqueId", "id", "ticketNumber"})
    void returnsTheCreatedTicketByAnyOfItsThreeIds(String name) {
        Answer created = create("""
                {
                  "ticketTypeId": "terminal-support",
                  "subject": "Card reader shows error 42",
                  "description": "It stops after the tip screen.",
                  "category": "technical",
                  "source": "phone",
                  "requesterId": "5001",
                  "requesterType": "mid",
                  "customFields": {"serialNumber": "TX-204981"},
                  "tags": ["terminal"]
                }""");

        Answer read =
                client.get("/tickets/" + created.json().get(name).asText()).expect(200);

        assertThatJson(read.body()).isEqualTo(created.body());
        assertThat(read.header("ETag")).isEqualTo(created.header("ETag"));
    }

    @Test
    void isWhereTheLocationOfItsCreationSays() {
        Answer created = create(ticket());
        String path = URI.create(created.header("Location")).getPath();

        assertThatJson(client.get(path).expect(200).body()).isEqualTo(created.body());
    }

    @Test
    void isNotReadAgainWhileNothingIsNew() {
        Answer created = create(ticketWith("priority", "high"));
        String path = "/tickets/" + created.json().get("id").asText();
        ContractClient conditional = client.with("If-None-Match", created.header("ETag"));

        Answer same = conditional.get(path).expect(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.header("ETag")).isEqualTo(created.header("ETag"));

        // Nothing was written, and the ticket is at risk now.
        server.clock.set(Instant.parse("2026-03-09T13:18:00Z"));
        Answer read = conditional.get(path).expect(200);
        assertThat(read.json().get("slaStatus").asText()).isEqualTo("at_risk");
        assertThat(read.header("ETag")).startsWith("\"1-").isNotEqualTo(created.header("ETag"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01a20a55-38b6-7464-81ea-1e325ad61a52",
                "4711471147114711",
                "99999999999999999999",
                "TKT-4711",
                "tkt-1",
                "%C3%A9"
            })
    void isNotFoundByAnIdThatNoTicketHas(String id) {
        assertProblem(client.get("/tickets/" + id), ProblemType.NOT_FOUND, "/tickets/" + id);
    }

    @Test
    void isNotFoundFromAnotherAccount() {
        JsonNode theirs = server.clientOf(DemoData.OTHER_ACCOUNT)
                .post("/tickets", ticket())
                .expect(201)
                .json();

        for (String name : List.of("uniqueId", "id")) {
            String path = "/tickets/" + theirs.get(name).asText();
            assertProblem(client.get(path), ProblemType.NOT_FOUND, path);
        }
    }

    @Test
    void isNotFoundWithoutThePermissionsThatItsTypeAsksFor() {
        server.database.write(DemoData.ACCOUNT, transaction -> {
            transaction
                    .dao(TicketTypeDao.class)
                    .insert(DemoData.ACCOUNT, TicketTypeRows.type("secret", List.of("tickets:read"), List.of()));
            return null;
        });
        JsonNode secret = create(ticketWith("ticketTypeId", "secret")).json();
        read(secret);

        server.testDatabase.executeAsSuperuser(
                "UPDATE docket.ticket_types SET required_permissions = '{tickets:see_secrets}' WHERE id = 'secret'");

        String path = "/tickets/" + secret.get("uniqueId").asText();
        assertProblem(client.get(path), ProblemType.NOT_FOUND, path);
    }

    @Nested
    class IsRefused {

        private final String path =
                "/tickets/" + create(ticket()).json().get("uniqueId").asText();

        @Test
        void withoutAToken() {
            assertProblem(client.with("Authorization", null).get(path), ProblemType.UNAUTHORIZED, path);
        }

        @Test
        void withoutThePermission() {
            assertProblem(server.client(List.of("tickets:create")).get(path), ProblemType.FORBIDDEN, path);
        }

        @Test
        void inAnAccountThatTheTokenWasNotGranted() {
            assertProblem(client.with("x-account-id", DemoData.OTHER_ACCOUNT).get(path), ProblemType.FORBIDDEN, path);
        }

        @Test
        void withoutAnAccount() {
            assertProblem(client.with("x-account-id", null).get(path), ProblemType.INVALID_REQUEST, path);
        }

        @Test
        void whereTheIdIsLongerThanAnyIdIs() {
            String tooLong = "/tickets/" + "x".repeat(65);
            assertProblem(client.get(tooLong), ProblemType.INVALID_REQUEST, tooLong);
        }

        @Test
        void whereOnlyAnotherTypeIsAccepted() {
            assertProblem(client.with("Accept", "text/html").get(path), ProblemType.NOT_ACCEPTABLE, path);
        }
    }

    /** Created on a Friday, 16:30 in New York, with a first response within an hour: due on Monday, 9:30. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-06T21:30:00Z,        on_time,",
        "2026-03-09T13:17:59.999999Z, on_time,",
        "2026-03-09T13:18:00Z,        at_risk,",
        "2026-03-09T13:30:00Z,        at_risk,",
        "2026-03-09T13:30:00.000001Z, breached, 2026-03-09T13:30:00Z",
        "2026-04-01T00:00:00Z,        breached, 2026-03-09T13:30:00Z"
    })
    void showsTheSlaOfThisVeryInstant(Instant now, String status, String breachedAt) {
        JsonNode created = create(ticketWith("priority", "high")).json();

        server.clock.set(now);
        JsonNode read = read(created).json();

        assertThat(read.get("slaStatus").asText()).isEqualTo(status);
        assertThat(read.path("slaBreachedAt").asText(null)).isEqualTo(breachedAt);
        assertThat(read.has("slaFirstResponseMet")).isEqualTo(breachedAt != null);
        assertThat(read.get("slaFirstResponseDue")).isEqualTo(created.get("slaFirstResponseDue"));
        assertThat(read.get("slaResolutionDue")).isEqualTo(created.get("slaResolutionDue"));
    }

    @Test
    void showsWhenAPausedTicketWouldBeDueIfItWentOnNow() {
        JsonNode created = create(ticket("{\"status\": \"waiting_customer\", \"priority\": \"low\"}"))
                .json();

        server.clock.set(Instant.parse("2026-03-09T15:00:00Z"));

        assertThatJson(read(created).only("slaStatus", "slaPausedAt", "slaTotalPausedTime", "slaResolutionDue"))
                .isEqualTo("""
                        {
                          "slaStatus": "paused",
                          "slaPausedAt": "2026-03-06T21:30:00Z",
                          "slaTotalPausedTime": 150,
                          "slaResolutionDue": "2026-03-17T15:00:00Z"
                        }""");
    }

    @Test
    void showsTheSlaOfThePolicyThatItWasMadeUnder() {
        JsonNode created = create(ticketWith("priority", "high")).json();

        server.testDatabase.executeAsSuperuser("""
                INSERT INTO docket.sla_policy_versions
                SELECT account_id, sla_policy_id, 2, '{"high": {"first_response": 1, "resolution": 2}}',
                       pausing_statuses, at_risk_percent, pauses_first_response, calendar_id, calendar, created_at
                  FROM docket.sla_policy_versions WHERE version = 1;
                UPDATE docket.sla_policies SET version = 2""");
        JsonNode later = create(ticketWith("priority", "high")).json();

        assertThat(read(created).json()).isEqualTo(created);
        assertThat(later.get("slaResolutionDue").asText()).isEqualTo("2026-03-06T21:32:00Z");
        server.testDatabase.executeAsSuperuser("UPDATE docket.sla_policies SET version = 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"resolved", "closed"})
    void showsNoSlaWithoutOne(String status) {
        JsonNode created = create(ticketWith("status", status)).json();

        server.clock.set(Instant.parse("2026-04-01T00:00:00Z"));

        assertThat(read(created).json()).isEqualTo(created);
        assertThat(created.has("slaStatus")).isFalse();
    }
}
