package dev.docket.server.tickets;

import static dev.docket.server.testing.TicketJson.ticket;
import static dev.docket.server.testing.TicketJson.ticketWith;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;

import dev.docket.server.demo.DemoData;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock starts on a Friday, 16:30 in New York, half an hour before the weekend in which DST begins. */
class TicketSlaTest {

    private static final String[] SLA = {
        "slaStatus",
        "slaFirstResponseDue",
        "slaFirstResponseMet",
        "slaResolutionDue",
        "slaResolutionMet",
        "slaBreachedAt",
        "slaPausedAt",
        "slaTotalPausedTime"
    };

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

    @ParameterizedTest
    @CsvSource({
        "urgent, 2026-03-06T21:45:00Z, 2026-03-09T16:30:00Z",
        "high,   2026-03-09T13:30:00Z, 2026-03-09T20:30:00Z",
        "medium, 2026-03-09T16:30:00Z, 2026-03-11T20:30:00Z",
        "low,    2026-03-09T20:30:00Z, 2026-03-16T20:30:00Z"
    })
    void isDueByTheBusinessHoursOfTheAccountsDefaultPolicy(String priority, String response, String resolution) {
        assertThatJson(create(ticketWith("priority", priority)).only(SLA))
                .isEqualTo("""
                {
                  "slaStatus": "on_time",
                  "slaFirstResponseDue": "%s",
                  "slaResolutionDue": "%s",
                  "slaTotalPausedTime": 0
                }""".formatted(response, resolution));
    }

    @ParameterizedTest
    @CsvSource({
        "urgent, 2026-03-06T21:45:00Z, 2026-03-07T01:30:00Z",
        "high,   2026-03-06T22:30:00Z, 2026-03-07T05:30:00Z",
        "medium, 2026-03-07T01:30:00Z, 2026-03-07T21:30:00Z",
        "low,    2026-03-07T05:30:00Z, 2026-03-08T21:30:00Z"
    })
    void isDueAroundTheClockWhereTheAccountHasNoPolicy(String priority, String response, String resolution) {
        Answer answer = server.clientOf(DemoData.OTHER_ACCOUNT)
                .post("/tickets", ticketWith("priority", priority))
                .expect(201);

        assertThatJson(answer.only(SLA)).isEqualTo("""
                {
                  "slaStatus": "on_time",
                  "slaFirstResponseDue": "%s",
                  "slaResolutionDue": "%s",
                  "slaTotalPausedTime": 0
                }""".formatted(response, resolution));
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "in_progress", "waiting_internal"})
    void runsInAWorkingStatus(String status) {
        assertThatJson(create(ticketWith("status", status)).body())
                .inPath("slaStatus")
                .isEqualTo("on_time");
    }

    @Test
    void isPausedAtOnceInAStatusThatPauses() {
        assertThatJson(create(ticket("""
                        {"status": "waiting_customer", "priority": "high"}""")).only(SLA)).isEqualTo("""
                {
                  "slaStatus": "paused",
                  "slaFirstResponseDue": "2026-03-09T13:30:00Z",
                  "slaResolutionDue": "2026-03-09T20:30:00Z",
                  "slaPausedAt": "2026-03-06T21:30:00Z",
                  "slaTotalPausedTime": 0
                }""");
    }

    @Test
    void isAbsentForATicketThatIsCreatedResolved() {
        Answer answer = create(ticketWith("status", "resolved"));

        assertThatJson(answer.only(SLA)).isEqualTo("{\"slaTotalPausedTime\": 0}");
        assertThatJson(answer.only("resolvedAt", "closedAt", "resolutionTime", "firstResponseTime"))
                .isEqualTo("""
                        {"resolvedAt": "2026-03-06T21:30:00Z", "resolutionTime": 0}""");
    }

    @Test
    void isAbsentForATicketThatIsCreatedClosed() {
        Answer answer = create(ticketWith("status", "closed"));

        assertThatJson(answer.only(SLA)).isEqualTo("{\"slaTotalPausedTime\": 0}");
        assertThatJson(answer.only("resolvedAt", "closedAt", "resolutionTime", "firstResponseTime"))
                .isEqualTo("""
                        {
                          "resolvedAt": "2026-03-06T21:30:00Z",
                          "closedAt": "2026-03-06T21:30:00Z",
                          "resolutionTime": 0
                        }""");
    }

    /** PostgreSQL keeps microseconds: the response has the same instants as every later response. */
    @Test
    void isToldToTheMicrosecond() {
        server.clock.set(RunningServer.START.plusNanos(123_456_789));

        assertThatJson(create(ticket("""
                        {"status": "waiting_customer", "priority": "urgent"}""")).only("createdAt", "updatedAt", "slaPausedAt", "slaFirstResponseDue"))
                .isEqualTo("""
                        {
                          "createdAt": "2026-03-06T21:30:00.123456Z",
                          "updatedAt": "2026-03-06T21:30:00.123456Z",
                          "slaPausedAt": "2026-03-06T21:30:00.123456Z",
                          "slaFirstResponseDue": "2026-03-06T21:45:00.123456Z"
                        }""");
    }
}
