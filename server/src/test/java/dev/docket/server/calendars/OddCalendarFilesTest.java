package dev.docket.server.calendars;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that are not what RFC 5545 says, but common. Today is 6 March 2026; each file has 2026-07-14 in its last event.
 */
class OddCalendarFilesTest {

    private static final String PATH = "/business-calendars/office/holidays/import";
    private static final String GOOD = "DTSTART;VALUE=DATE:20260714; SUMMARY:Fête nationale";
    private static final String GOOD_DAY = "2026-07-14";

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
        server.testDatabase.executeAsSuperuser(
                "DELETE FROM docket.business_calendars WHERE id NOT IN ('new-york', 'london')");
        client.post("/business-calendars", """
                        {"id": "office", "name": "Office", "zone": "Europe/Paris",
                         "weekly": {"monday": [{"from": "09:00", "until": "17:00"}]}}""").expect(201);
    }

    /** Sends these events; the lines of each are separated by a semicolon and a space. */
    private static Answer send(String... events) {
        return send(file(events).getBytes(StandardCharsets.UTF_8));
    }

    private static Answer send(byte[] file) {
        return client.post(PATH, "text/calendar", file);
    }

    private static String file(String... events) {
        StringBuilder file = new StringBuilder("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
        for (String event : events) {
            file.append("BEGIN:VEVENT\r\n").append(event.replace("; ", "\r\n")).append("\r\nEND:VEVENT\r\n");
        }
        return file.append("END:VCALENDAR\r\n").toString();
    }

    private static List<String> dates(Answer answer) {
        return list(answer.expect(200).json().at("/calendar/holidays"), JsonNode::asText);
    }

    private static List<String> ignored(Answer answer) {
        return list(
                answer.expect(200).json().get("ignored"),
                event -> event.get("reason").asText() + " "
                        + event.path("summary").asText());
    }

    private static List<String> list(JsonNode array, Function<JsonNode, String> text) {
        return StreamSupport.stream(array.spliterator(), false).map(text).toList();
    }

    /** One event says something that cannot be read, or nothing. */
    @Nested
    class OneOddEvent {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "RRULE:",
                    "RRULE: ",
                    "EXRULE:",
                    "RDATE:",
                    "RDATE;VALUE=DATE:",
                    "EXDATE:",
                    "EXDATE;VALUE=DATE:,,",
                    "DTEND:",
                    "DTEND;VALUE=DATE:",
                    "DURATION:",
                    "RECURRENCE-ID:",
                    "STATUS:",
                    "SEQUENCE:",
                    "SEQUENCE:first",
                    "UID:",
                    "X-MICROSOFT-CDO-ALLDAYEVENT:",
                    "URL:",
                    "GEO:here",
                    "TRIGGER:never",
                    "this line has no name",
                    ":",
                    ";VALUE=DATE:20260101",
                    "RRULE",
                    "DTSTAMP:yesterday",
                    "ATTACH;ENCODING=BASE64;VALUE=BINARY:*",
                    "PRIORITY:high",
                    "ATTENDEE;CN=\"Ana:mailto:ana@bluedoor.example",
                })
        void hasItsDateInSpiteOf(String line) {
            Answer answer = send("DTSTART;VALUE=DATE:20271225; " + line, GOOD);

            assertThat(dates(answer)).containsExactly(GOOD_DAY, "2027-12-25");
            assertThat(ignored(answer)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "FREQ=YEARLY;BYDAY=;COUNT=1",
                    "FREQ=YEARLY;COUNT=1;",
                    "FREQ=YEARLY;;COUNT=1",
                    "freq=yearly;count=1",
                    " FREQ=YEARLY ;COUNT = 1",
                    "FREQ=YEARLY;COUNT=1;UNTIL=",
                    "FREQ=YEARLY;INTERVAL=;COUNT=1",
                    "FREQ=YEARLY;COUNT=1;BYHOUR=0;BYMINUTE=0;BYSECOND=0",
                    "FREQ=YEARLY;UNTIL=20280101;BYMONTH=12;BYMONTHDAY=25",
                    "FREQ=YEARLY;UNTIL=20280101;BYMONTH=12,;BYMONTHDAY=+25",
                    "FREQ=YEARLY;UNTIL=20280101;WKST=SU",
                })
        void mayHaveARuleWithEmptyParts(String rule) {
            assertThat(dates(send("DTSTART;VALUE=DATE:20271225\r\nRRULE:" + rule, GOOD)))
                    .containsExactly(GOOD_DAY, "2027-12-25");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "DTSTART;VALUE=DATE:2026-06 | unreadable",
                    "DTSTART;VALUE=DATE:20260631 | unreadable",
                    "DTSTART;VALUE=DATE:20261340 | unreadable",
                    "DTSTART;VALUE=DATE:00000000 | unreadable",
                    "DTSTART:20260601T250000 | unreadable",
                    "DTSTART:Easter | unreadable",
                    "DTSTART: | unreadable",
                    "DESCRIPTION:no start | unreadable",
                    "DTSTART:20260601; DTEND:later | unreadable",
                    "DTSTART:20260601; DURATION:two days | unreadable",
                    "DTSTART:20260601; DURATION:P9999999W | unreadable",
                    "DTSTART:20260601; RDATE:20260602,soon | unreadable",
                    "DTSTART:20260601; EXDATE:20260602,soon | unreadable",
                    "DTSTART:20260601; UID:1; RECURRENCE-ID:that one | unreadable",
                    "DTSTART:20260601; UID:1; RECURRENCE-ID;RANGE=THISANDFUTURE:20260601 | unreadable",
                    "DTSTART:20260601; RRULE:FREQ=NEVER | unreadable",
                    "DTSTART:20260601; RRULE:COUNT=3 | unreadable",
                    "DTSTART:20260601; RRULE:every year | unreadable",
                    "DTSTART:20260601; RRULE:FREQ=YEARLY;COUNT=0 | unreadable",
                    "DTSTART:20260601; RRULE:FREQ=YEARLY;COUNT=99999999999 | unreadable",
                    "DTSTART:20260601; RRULE:FREQ=YEARLY;COUNT=1;COUNT=2 | unreadable",
                    "DTSTART:20260601; RRULE:FREQ=DAILY;INTERVAL=0 | unreadable",
                    "DTSTART:20260601; RRULE:FREQ=DAILY;INTERVAL=-1 | unreadable",
                    "DTSTART:20260601; RRULE:FREQ=MONTHLY;INTERVAL=2147483647 | unreadable",
                    "DTSTART:20260601; RRULE:FREQ=DAILY;INTERVAL=99999999999999 | unreadable",
                    "DTSTART:20260601; RRULE:FREQ=YEARLY;BYMONTH=13 | unreadable",
                    "DTSTART:20260601; RRULE:FREQ=YEARLY;BYMONTH=-1 | unreadable",
                    "DTSTART:20260601; RRULE:FREQ=YEARLY;BYMONTHDAY=0 | unreadable",
                    "DTSTART:20260601; RRULE:FREQ=YEARLY;BYMONTHDAY=32 | unreadable",
                    "DTSTART:20260601; RRULE:FREQ=YEARLY;BYDAY=100MO | unreadable",
                    "DTSTART:20260601; RRULE:FREQ=YEARLY;BYDAY=0MO | unreadable",
                    "DTSTART:20260601; RRULE:FREQ=WEEKLY;BYDAY=1MO | unreadable",
                    "DTSTART:20260601; RRULE:FREQ=YEARLY;BYSETPOS=367 | unreadable",
                    "DTSTART:20260601; RRULE:FREQ=YEARLY;BYWEEKNO=54 | unreadable",
                    "DTSTART:20260601; RRULE:FREQ=YEARLY;BYYEARDAY=-367 | unreadable",
                    "DTSTART:20260601; RRULE:FREQ=YEARLY;BYEASTER=1 | unreadable",
                    "DTSTART:20260601; RRULE:RSCALE=CHINESE;FREQ=YEARLY | unreadable",
                    "DTSTART:20260601; RRULE:FREQ=YEARLY;UNTIL=never | unreadable",
                    "DTSTART:20260601; RRULE:FREQ=YEARLY;WKST=XX | unreadable",
                    "DTSTART:20260601; RRULE:YM1 6 #3 | unreadable",
                    "DTSTART:20260601; EXRULE:FREQ=NEVER | unreadable",
                    "DTSTART:20260601; RRULE:FREQ=HOURLY | time_of_day",
                    "DTSTART:20260601; RRULE:FREQ=MINUTELY;COUNT=3 | time_of_day",
                    "DTSTART:20260601; RRULE:FREQ=SECONDLY | time_of_day",
                    "DTSTART:20260601; RRULE:FREQ=DAILY;BYHOUR=1,2 | time_of_day",
                    "DTSTART:20260601; RRULE:FREQ=DAILY | too_many_dates",
                    "DTSTART:00010101; RRULE:FREQ=DAILY | too_many_dates",
                    "DTSTART:00010101; DTEND:99991231 | too_many_dates",
                    "DTSTART:20260601; STATUS:CANCELLED | cancelled",
                    "DTSTART:20260631; STATUS:Canceled | cancelled",
                    "DTSTART:20200601 | outside_period",
                    "DTSTART:20260601; RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30 | outside_period",
                    "DTSTART:20260601; EXDATE:20260601 | outside_period",
                })
        void isNamedAndTheOthersAreTaken(String event, String reason) {
            Answer answer = send(event + "; SUMMARY:odd", GOOD);

            assertThat(dates(answer)).containsExactly(GOOD_DAY);
            assertThat(ignored(answer)).containsExactly(reason + " odd");
            assertThat(answer.json().get("eventsIgnored").asInt()).isEqualTo(1);
        }

        @Test
        void isNamedWithTheValueThatIsTheReason() {
            assertThatJson(send("DTSTART:20260601; RRULE:FREQ=NEVER; SUMMARY:A\\, B\\nC", "DTSTART:20260602T090000Z")
                            .expect(200)
                            .json()
                            .get("ignored"))
                    .isEqualTo("""
                            [{"summary": "A, B C", "reason": "unreadable",
                              "detail": "the line cannot be read or is not supported: RRULE:FREQ=NEVER"},
                             {"reason": "time_of_day",
                              "detail": "the event has a time of day: DTSTART:20260602T090000Z"}]""");
        }

        @Test
        void isNamedBeforeOthersThatMatterLess() {
            String[] events = IntStream.range(0, 150)
                    .mapToObj(
                            at -> (at == 120 ? "DTSTART:?" : at == 140 ? "DTSTART:20260601T090000" : "DTSTART:20200101")
                                    + "; SUMMARY:" + at)
                    .toArray(String[]::new);

            Answer answer = send(events);

            assertThat(ignored(answer))
                    .hasSize(100)
                    .startsWith("unreadable 120", "time_of_day 140", "outside_period 0", "outside_period 1");
            assertThat(answer.json().get("eventsIgnored").asInt()).isEqualTo(150);
        }

        @Test
        void mayHaveASummaryOfAnyLength() {
            String summary = "🎄".repeat(60_000);

            Answer answer =
                    send("DTSTART:20260601T090000; SUMMARY:" + summary, "DTSTART:20260601T090000; SUMMARY:\u0007 ");

            assertThat(ignored(answer)).containsExactly("time_of_day " + "🎄".repeat(254) + "…", "time_of_day ");
        }

        @Test
        void mayBeAToDo() {
            String toDos = "BEGIN:VTODO\r\nSUMMARY:buy\r\nDTSTART:?\r\nRRULE:?\r\nEND:VTODO\r\n"
                    + "BEGIN:VJOURNAL\r\nSUMMARY:diary\r\nDTSTART;VALUE=DATE:20260601\r\nEND:VJOURNAL\r\n"
                    + "BEGIN:VFREEBUSY\r\nDTSTART:?\r\nEND:VFREEBUSY\r\nBEGIN:X-THING\r\nDTSTART:?\r\nEND:X-THING\r\n";

            Answer answer = send(file(GOOD)
                    .replace("VERSION:2.0\r\n", "VERSION:2.0\r\n" + toDos)
                    .getBytes(StandardCharsets.UTF_8));

            assertThat(dates(answer)).containsExactly(GOOD_DAY);
            assertThat(ignored(answer)).containsExactly("not_an_event buy", "not_an_event diary");
        }
    }

    /** Dates that are written as times, or without their type, beside a start that is a date. */
    @Nested
    class DatesWrittenAsTimes {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "RECURRENCE-ID:20271222T000000 | 2027-12-20 2027-12-21 2027-12-29",
                    "RECURRENCE-ID:20271222T000000Z | 2027-12-20 2027-12-21 2027-12-29",
                    "RECURRENCE-ID:20271222 | 2027-12-20 2027-12-21 2027-12-29",
                    "RECURRENCE-ID;VALUE=DATE:20271222 | 2027-12-20 2027-12-21 2027-12-29",
                    "RECURRENCE-ID;VALUE=DATE:20271222T000000 | 2027-12-20 2027-12-21 2027-12-29",
                    "RECURRENCE-ID;VALUE=DATE-TIME:20271222T090000 | 2027-12-20 2027-12-21 2027-12-29",
                    "RECURRENCE-ID;TZID=Europe/Paris:20271222T000000 | 2027-12-20 2027-12-21 2027-12-29",
                    "RECURRENCE-ID;TZID=Nowhere:20271222T000000 | 2027-12-20 2027-12-21 2027-12-29",
                    "RECURRENCE-ID:20271222T230000Z | 2027-12-20 2027-12-21 2027-12-29",
                    "RECURRENCE-ID:2027-12-22 | 2027-12-20 2027-12-21 2027-12-29",
                    "RECURRENCE-ID:2027-12-22T00:00:00 | 2027-12-20 2027-12-21 2027-12-29",
                })
        void moveAnOccurrence(String occurrence, String days) {
            assertThat(dates(send(
                            "UID:a; DTSTART;VALUE=DATE:20271220; RRULE:FREQ=DAILY;COUNT=3",
                            "UID:a; DTSTART;VALUE=DATE:20271229; " + occurrence)))
                    .containsExactly(days.split(" "));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "RRULE:FREQ=DAILY;COUNT=3; EXDATE:20260602T000000 | 01 03",
                    "RRULE:FREQ=DAILY;COUNT=3; EXDATE:20260602T000000Z | 01 03",
                    "RRULE:FREQ=DAILY;COUNT=3; EXDATE:20260602 | 01 03",
                    "RRULE:FREQ=DAILY;COUNT=3; EXDATE;TZID=America/New_York:20260602T000000,20260603T093000 | 01",
                    "RRULE:FREQ=DAILY;COUNT=3; EXDATE;VALUE=DATE:20260602T000000 | 01 03",
                    "RRULE:FREQ=DAILY;COUNT=3; EXDATE;VALUE=DATE-TIME:20260602 | 01 03",
                    "RRULE:FREQ=DAILY;COUNT=3; EXDATE:20260602T2200 | 01 03",
                    "RRULE:FREQ=DAILY;COUNT=3; EXDATE:2026-06-02, 2026-06-03 | 01",
                    "RDATE:20260605T000000 | 01 05",
                    "RDATE:20260605T120000Z,20260606 | 01 05 06",
                    "RDATE;TZID=Europe/Paris:20260605T000000 | 01 05",
                    "RDATE;VALUE=PERIOD:20260605T000000Z/P1D,20260607/20260608 | 01 05 07",
                    "RRULE:FREQ=DAILY;UNTIL=20260603T000000Z | 01 02 03",
                    "RRULE:FREQ=DAILY;UNTIL=20260603T235959Z | 01 02 03",
                    "RRULE:FREQ=DAILY;UNTIL=20260603T000000 | 01 02 03",
                    "RRULE:FREQ=DAILY;UNTIL=20260603T090000 | 01 02 03",
                    "RRULE:FREQ=DAILY;UNTIL=2026-06-03 | 01 02 03",
                    "DTEND:20260603 | 01 02",
                    "DTEND:20260603T000000 | 01 02",
                    "DTEND:20260603T000000Z | 01 02",
                    "DTEND;TZID=Europe/Paris:20260603T120000 | 01 02",
                    "DTEND:20260601T235959 | 01",
                    "DTEND;VALUE=DATE:20260602T235900 | 01 02",
                    "DTEND:2026-06-03T00:00:00+02:00 | 01 02",
                })
        void countByTheDate(String lines, String days) {
            String[] expected = List.of(days.split(" ")).stream()
                    .map(day -> "2026-06-" + day)
                    .toArray(String[]::new);

            Answer answer = send("UID:a; DTSTART;VALUE=DATE:20260601; " + lines);
            assertThat(dates(answer)).containsExactly(expected);
            createTheCalendar();
            assertThat(dates(send("UID:a; DTSTART:20260601; " + lines))).containsExactly(expected);
            createTheCalendar();
            assertThat(dates(send("UID:a; DTSTART;VALUE=DATE:20260601T080000; " + lines)))
                    .containsExactly(expected);
        }
    }

    /** Events with a time that take whole days, and events that do not. */
    @Nested
    class WholeDays {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "DTSTART:20260601T000000; DTEND:20260602T000000 | 01",
                    "DTSTART:20260601T000000; DTEND:20260603T000000 | 01 02",
                    "DTSTART:20260601T0000; DTEND:20260602T0000 | 01",
                    "DTSTART:20260601T000000; DTEND:20260601T235959 | 01",
                    "DTSTART:20260601T000000; DTEND:20260602T2359 | 01 02",
                    "DTSTART:20260601T000000; DTEND;VALUE=DATE:20260602 | 01",
                    "DTSTART:20260601T000000; DURATION:P1D | 01",
                    "DTSTART:20260601T000000; DURATION:PT24H | 01",
                    "DTSTART:20260601T000000; DURATION:P1W | 01 02 03 04 05 06 07",
                    "DTSTART;TZID=Romance Standard Time:20260601T000000; DTEND;TZID=Romance Standard Time:20260602T000000 | 01",
                    "DTSTART;TZID=Europe/Paris:20260601T000000; X-MICROSOFT-CDO-ALLDAYEVENT:TRUE | 01",
                    "DTSTART:20260531T220000Z; DTEND:20260601T220000Z; X-MICROSOFT-CDO-ALLDAYEVENT:TRUE | 01",
                    "DTSTART:20260531T110000Z; DTEND:20260602T110000Z; X-MICROSOFT-CDO-ALLDAYEVENT:true | 01 02",
                    "DTSTART:20260601T100000Z; DTEND:20260602T100000Z; X-MICROSOFT-CDO-ALLDAYEVENT:TRUE | 01",
                    "DTSTART:20260601T000000; X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT:TRUE | 01",
                    "DTSTART:20260601T000000; DTEND:20260602T000000; RRULE:FREQ=DAILY;UNTIL=20260602T220000Z | 01 02 03",
                    "DTSTART:20260601T000000; DTEND:20260602T000000; RRULE:FREQ=DAILY;COUNT=3; EXDATE:20260601T220000Z | 01 03",
                    "DTSTART:20260601T000000; DTEND:20260602T000000; TRANSP:TRANSPARENT | 01",
                    "DTSTART:20260601T000000; DTEND:20260602T000000; STATUS:TENTATIVE | 01",
                })
        void areDays(String event, String days) {
            assertThat(dates(send(event)))
                    .containsExactly(List.of(days.split(" ")).stream()
                            .map(day -> "2026-06-" + day)
                            .toArray(String[]::new));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "DTSTART:20260601T090000; DTEND:20260601T170000",
                    "DTSTART:20260601T090000; DTEND:20260602T090000",
                    "DTSTART:20260601T000000; DTEND:20260601T120000",
                    "DTSTART:20260601T000000; DTEND:20260601T000000",
                    "DTSTART:20260601T000000; DTEND:20260531T000000",
                    "DTSTART:20260601T000000",
                    "DTSTART:20260601T000000; DURATION:PT8H",
                    "DTSTART:20260601T000000; DURATION:-P1D",
                    "DTSTART:20260601T000000Z; DTEND:20260602T000000Z",
                    "DTSTART:20260601T000000; DTEND:20260602T000000Z",
                    "DTSTART;TZID=Europe/Paris:20260601T000100; DTEND;TZID=Europe/Paris:20260602T000000",
                    "DTSTART:20260531T220000Z; DTEND:20260601T220000Z; X-MICROSOFT-CDO-ALLDAYEVENT:FALSE",
                    "DTSTART:20260601T090000; X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
                    "DTSTART:20260601T000000+0200; DTEND:20260601T120000+0200",
                })
        void areNot(String event) {
            Answer answer = send(event + "; SUMMARY:meeting", GOOD);

            assertThat(dates(answer)).containsExactly(GOOD_DAY);
            assertThat(ignored(answer)).containsExactly("time_of_day meeting");
        }
    }

    /** Lines that are folded, and how they end. */
    @Nested
    class Lines {

        private final byte[] file = file(
                        "DTSTART;VALUE=DATE:20260601; SUMMARY:Gänse 日本 🎄",
                        "DTSTART:20260602T0900; SUMMARY:Gänse 日本 🎄",
                        GOOD)
                .replace("\r", "")
                .getBytes(StandardCharsets.UTF_8);

        @ParameterizedTest
        @ValueSource(strings = {"\r\n ", "\r\n\t", "\n ", "\n\t", "\r ", "\r\t", "\r\r\n ", "\r\n\r\n ", "\n\n\t"})
        void mayBeFoldedAnywhere(String fold) {
            for (int at = 1; at < file.length; at += 3) {
                if (file[at] != '\n' && file[at - 1] != '\n') {
                    requireRead(insert(fold, at));
                }
            }
        }

        @Test
        void mayBeFoldedAfterEachByte() {
            ByteArrayOutputStream folded = new ByteArrayOutputStream();
            for (byte next : file) {
                folded.write(next);
                if (next != '\n') {
                    folded.writeBytes(new byte[] {'\r', '\n', ' '});
                }
            }
            requireRead(folded.toByteArray());
        }

        @ParameterizedTest
        @ValueSource(strings = {"\r\n", "\r", "\r\r\n", "\n\r", "\n\n", "\r\n\r\n", " \r\n", "\n \n", "\n\uFEFF"})
        void mayEndIn(String end) {
            requireRead(
                    new String(file, StandardCharsets.UTF_8).replace("\n", end).getBytes(StandardCharsets.UTF_8));
        }

        private byte[] insert(String fold, int at) {
            ByteArrayOutputStream folded = new ByteArrayOutputStream();
            folded.write(file, 0, at);
            folded.writeBytes(fold.getBytes(StandardCharsets.UTF_8));
            folded.write(file, at, file.length - at);
            return folded.toByteArray();
        }

        private void requireRead(byte[] text) {
            Answer answer = send(text);
            assertThat(dates(answer)).containsExactly("2026-06-01", GOOD_DAY);
            assertThat(ignored(answer)).containsExactly("time_of_day Gänse 日本 🎄");
        }
    }

    @Nested
    class Encodings {

        @ParameterizedTest
        @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "ISO-8859-1", "windows-1252", "IBM850"})
        void otherThanUtf8AreRefused(String charset) {
            String text = "\uFEFF" + file(GOOD);

            assertThat(send((charset.startsWith("UTF") ? text : text.substring(1)).getBytes(Charset.forName(charset)))
                            .violations())
                    .containsExactly("malformed");
        }

        @Test
        void areUtf8WithOrWithoutAByteOrderMark() {
            assertThat(dates(send(("\uFEFF" + file(GOOD)).getBytes(StandardCharsets.UTF_8))))
                    .containsExactly(GOOD_DAY);
            createTheCalendar();
            assertThat(dates(send((file() + "\uFEFF" + file(GOOD) + "\uFEFF").getBytes(StandardCharsets.UTF_8))))
                    .containsExactly(GOOD_DAY);
        }

        @Test
        void areUtf8ThatIsWellFormed() {
            byte[] file = file(GOOD).getBytes(StandardCharsets.UTF_8);
            for (int at = 0; at < file.length; at++) {
                if (file[at] == (byte) 0xAA) {
                    file[at] = 'a';
                }
            }
            assertThat(file).isNotEqualTo(file(GOOD).getBytes(StandardCharsets.UTF_8));
            assertThat(send(file).violations()).containsExactly("malformed");
        }
    }

    /** Time zones are not read, so that it does not matter what they say. */
    @Nested
    class TimeZones {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "FREQ=SECONDLY",
                    "FREQ=SECONDLY;COUNT=1000000000",
                    "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
                    "FREQ=DAILY;INTERVAL=0",
                    "FREQ=YEARLY;UNTIL=99991231T000000Z",
                    "?",
                })
        void mayChangeAtAnyTime(String rule) {
            String zone = "BEGIN:VTIMEZONE\r\nTZID:E\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nRRULE:" + rule
                    + "\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
            String text = file("DTSTART;TZID=E:20260601T090000; SUMMARY:meeting", GOOD);
            for (String file : List.of(
                    text.replace("VERSION:2.0\r\n", zone),
                    text.replace("VERSION:2.0\r\n", zone.toLowerCase(Locale.ROOT)),
                    text.replace("VERSION:2.0\r\n", zone.replace("\r\nEND:VTIMEZONE", "")),
                    text.replace(
                            "VERSION:2.0\r\n",
                            zone.replace("VTIME", "VTI\r\n ME").replace("LY", "\r\n\tLY")),
                    text.replace("VERSION:2.0\r\n", zone + zone),
                    text.replace("DTSTART", zone + "DTSTART"),
                    text.replace("END:VCALENDAR", zone + "END:VCALENDAR"))) {
                Answer answer = send(file.getBytes(StandardCharsets.UTF_8));
                assertThat(dates(answer)).containsExactly(GOOD_DAY);
                assertThat(ignored(answer)).containsExactly("time_of_day meeting");
            }
        }

        @Test
        void mayBeAllThatTheFileHas() {
            Answer answer = send("""
                    BEGIN:VCALENDAR
                    BEGIN:VTIMEZONE
                    TZID:E
                    BEGIN:STANDARD
                    DTSTART:16010101T000000
                    RRULE:FREQ=SECONDLY
                    TZOFFSETFROM:+0100
                    TZOFFSETTO:+0000
                    END:STANDARD
                    END:VTIMEZONE
                    END:VCALENDAR
                    """.getBytes(StandardCharsets.UTF_8));

            assertThat(dates(answer)).isEmpty();
        }
    }

    @Test
    void refusesComponentsThatAreNestedTooDeep() {
        for (int depth : List.of(19, 20, 100_000)) {
            String text = "BEGIN:VCALENDAR\n" + "BEGIN:A\n".repeat(depth) + "END:A\n".repeat(depth < 30 ? depth : 0)
                    + "END:VCALENDAR\n";

            Answer answer = send(text.getBytes(StandardCharsets.UTF_8));

            if (depth == 19) {
                answer.expect(200);
            } else {
                assertThat(answer.violations()).containsExactly("malformed");
            }
        }
    }

    @Test
    void refusesEventsThatRecurTooOftenToBeComputed() {
        String[] events = new String[4_000];
        Arrays.fill(events, "DTSTART:20260601; RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30");

        assertThat(send(events).violations()).containsExactly("malformed");
    }
}
