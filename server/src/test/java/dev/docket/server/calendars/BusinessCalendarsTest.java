package dev.docket.server.calendars;

import static dev.docket.server.testing.TicketJson.ticket;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.configurations.SampleConfiguration;
import dev.docket.server.demo.DemoData;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BusinessCalendarsTest {

    private static final String EVERYTHING = SampleConfiguration.BUSINESS_CALENDAR.everything;
    private static final String HOURS = "[{\"from\": \"09:00\", \"until\": \"17:00\"}]";

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
    void cleanUp() {
        server.clock.set(RunningServer.START);
        server.testDatabase.executeAsSuperuser("""
                SET search_path = docket;
                DELETE FROM ticket_assignments; DELETE FROM ticket_history; DELETE FROM tickets;
                DELETE FROM sla_policies WHERE id <> 'standard';
                DELETE FROM business_calendars WHERE id <> 'new-york'""");
    }

    private static Answer create(String json) {
        return client.post("/business-calendars", json);
    }

    private static String calendar(String properties) {
        return "{\"name\": \"C\", \"zone\": \"UTC\", \"weekly\": {\"monday\": %s}%s}"
                .formatted(HOURS, properties.isEmpty() ? "" : ", " + properties);
    }

    @Nested
    class Create {

        @Test
        void putsThingsIntoTheirOrder() {
            Answer created = create(calendar("""
                    "holidays": ["2027-01-01", "2026-12-25", "2027-01-01"], "openings": [
                      {"date": "2027-02-02", "intervals": [{"from": "14:00", "until": "15:00"}, {"from": "09:00", "until": "10:00"}]},
                      {"date": "2026-02-02", "intervals": [{"from": "09:00", "until": "10:00"}]}]""")).expect(201);

            assertThatJson(created.only("holidays", "openings")).isEqualTo("""
                    {"holidays": ["2026-12-25", "2027-01-01"], "openings": [
                      {"date": "2026-02-02", "intervals": [{"from": "09:00", "until": "10:00"}]},
                      {"date": "2027-02-02", "intervals": [{"from": "09:00", "until": "10:00"}, {"from": "14:00", "until": "15:00"}]}]}""");
        }

        @Test
        void reportsEverythingThatBreaksTheContract() {
            assertThat(create("""
                            {"id": "a b", "weekly": {"monday": [{"from": "9:00", "until": "24:01"}], "someday": []},
                             "holidays": ["yesterday"], "openings": [{"date": "2026-01-01", "intervals": []}, {}], "x": 1}""").violations())
                    .containsExactlyInAnyOrder(
                            "/id invalid_format",
                            "/name required",
                            "/zone required",
                            "/weekly/monday/0/from invalid_format",
                            "/weekly/monday/0/until invalid_format",
                            "/weekly/someday unknown_property",
                            "/holidays/0 wrong_type",
                            "/openings/0/intervals too_short",
                            "/openings/1/date required",
                            "/openings/1/intervals required",
                            "/x unknown_property");
        }

        @Test
        void reportsEverythingThatCannotBe() {
            assertThat(create("""
                            {"name": "C", "zone": "Atlantis/Centre", "weekly": {
                               "monday": [{"from": "10:00", "until": "12:00"}, {"from": "09:00", "until": "10:01"},
                                          {"from": "11:00", "until": "11:30"}],
                               "friday": [{"from": "12:00", "until": "12:00"}]},
                             "holidays": ["2026-12-25", "1969-12-31"],
                             "openings": [
                               {"date": "2026-01-01", "intervals": [{"from": "09:00", "until": "24:00"}, {"from": "23:59", "until": "24:00"}]},
                               {"date": "2026-01-01", "intervals": [{"from": "09:00", "until": "08:00"}]},
                               {"date": "2200-01-01", "intervals": [{"from": "09:00", "until": "10:00"}]}]}""").violations())
                    .containsExactly(
                            "/zone unknown_value",
                            "/weekly/monday/0 contradiction",
                            "/weekly/monday/2 contradiction",
                            "/weekly/friday/0/until contradiction",
                            "/holidays/1 out_of_range",
                            "/openings/0/intervals/1 contradiction",
                            "/openings/1/date contradiction",
                            "/openings/1/intervals/0/until contradiction",
                            "/openings/2/date out_of_range");
        }

        @ParameterizedTest
        @CsvSource({"+05:00", "UTC+3", "Z", "europe/london", "' UTC'"})
        void rejectsAZoneThatIsNotAnIanaId(String zone) {
            assertThat(create("{\"name\": \"C\", \"zone\": \"%s\", \"weekly\": {}}".formatted(zone))
                            .violations())
                    .containsExactly("/zone unknown_value");
        }

        @Test
        void refusesACalendarThatNeverOpens() {
            Answer refused = create("{\"name\": \"C\", \"zone\": \"UTC\", \"weekly\": {\"monday\": []}}");

            assertThat(refused.violations()).containsExactly("/weekly contradiction");
            assertThat(refused.json().at("/errors/0/detail").asText())
                    .isEqualTo("the calendar has no opening from 2026-03-06 to 2028-03-06; nothing would ever be due");
            String holidays = LocalDate.of(2026, 3, 1)
                    .datesUntil(LocalDate.of(2028, 4, 1))
                    .map(date -> "\"" + date + "\"")
                    .collect(Collectors.joining(","));
            assertThat(create(calendar("\"holidays\": [%s]".formatted(holidays)))
                            .violations())
                    .containsExactly("/weekly contradiction");
            create("""
                    {"name": "C", "zone": "UTC", "weekly": {}, "openings": [
                      {"date": "2028-03-05", "intervals": [{"from": "09:00", "until": "10:00"}]}]}""").expect(201);
        }

        @Test
        void hasItsLimits() {
            String intervals = IntStream.range(0, 25)
                    .mapToObj("{\"from\": \"09:%1$02d\", \"until\": \"10:%1$02d\"}"::formatted)
                    .collect(Collectors.joining(",", "[", "]"));
            String holidays = String.join(",", Collections.nCopies(2001, "\"2026-12-25\""));
            String openings = String.join(
                    ",", Collections.nCopies(1001, "{\"date\": \"2026-12-25\", \"intervals\": %s}".formatted(HOURS)));

            assertThat(create("""
                            {"name": "C", "zone": "UTC", "weekly": {"sunday": %s}, "holidays": [%s], "openings": [%s]}""".formatted(intervals, holidays, openings)).violations())
                    .containsExactly("/holidays too_many", "/openings too_many", "/weekly/sunday too_many");
        }
    }

    @Nested
    class Update {

        @Test
        void changesWhatIsSaidAndNothingElse() {
            create(EVERYTHING).expect(201);
            server.clock.advance(Duration.ofMinutes(1));

            Answer changed = client.patch("/business-calendars/london", """
                    {"name": "Leeds", "weekly": {"sunday": null, "friday": %s}, "holidays": null}""".formatted(HOURS))
                    .expect(200);

            assertThatJson(changed.body()).isEqualTo("""
                    {
                      "id": "london",
                      "name": "Leeds",
                      "zone": "Europe/London",
                      "weekly": {
                        "monday": [{"from": "09:00", "until": "12:00"}, {"from": "12:00", "until": "17:30"}],
                        "friday": [{"from": "09:00", "until": "17:00"}]
                      },
                      "holidays": [],
                      "openings": [{"date": "2026-12-25", "intervals": [{"from": "10:00", "until": "14:00"}]}],
                      "createdAt": "2026-03-06T21:30:00Z",
                      "updatedAt": "2026-03-06T21:31:00Z"
                    }""");
        }

        @Test
        void isHeldToTheContractAsAWhole() {
            create(EVERYTHING).expect(201);

            assertThat(client.patch("/business-calendars/london", """
                            {"id": "x", "name": null, "zone": 1, "weekly": {"monday": [{"from": "09:00"}]}, "holidays": [1]}""").violations())
                    .containsExactlyInAnyOrder(
                            "/id unknown_property",
                            "/name required",
                            "/zone wrong_type",
                            "/weekly/monday/0/until required",
                            "/holidays/0 wrong_type");
            assertThat(client.patch(
                                    "/business-calendars/london",
                                    "{\"weekly\": {\"monday\": null, \"sunday\": null}, \"openings\": []}")
                            .violations())
                    .containsExactly("/weekly contradiction");
        }

        @Test
        void ofHolidaysKnowsTheAccountsCalendarsOnly() {
            create(EVERYTHING).expect(201);

            server.clientOf(DemoData.OTHER_ACCOUNT)
                    .post("/business-calendars/london/holidays/import", "text/calendar", "x")
                    .expect(404);
        }
    }

    @Nested
    class Policies {

        private void setUp() {
            create("""
                    {"id": "office", "name": "Office", "zone": "America/New_York", "weekly": {"friday": %s, "monday": %s}}""".formatted(HOURS, HOURS)).expect(201);
            client.post(
                            "/sla-policies",
                            "{\"id\": \"p\", \"name\": \"P\", \"calendarId\": \"office\", \"isDefault\": true}")
                    .expect(201);
        }

        private JsonNode policy() {
            return client.get("/sla-policies/p").expect(200).json();
        }

        private String due(JsonNode ticket) {
            return client.get("/tickets/" + ticket.get("uniqueId").asText())
                    .expect(200)
                    .json()
                    .get("slaFirstResponseDue")
                    .asText();
        }

        private JsonNode createTicket() {
            return client.post("/tickets", ticket("{\"priority\": \"high\"}"))
                    .expect(201)
                    .json();
        }

        @Test
        void thatUseItGetANewVersionForNewTickets() {
            setUp();
            JsonNode old = createTicket();
            assertThat(due(old)).isEqualTo("2026-03-09T13:30:00Z");
            String tag = client.get("/sla-policies/p").header("ETag");

            client.patch("/business-calendars/office", "{\"holidays\": [\"2026-03-09\"]}")
                    .expect(200);

            assertThat(policy().get("version").asInt()).isEqualTo(2);
            assertThat(client.get("/sla-policies/p").header("ETag")).isNotEqualTo(tag);
            assertThat(due(old)).isEqualTo("2026-03-09T13:30:00Z");
            assertThat(due(createTicket())).isEqualTo("2026-03-13T13:30:00Z");
            assertThat(client.get("/sla-policies/standard")
                            .json()
                            .get("version")
                            .asInt())
                    .isEqualTo(1);
        }

        @Test
        void ofOpenTicketsAreAppliedAnewIfTheEditSaysSo() {
            setUp();
            JsonNode old = createTicket();

            client.patch("/business-calendars/office?applyTo=open", "{\"weekly\": {\"saturday\": %s}}".formatted(HOURS))
                    .expect(200);

            assertThat(due(old)).isEqualTo("2026-03-07T14:30:00Z");
        }

        @Test
        void getNoVersionOfAnotherName() {
            setUp();

            client.patch("/business-calendars/office", "{\"name\": \"Other\"}").expect(200);

            assertThat(policy().get("version").asInt()).isEqualTo(1);
        }

        @Test
        void keepItFromBeingDeleted() {
            setUp();
            client.patch("/business-calendars/office", "{\"holidays\": [\"2026-03-09\"]}")
                    .expect(200);

            assertThat(client.delete("/business-calendars/office")
                            .expect(409)
                            .json()
                            .get("detail")
                            .asText())
                    .isEqualTo("1 SLA policies use the calendar 'office'; give them another first");

            client.patch("/sla-policies/p", "{\"calendarId\": \"new-york\"}").expect(200);
            client.delete("/business-calendars/office").expect(204);
        }
    }

    @Test
    void getHolidaysInTheVersionThatWasSeen() {
        String seen = create(EVERYTHING).expect(201).header("ETag");
        String path = "/business-calendars/london";
        client.patch(path, "{\"name\": \"First\"}").expect(200);

        client.with("If-Match", seen)
                .post(path + "/holidays/import", "text/calendar", "BEGIN:VCALENDAR\nEND:VCALENDAR")
                .expect(412);
    }

    @ParameterizedTest
    @CsvSource({"sla:read, 403", "sla:write, 200", "tickets:read, 403"})
    void getHolidaysFromThoseWhoMayChangeThem(String permission, int write) {
        server.client(List.of(permission))
                .post("/business-calendars/new-york/holidays/import", "text/calendar", "BEGIN:VCALENDAR\nEND:VCALENDAR")
                .expect(write);
    }
}
