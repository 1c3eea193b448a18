package dev.docket.server.calendars.icalendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.http.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Breaks files of the corpus at random: each must be read, or rejected as invalid. */
class HolidayFileFuzzTest {

    private static final LocalDate FIRST = LocalDate.of(2025, 3, 6);
    private static final LocalDate LAST = LocalDate.of(2036, 3, 6);
    private static final int MAX_CHANGES = 20;
    private static final List<String> PIECES = List.of(
            "",
            "",
            "\n",
            ":",
            ";",
            ",",
            "=",
            "\"",
            "/",
            "T",
            "Z",
            "-",
            "+",
            "0",
            "9",
            "99999999999",
            "00000000",
            "20260229",
            "99991231T235959Z",
            "00010101",
            "BEGIN:VEVENT\n",
            "END:VEVENT\n",
            "BEGIN:VTIMEZONE\n",
            "END:VCALENDAR\n",
            "RRULE:",
            "FREQ=DAILY",
            "FREQ=SECONDLY",
            "COUNT=999999999",
            "INTERVAL=1000",
            "BYSETPOS=-366",
            "BYDAY=-53SU",
            "BYWEEKNO=-53",
            "BYYEARDAY=-366",
            "UNTIL=",
            "DURATION:P99999W",
            "RECURRENCE-ID:",
            "VALUE=DATE",
            "\uFEFF",
            "\0",
            "\uD83C\uDF84",
            "é");

    @Property(tries = 3_000)
    void isReadOrRejected(@ForAll Random random) throws IOException {
        String broken = broken(random);
        Steps steps = new Steps();
        try {
            HolidayFile file = HolidayFile.read(broken, FIRST, LAST, steps);

            assertThat(file.dates()).allMatch(date -> !date.isBefore(FIRST) && !date.isAfter(LAST));
            assertThat(file.eventsIgnored())
                    .isGreaterThanOrEqualTo(file.ignored().size());
        } catch (ProblemException rejected) {
            assertThat(rejected.getResponse().getStatus()).isEqualTo(400);
        }
        assertThat(steps.taken()).isLessThanOrEqualTo(Steps.MAX + 1);
    }

    private static String broken(Random random) throws IOException {
        List<String> names = HolidayCorpusTest.names();
        Path file = HolidayCorpusTest.CORPUS.resolve(names.get(random.nextInt(names.size())) + ".ics");
        StringBuilder text = new StringBuilder(Files.readString(file, StandardCharsets.ISO_8859_1));
        for (int change = random.nextInt(MAX_CHANGES); change >= 0; change--) {
            int from = random.nextInt(text.length());
            int end = Math.min(text.length(), from + random.nextInt(random.nextInt(10) == 0 ? 200 : 8));
            text.replace(from, end, PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }
}
