package dev.docket.server.servicelevels;

import static dev.docket.server.testing.TicketJson.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.RunningServer;
import java.time.Duration;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads compute SLAs after they have given back their connection to the database. The computation asks the time zone of
 * the calendar for its rules, and the zone of this test then looks whether its thread is in a transaction.
 */
class ReadsWithoutConnectionTest {

    private static final String ZONE = "Test/Observed";

    private static RunningServer server;
    private static ContractClient client;
    private static String id;

    private static final AtomicInteger WITH_CONNECTION = new AtomicInteger();
    private static final AtomicInteger WITHOUT_CONNECTION = new AtomicInteger();

    /** Gives the rules of New York, and never lets them be cached. */
    private static final class Observed extends ZoneRulesProvider {

        private static final ZoneRules RULES = ZoneId.of("America/New_York").getRules();

        @Override
        protected Set<String> provideZoneIds() {
            return Set.of(ZONE);
        }

        @Override
        protected ZoneRules provideRules(String zone, boolean forCaching) {
            if (forCaching) {
                return null;
            }
            observe();
            return RULES;
        }

        @Override
        protected NavigableMap<String, ZoneRules> provideVersions(String zone) {
            return new TreeMap<>();
        }
    }

    private static void observe() {
        try {
            server.database.isAvailable();
            WITHOUT_CONNECTION.incrementAndGet();
        } catch (IllegalStateException running) {
            // A transaction cannot be begun within another.
            WITH_CONNECTION.incrementAndGet();
        }
    }

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        client = server.client();
        ZoneRulesProvider.registerProvider(new Observed());
        client.post("/business-calendars", """
                        {"id": "observed", "name": "Observed", "zone": "Test/Observed",
                         "weekly": {"monday": [{"from": "09:00", "until": "17:00"}]}}""").expect(201);
        client.post("/sla-policies", """
                        {"id": "observed", "name": "Observed", "calendarId": "observed"}""").expect(201);
        client.post("/ticket-types", """
                        {"id": "observed", "name": "Observed", "slaPolicyId": "observed"}""").expect(201);
        id = client.post("/tickets", ticket("{\"ticketTypeId\": \"observed\", \"subject\": \"Observed\"}"))
                .expect(201)
                .json()
                .get("uniqueId")
                .asText();
        server.clock.set(RunningServer.START.plus(Duration.ofDays(100)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void forget() {
        WITH_CONNECTION.set(0);
        WITHOUT_CONNECTION.set(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/tickets?ticketTypeId=observed",
                "/tickets?ticketTypeId=observed&slaStatus=breached&sort=slaResolutionDue&includeTotal=true",
                "/tickets?search=observed",
                "/tickets/{id}",
                "/tickets/{id}/sla",
                "/tickets/export"
            })
    void compute(String path) {
        client.get(path.replace("{id}", id)).expect(200);
        assertThat(WITHOUT_CONNECTION).as("computations without a connection").hasPositiveValue();
        assertThat(WITH_CONNECTION).as("computations with a connection").hasValue(0);
    }

    @Test
    void preview() {
        client.post("/sla-policies/preview", """
                        {"policyId": "observed", "priority": "high", "start": "2026-03-06T21:30:00Z"}""").expect(200);
        assertThat(WITHOUT_CONNECTION).hasPositiveValue();
        assertThat(WITH_CONNECTION).hasValue(0);
    }

    /** Shows that the zone of this test sees a connection: a change of a ticket computes while it holds the lock. */
    @Test
    void seeTheConnectionOfAChange() {
        client.patch("/tickets/" + id, "{\"priority\": \"urgent\"}").expect(200);
        assertThat(WITH_CONNECTION).hasPositiveValue();
    }
}
