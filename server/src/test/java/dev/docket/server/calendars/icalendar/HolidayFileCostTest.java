package dev.docket.server.calendars.icalendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.http.problem.ProblemException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a file of the largest size can cost: it is read in a bounded number of steps, or rejected after them. */
class HolidayFileCostTest {

    private static final int MAX_BYTES = 1024 * 1024;
    private static final LocalDate FIRST = LocalDate.of(2025, 3, 6);
    private static final LocalDate LAST = LocalDate.of(2036, 3, 6);

    /** @param isRejected whether the file needs more steps than a file may take */
    record Hostile(String name, String text, boolean isRejected) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Iterable<Hostile> files() {
        Map<String, String> cheap = new LinkedHashMap<>();
        Map<String, String> rejected = new LinkedHashMap<>();
        String zone = "BEGIN:VTIMEZONE\nTZID:E\nBEGIN:STANDARD\nDTSTART:16010101T000000\nRRULE:FREQ=SECONDLY\n"
                + "TZOFFSETFROM:+0100\nTZOFFSETTO:+0000\n";
        cheap.put("a time zone that changes every second", zone + "END:STANDARD\nEND:VTIMEZONE\n");
        cheap.put("such time zones, not closed", fill(at -> at < 3 ? zone : "X:" + at + "\n"));
        cheap.put("such a time zone in an event", "BEGIN:VEVENT\n" + zone + "END:VEVENT\n");
        cheap.put("such a time zone in lower case", zone.toLowerCase(Locale.ROOT) + "end:vtimezone\n");
        cheap.put("thousands of such time zones", fill(at -> zone + "END:STANDARD\nEND:VTIMEZONE\n"));
        cheap.put("empty events", fill(at -> "BEGIN:VEVENT\nEND:VEVENT\n"));
        cheap.put("events that are not closed within to-dos", fill(at -> "BEGIN:VTODO\nEND:VTODO\n"));
        cheap.put("empty unknown components", fill(at -> "BEGIN:A\nEND:A\n"));
        cheap.put("ends without a beginning", fill(at -> "END:A\n"));
        cheap.put("blank lines", fill(at -> "\n"));
        cheap.put("lines that are not properties", fill(at -> "a\n"));
        cheap.put("properties without a name", fill(at -> ":\n"));
        cheap.put("parameters", "BEGIN:VEVENT\nDTSTART" + fill(at -> ";A=B") + ":20260601\nEND:VEVENT\n");
        cheap.put("quotation marks", "BEGIN:VEVENT\nDTSTART" + fill(at -> "\"") + ":20260601\nEND:VEVENT\n");
        cheap.put("one long text", "BEGIN:VEVENT\nSUMMARY:" + fill(at -> "\\n") + "\nEND:VEVENT\n");
        cheap.put("one long rule", event("RRULE:FREQ=YEARLY" + fill(at -> ";BYDAY=MO")));
        cheap.put("one long part of a rule", event("RRULE:FREQ=YEARLY;BYDAY=MO" + fill(at -> ",MO")));
        cheap.put("one long date", event("RDATE:" + fill(at -> "2")));
        cheap.put("one long duration", event("DURATION:P" + fill(at -> "9") + "W"));
        cheap.put("exceptions in one line", event("EXDATE:20260601" + fill(at -> ",20260601")));
        cheap.put(
                "exceptions in lines of their own",
                event(fill(at -> "EXDATE:20260601\n").strip()));
        cheap.put("dates in one line", event("RDATE:20260601" + fill(at -> ",20260601")));
        cheap.put("periods", event("RDATE;VALUE=PERIOD:20260601" + fill(at -> ",20260601T000000/P9W")));
        cheap.put("SECONDLY", events("RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"));
        cheap.put("MINUTELY", events("RRULE:FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30;BYHOUR=25"));
        cheap.put("COUNT beyond all numbers", events("RRULE:FREQ=DAILY;COUNT=99999999999"));
        cheap.put("INTERVAL beyond all numbers", events("RRULE:FREQ=DAILY;INTERVAL=99999999999"));
        cheap.put("events of ten thousand years", fill(at -> event("DTSTART:00010101\nDTEND:99991231", "")));
        cheap.put("events with the same UID and hash codes", fill(at -> event("UID:" + colliding(at))));
        rejected.put("rules without a match", events("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"));
        rejected.put(
                "rules in one event",
                event(fill(at -> "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\n").strip()));
        rejected.put("daily for ever", events("RRULE:FREQ=DAILY"));
        rejected.put("daily exceptions", events("EXRULE:FREQ=DAILY"));
        rejected.put(
                "COUNT of a thousand million, since year 1",
                fill(at -> event("DTSTART:00010101\nRRULE:FREQ=DAILY;COUNT=1000000000", "")));
        rejected.put("UNTIL year 9999, by position", events("RRULE:FREQ=YEARLY;UNTIL=99991231;BYDAY=MO;BYSETPOS=1"));
        rejected.put(
                "series and replacements with one UID",
                fill(at -> at % 2 == 0 ? event("UID:a") : "BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20260601\nEND:VEVENT\n"));
        return () -> Stream.concat(
                        cheap.entrySet().stream().map(file -> new Hostile(file.getKey(), file.getValue(), false)),
                        rejected.entrySet().stream().map(file -> new Hostile(file.getKey(), file.getValue(), true)))
                .iterator();
    }

    @ParameterizedTest
    @MethodSource("files")
    void isBounded(Hostile hostile) {
        String text = "BEGIN:VCALENDAR\n" + hostile.text() + "END:VCALENDAR\n";
        Steps steps = new Steps();
        assertThat(text.length()).isLessThanOrEqualTo(MAX_BYTES);

        boolean isRejected = false;
        try {
            HolidayFile file = HolidayFile.read(text, FIRST, LAST, steps);
            assertThat(file.ignored()).hasSizeLessThanOrEqualTo(100);
        } catch (ProblemException rejected) {
            isRejected = true;
        }

        assertThat(isRejected).isEqualTo(hostile.isRejected());
        // Each date in the file is a step, and takes at least seven bytes.
        assertThat(steps.taken()).isLessThanOrEqualTo(hostile.isRejected() ? Steps.MAX + 1 : MAX_BYTES / 7);
    }

    private static String events(String line) {
        return fill(at -> event(line));
    }

    private static String event(String line) {
        return event("DTSTART:20260601", line + "\n");
    }

    private static String event(String start, String lines) {
        return "BEGIN:VEVENT\n" + start + "\n" + lines + "END:VEVENT\n";
    }

    /** Repeats a text until the file has nearly the largest size. */
    private static String fill(IntFunction<String> text) {
        StringBuilder file = new StringBuilder();
        for (int at = 0; file.length() < MAX_BYTES - 400; at++) {
            file.append(text.apply(at));
        }
        return file.toString();
    }

    /** Returns different texts that have the same hash code. */
    private static String colliding(int number) {
        return IntStream.range(0, 16)
                .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                .collect(Collectors.joining());
    }
}
