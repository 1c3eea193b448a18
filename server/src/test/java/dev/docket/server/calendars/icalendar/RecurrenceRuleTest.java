package dev.docket.server.calendars.icalendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecurrenceRuleTest {

    private static final Path VECTORS =
            Path.of("src/test/resources/dev/docket/server/calendars/icalendar/recurrences.txt");
    private static final LocalDate FIRST = LocalDate.of(2025, 3, 6);
    private static final LocalDate LAST = LocalDate.of(2036, 3, 6);

    static List<String> vectors() throws IOException {
        try (Stream<String> lines = Files.lines(VECTORS, StandardCharsets.UTF_8)) {
            return lines.filter(line -> !line.startsWith("#")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void hasTheDatesThatDateutilComputes(String vector) {
        String[] parts = vector.split(" \\| ?", -1);

        List<LocalDate> dates = expand(parts[0], parts[1], new Steps());

        assertThat(dates.stream().limit(6).map(LocalDate::toString).collect(Collectors.joining(" ")))
                .isEqualTo(parts[4]);
        assertThat(dates).hasSize(Integer.parseInt(parts[2])).isSorted();
        assertThat(dates.stream()
                        .mapToLong(date -> ChronoUnit.DAYS.between(FIRST, date))
                        .sum())
                .isEqualTo(Long.parseLong(parts[3]));
    }

    /**
     * The steps are those of eleven years, however long ago the event began, unless its occurrences must be counted.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "20251225 | FREQ=YEARLY | 510",
                "00010101 | FREQ=YEARLY | 520",
                "00010101 | FREQ=DAILY | 4100",
                "00010101 | FREQ=DAILY;INTERVAL=1000 | 10",
                "00010101 | FREQ=WEEKLY;BYDAY=MO,TU | 4100",
                "00010101 | FREQ=YEARLY;BYDAY=MO;BYSETPOS=-1 | 4400",
                "00010101 | FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30 | 4100",
                "00010101 | FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30 | 520",
                "00010101 | FREQ=YEARLY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=30 | 50",
                "20251225 | FREQ=YEARLY;UNTIL=99991231 | 510",
                "99991231 | FREQ=DAILY | 1",
                "20200101 | FREQ=DAILY;UNTIL=20210101 | 10",
                "20200101 | FREQ=DAILY;COUNT=1000000000 | 6000",
                "20200101 | FREQ=DAILY;COUNT=3 | 10",
                "00010101 | FREQ=DAILY;COUNT=1000000000 | 745000",
                "00010101 | FREQ=YEARLY;COUNT=1000000000;BYMONTH=2;BYMONTHDAY=30 | 85000",
            })
    void looksAtABoundedNumberOfDates(String start, String rule, int steps) {
        Steps taken = new Steps();

        expand(start, rule, taken);

        assertThat(taken.taken()).isLessThanOrEqualTo(steps);
    }

    private static List<LocalDate> expand(String start, String text, Steps steps) {
        LocalDate day = LocalDate.parse(start, DateTimeFormatter.BASIC_ISO_DATE);
        List<LocalDate> dates = new ArrayList<>();
        RuleParser.parse(new ContentLine("RRULE", List.of(), text), day, WrittenDate::date)
                .expand(day, FIRST, LAST, steps, dates::add);
        return dates;
    }
}
