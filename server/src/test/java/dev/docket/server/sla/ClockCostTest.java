package dev.docket.server.sla;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.api.model.TicketPriority;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts what the clocks cost on the largest calendars of the contract: hours and stretches visited, never time. */
class ClockCostTest {

    /** Days from 1970 with 24 intervals each: 20,000 days have 480,000 intervals. */
    private static final Instant START = Instant.parse("1970-01-02T00:00:00Z");

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final OpeningHours[] ONE_MINUTE_AN_HOUR = IntStream.range(0, 24)
            .mapToObj(hour -> new OpeningHours(60 * hour, 60 * hour + 1))
            .toArray(OpeningHours[]::new);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "America/New_York",
                "Europe/London",
                "Asia/Kolkata",
                "Australia/Lord_Howe",
                "America/Sao_Paulo",
                "Africa/Casablanca",
                "Africa/Cairo",
                "Asia/Gaza",
                "Pacific/Apia",
                "America/St_Johns",
                "Antarctica/Troll"
            })
    void ofFiftySixYearsIsAFewHundredSteps(String zone) {
        OpeningCalendar calendar = calendar(zone);
        BusinessClock clock = new BusinessClock(calendar);
        assertThat(clock.elapsed(START, NOW)).isGreaterThan(Duration.ofHours(8_000));
        assertThat(calendar.visited()).isLessThan(MANY_CHANGES.contains(zone) ? 2_500 : 1_100);
        long first = calendar.visited();
        clock.elapsed(START, NOW);
        assertThat(calendar.visited() - first).as("with known patterns").isLessThan(500);
    }

    /** Their clocks are changed at many times of the day, or four times a year. */
    private static final Set<String> MANY_CHANGES =
            Set.of("Asia/Gaza", "Africa/Cairo", "Africa/Casablanca", "America/Sao_Paulo");

    @Test
    void ofATargetOfSomeYearsIsAFewHundredSteps() {
        OpeningCalendar calendar = calendar("America/New_York");
        BusinessClock clock = new BusinessClock(calendar);
        assertThat(clock.due(START, Duration.ofHours(1_000))).isPresent();
        assertThat(calendar.visited()).isLessThan(1_000);
        assertThat(clock.due(START, Duration.ofDays(10_000)))
                .as("not within ten years")
                .isEmpty();
        assertThat(calendar.visited()).isLessThan(2_000);
    }

    @Test
    void ofAStateDoesNotDependOnHowLongTheTicketIsOverdue() {
        long costOfADay = costOfState(START.plus(Duration.ofDays(1)));
        assertThat(costOfADay).isLessThan(1_000);
        assertThat(costOfState(NOW)).isEqualTo(costOfADay);
    }

    private static long costOfState(Instant now) {
        OpeningCalendar calendar = calendar("America/New_York");
        SlaClock clock = new SlaClock(
                SlaClockTest.policy(calendar, 80, false, 5, 10),
                TicketPriority.HIGH,
                START,
                List.of(),
                null,
                null,
                null);
        assertThat(clock.at(now).resolution().isBreached()).isTrue();
        return calendar.visited();
    }

    /** The contract shows the first hundred intervals. */
    @Test
    void ofAnExplanationEndsWithTheIntervalsShown() {
        OpeningCalendar calendar = calendar("America/New_York");
        assertThat(new BusinessClock(calendar).open(List.of(new Interval(START, NOW)), 100))
                .hasSize(100);
        assertThat(calendar.visited()).isLessThan(500);
    }

    /** Every interval is longer than a year: it is found without a look at each of its days. */
    @Test
    void ofAnExplanationOfACalendarThatHardlyClosesIsAFewHundredSteps() {
        OpeningCalendar calendar = new OpeningCalendar(
                ZoneId.of("America/New_York"),
                everyDay(OpeningHours.ALL_DAY),
                IntStream.range(1970, 2027)
                        .mapToObj(year -> LocalDate.of(year, 12, 25))
                        .collect(Collectors.toSet()),
                Map.of());
        assertThat(new BusinessClock(calendar).open(List.of(new Interval(START, NOW)), 100))
                .hasSize(57);
        assertThat(calendar.visited()).isLessThan(1_000);
    }

    /** Once a node knows such a calendar, a computation looks at each of its dates once, not at their hours. */
    @Test
    void ofTheMostHolidaysAndOpeningsIsAStepForEach() {
        LocalDate first = LocalDate.of(1990, 1, 1);
        OpeningCalendar calendar = new OpeningCalendar(
                ZoneId.of("America/New_York"),
                everyDay(ONE_MINUTE_AN_HOUR),
                first.datesUntil(first.plusDays(4_000))
                        .filter(date -> date.toEpochDay() % 2 == 0)
                        .collect(Collectors.toSet()),
                first.datesUntil(first.plusDays(1_000))
                        .collect(Collectors.toMap(date -> date, date -> List.of(ONE_MINUTE_AN_HOUR))));
        BusinessClock clock = new BusinessClock(calendar);
        clock.elapsed(START, NOW);
        long known = calendar.visited();
        clock.elapsed(START, NOW);
        assertThat(calendar.visited() - known).isLessThan(5_500);
    }

    @Test
    void ofAThousandPausesGrowsWithTheirNumberOnly() {
        OpeningCalendar calendar = calendar("America/New_York");
        List<Pause> pauses = new ArrayList<>();
        for (int at = 0; at < 1_000; at++) {
            Instant from = START.plus(Duration.ofHours(at));
            pauses.add(new Pause(from.plusSeconds(10), from.plusSeconds(20)));
        }
        SlaClock clock = new SlaClock(
                SlaClockTest.policy(calendar, 80, false, null, 10_000),
                TicketPriority.HIGH,
                START,
                pauses,
                null,
                null,
                null);
        clock.at(NOW);
        assertThat(calendar.visited()).isLessThan(1_000 * 300);
    }

    private static OpeningCalendar calendar(String zone) {
        return new OpeningCalendar(ZoneId.of(zone), everyDay(ONE_MINUTE_AN_HOUR), Set.of(), Map.of());
    }

    private static Map<DayOfWeek, List<OpeningHours>> everyDay(OpeningHours... hours) {
        return Stream.of(DayOfWeek.values()).collect(Collectors.toMap(day -> day, day -> List.of(hours)));
    }
}
