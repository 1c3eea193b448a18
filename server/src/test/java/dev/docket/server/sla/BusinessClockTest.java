package dev.docket.server.sla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BusinessClockTest {
    private static final Instant MONDAY_CLOSING = Instant.parse("2026-03-02T17:00:00Z");
    private static final Instant TUESDAY_OPENING = Instant.parse("2026-03-03T09:00:00Z");

    private final BusinessClock office = new BusinessClock(OpeningCalendar.weekly(
            ZoneOffset.UTC, Set.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY), OpeningHours.of("09:00", "17:00")));

    @Nested
    class Elapsed {
        @Test
        void isZeroIfTheEndIsNotAfterTheStart() {
            assertThat(office.elapsed(TUESDAY_OPENING.plusSeconds(60), TUESDAY_OPENING))
                    .isZero();
            assertThat(new BusinessClock(OpeningCalendar.ALWAYS).elapsed(TUESDAY_OPENING, MONDAY_CLOSING))
                    .isZero();
        }

        @Test
        void countsFractionsOfASecond() {
            assertThat(office.elapsed(MONDAY_CLOSING.minusMillis(1), TUESDAY_OPENING.plusNanos(1)))
                    .isEqualTo(Duration.ofNanos(1_000_001));
        }
    }

    @Nested
    class Due {
        @Test
        void isClosingTimeIfTheTargetIsUsedUpThen() {
            assertThat(office.due(MONDAY_CLOSING.minusSeconds(60), Duration.ofSeconds(60)))
                    .contains(MONDAY_CLOSING);
        }

        @Test
        void waitsForTheNextOpeningFromClosingTimeOn() {
            assertThat(office.due(MONDAY_CLOSING, Duration.ofNanos(1))).contains(TUESDAY_OPENING.plusNanos(1));
        }

        @Test
        void isTheStartForNoTarget() {
            assertThat(office.due(MONDAY_CLOSING, Duration.ZERO)).contains(MONDAY_CLOSING);
        }

        @Test
        void isNeverIfTheCalendarRunsOutOfOpenings() {
            BusinessClock once = new BusinessClock(new OpeningCalendar(
                    ZoneOffset.UTC,
                    Map.of(),
                    Set.of(),
                    Map.of(LocalDate.of(2026, 3, 3), List.of(OpeningHours.of("09:00", "10:00")))));
            assertThat(once.due(MONDAY_CLOSING, Duration.ofMinutes(60))).contains(TUESDAY_OPENING.plusSeconds(3600));
            assertThat(once.due(MONDAY_CLOSING, Duration.ofMinutes(61))).isEmpty();
            assertThat(office.due(MONDAY_CLOSING, Duration.ofDays(1_000_000))).isEmpty();
        }

        @Test
        void refusesANegativeTarget() {
            assertThatIllegalArgumentException().isThrownBy(() -> office.due(MONDAY_CLOSING, Duration.ofNanos(-1)));
        }
    }
}
