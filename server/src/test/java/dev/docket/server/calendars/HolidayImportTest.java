package dev.docket.server.calendars;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Today is 6 March 2026. */
class HolidayImportTest {

    private static final String PATH = "/business-calendars/office/holidays/import";

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
    void createTheCalendar() {
        server.testDatabase.executeAsSuperuser("""
                DELETE FROM docket.sla_policies WHERE id <> 'standard';
                DELETE FROM docket.business_calendars WHERE id <> 'new-york'""");
        client.post("/business-calendars", """
                        {"id": "office", "name": "Office", "zone": "America/New_York", "holidays": ["2026-12-25"],
                         "weekly": {"monday": [{"from": "09:00", "until": "17:00"}]}}""").expect(201);
    }

    private static Answer send(String file) {
        return client.post(PATH, "text/calendar", file);
    }

    /** Returns a file with these events; each is given as its lines, separated by a semicolon and a space. */
    private static String file(String... events) {
        StringBuilder file = new StringBuilder("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n");
        for (String event : events) {
            file.append("BEGIN:VEVENT\r\n").append(event.replace("; ", "\r\n")).append("\r\nEND:VEVENT\r\n");
        }
        return file.append("END:VCALENDAR\r\n").toString();
    }

    private static List<String> holidays(Answer answer) {
        return StreamSupport.stream(
                        answer.expect(200).json().at("/calendar/holidays").spliterator(), false)
                .map(JsonNode::asText)
                .filter(date -> !date.equals("2026-12-25"))
                .toList();
    }

    @Test
    void addsTheDatesOfAllDayEvents() {
        String before = client.get("/business-calendars/office").header("ETag");

        Answer answer = send(file(
                        "DTSTART;VALUE=DATE:20261225; SUMMARY:Known already; URL:http://127.0.0.1:9/x",
                        "DTSTART;VALUE=DATE:20261126; SUMMARY:Thanksgiving; ATTACH:http://127.0.0.1:9/y",
                        "DTSTART:20261127T090000Z; DTEND:20261127T100000Z; SUMMARY:A meeting",
                        "SUMMARY:Some time"))
                .expect(200);

        assertThatJson(answer.only("datesAdded", "eventsIgnored")).isEqualTo("""
                {"datesAdded": 1, "eventsIgnored": 2}""");
        assertThatJson(answer.body()).inPath("calendar.holidays").isEqualTo("[\"2026-11-26\", \"2026-12-25\"]");
        Answer read = client.get("/business-calendars/office");
        assertThatJson(read.body()).isEqualTo(answer.json().get("calendar"));
        assertThat(read.header("ETag")).isEqualTo(answer.header("ETag")).isNotEqualTo(before);
    }

    @Test
    void changesNothingIfNothingIsNew() {
        String before = client.get("/business-calendars/office").header("ETag");

        assertThat(send(file("DTSTART;VALUE=DATE:20261225")).expect(200).header("ETag"))
                .isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // The end is the first day after the event.
                "DTSTART;VALUE=DATE:20260401; DTEND;VALUE=DATE:20260404 | 2026-04-01 2026-04-02 2026-04-03",
                "DTSTART;VALUE=DATE:20260401; DURATION:P2D | 2026-04-01 2026-04-02",
                "DTSTART;VALUE=DATE:20260401; DTEND;VALUE=DATE:20260401 | 2026-04-01",
                "DTSTART;VALUE=DATE:20250101; RRULE:FREQ=YEARLY;COUNT=3 | 2026-01-01 2027-01-01",
                "DTSTART;VALUE=DATE:20240529; RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;UNTIL=20280101 | 2025-05-26 2026-05-25 2027-05-31",
                "DTSTART;VALUE=DATE:20241128; RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;UNTIL=20271231 | 2025-11-27 2026-11-26 2027-11-25",
                "DTSTART;VALUE=DATE:20200229; RRULE:FREQ=YEARLY;UNTIL=20330101 | 2028-02-29 2032-02-29",
                "DTSTART;VALUE=DATE:20260601; RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3 | 2026-06-30 2026-07-31 2026-08-31",
                "DTSTART;VALUE=DATE:20260601; RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3 | 2026-06-01 2026-06-15 2026-06-29",
                "DTSTART;VALUE=DATE:20260601; RRULE:FREQ=DAILY;COUNT=4; EXDATE;VALUE=DATE:20260602,20260604 | 2026-06-01 2026-06-03",
                "DTSTART;VALUE=DATE:20260601; RRULE:FREQ=DAILY;COUNT=4; EXRULE:FREQ=DAILY;INTERVAL=2;COUNT=2 | 2026-06-02 2026-06-04",
                "DTSTART;VALUE=DATE:20260601; RDATE;VALUE=DATE:20260610,20260612 | 2026-06-01 2026-06-10 2026-06-12",
                "DTSTART;VALUE=DATE:20251231; DTEND;VALUE=DATE:20260102; RRULE:FREQ=YEARLY;COUNT=2 | 2025-12-31 2026-01-01 2026-12-31 2027-01-01",
                // From a year ago until ten years from now.
                "DTSTART;VALUE=DATE:20250306 | 2025-03-06",
                "DTSTART;VALUE=DATE:20250305 | ",
                "DTSTART;VALUE=DATE:20250301; DTEND;VALUE=DATE:20250308 | 2025-03-06 2025-03-07",
                "DTSTART;VALUE=DATE:20360306; DTEND;VALUE=DATE:20360309 | 2036-03-06",
                "DTSTART;VALUE=DATE:99991231 | ",
                "DTSTART;VALUE=DATE:20260601; STATUS:CANCELLED | ",
                "DTSTART;VALUE=DATE:20260601; RRULE:FREQ=HOURLY | ",
                "DTSTART;VALUE=DATE:20260601; RRULE:FREQ=DAILY;BYHOUR=1,2 | ",
            })
    void takesTheDaysOfAnEvent(String event, String days) {
        Answer answer = send(file(event));

        assertThat(holidays(answer)).isEqualTo(days == null ? List.of() : List.of(days.split(" ")));
        assertThat(answer.json().get("eventsIgnored").asInt()).isEqualTo(days == null ? 1 : 0);
    }

    @Test
    void expandsWhatRecursForEverForTenYears() {
        assertThat(holidays(send(file("DTSTART;VALUE=DATE:19000704; RRULE:FREQ=YEARLY"))))
                .hasSize(11)
                .startsWith("2025-07-04")
                .endsWith("2035-07-04");
    }

    @Test
    void letsAnEventTakeThePlaceOfAnOccurrence() {
        String series = "UID:a; DTSTART;VALUE=DATE:20260601; RRULE:FREQ=YEARLY;COUNT=3";

        assertThat(holidays(send(file(
                        series,
                        "UID:a; RECURRENCE-ID;VALUE=DATE:20270601; DTSTART;VALUE=DATE:20270603",
                        "UID:a; RECURRENCE-ID;VALUE=DATE:20280601; DTSTART;VALUE=DATE:20280601; STATUS:CANCELLED"))))
                .containsExactly("2026-06-01", "2027-06-03");
    }

    @Test
    void readsFoldedLinesAndAByteOrderMark() {
        assertThat(
                        holidays(
                                send(
                                        "\uFEFFBEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nSUMMARY:Un jour f\n érié\nDTSTART;VALUE=DA\n TE:20260714\nEND:VEVENT\nEND:VCALENDAR")))
                .containsExactly("2026-07-14");
    }

    @Test
    void makesANewVersionOfThePoliciesThatUseTheCalendar() {
        client.post("/sla-policies", "{\"id\": \"p\", \"name\": \"P\", \"calendarId\": \"office\"}")
                .expect(201);

        client.post(PATH + "?applyTo=open", "text/calendar", file("DTSTART;VALUE=DATE:20260601"))
                .expect(200);

        assertThat(client.get("/sla-policies/p").json().get("version").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "{}",
                "<html>",
                "BEGIN:VCARD\nEND:VCARD",
                "BEGIN:VEVENT\nDTSTART:20260601\nEND:VEVENT",
                "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260601\nEND:VEVENT",
                "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:202606",
                "BEGIN:VCALENDAR\nBEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR",
                "BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:VCALENDAR",
                "BEGIN:VCALENDAR\nEND:VCALENDAR\nx",
                "<html>\nBEGIN:VCALENDAR\nEND:VCALENDAR",
                "END:VCALENDAR",
            })
    void refusesWhatIsNotACompleteCalendar(String file) {
        assertThat(send(file).violations()).containsExactly("malformed");
    }

    @Test
    void refusesMoreHolidaysThanACalendarCanHave() {
        assertThat(send(file(
                                "DTSTART;VALUE=DATE:20260101; DTEND;VALUE=DATE:20310101",
                                "DTSTART;VALUE=DATE:20310101; DTEND;VALUE=DATE:20320101"))
                        .violations())
                .containsExactly("too_many");
    }

    @Test
    void refusesACalendarThatWouldNeverOpen() {
        assertThat(send(file("DTSTART;VALUE=DATE:20260302; RRULE:FREQ=WEEKLY;BYDAY=MO"))
                        .violations())
                .containsExactly("/weekly contradiction");
    }

    @Test
    void takesNothingButCalendarsInUtf8() {
        String file = file("DTSTART;VALUE=DATE:20260601");

        client.post(PATH, "text/calendar; charset=utf-8", file).expect(200);
        for (String type :
                List.of("application/json", "text/plain", "*/*", "text/*", "text/calendar; charset=utf-16")) {
            client.post(PATH, type, file).expect(415);
        }
        client.post(PATH, null, file.getBytes(StandardCharsets.UTF_8)).expect(415);
        assertThat(client.post(
                                PATH,
                                "text/calendar",
                                file.replace("Test", "Tést").getBytes(StandardCharsets.ISO_8859_1))
                        .violations())
                .containsExactly("malformed");
        assertThat(client.post(PATH, "text/calendar", "").violations()).containsExactly("required");
        client.post(PATH, "text/calendar", file + "x".repeat(1 << 20)).expect(413);
    }

    @Test
    void knowsTheCalendarOnly() {
        client.post(PATH.replace("office", "none"), "text/calendar", file()).expect(404);
    }
}
