package dev.docket.server.sla;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OpeningCalendarTest {
    private static final OpeningHours OFFICE = OpeningHours.of("09:00", "17:00");
    private static final LocalDate A_MONDAY = LocalDate.of(2026, 3, 2);

    @Nested
    class Hours {
        @Test
        void areReadAndShownAsLocalTime() {
            assertThat(OFFICE).isEqualTo(new OpeningHours(540, 1020)).hasToString("09:00-17:00");
            assertThat(OpeningHours.of("00:00", "24:00"))
                    .isEqualTo(OpeningHours.ALL_DAY)
                    .hasToString("00:00-24:00");
        }

        @Test
        void areRefusedIfTheyDoNotEndAfterTheyStart() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> OpeningHours.of("17:00", "09:00"))
                    .withMessage("17:00-09:00 must end after it starts");
            assertThatIllegalArgumentException().isThrownBy(() -> OpeningHours.of("09:00", "09:00"));
        }

        @Test
        void areRefusedOutsideOfTheDay() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new OpeningHours(540, 1441))
                    .withMessage("09:00-24:01 is outside the day, 00:00 to 24:00");
            assertThatExceptionOfType(DateTimeParseException.class).isThrownBy(() -> OpeningHours.of("24:00", "25:00"));
        }

        @Test
        void areRefusedIfTheyOverlapOnADay() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> OpeningCalendar.weekly(
                            ZoneOffset.UTC, Set.of(MONDAY), OpeningHours.of("12:00", "18:00"), OFFICE))
                    .withMessage("MONDAY: 09:00-17:00 and 12:00-18:00 overlap");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> calendar(Set.of(), Map.of(A_MONDAY, List.of(OFFICE, OFFICE))));
        }

        @Test
        void mayMeet() {
            OpeningCalendar calendar = OpeningCalendar.weekly(
                    ZoneOffset.UTC,
                    Set.of(MONDAY),
                    OpeningHours.of("12:00", "24:00"),
                    OpeningHours.of("00:00", "12:00"));
            assertThat(calendar.spansOn(A_MONDAY)).hasSize(1);
            assertThat(calendar.isAlwaysOpen()).isFalse();
        }
    }

    @Nested
    class Openings {
        @Test
        void areAddedToTheHoursOfTheDay() {
            assertThat(hoursOpen(calendar(Set.of(), Map.of(A_MONDAY, List.of(OpeningHours.of("16:00", "20:00"))))))
                    .isEqualTo(11);
        }

        @Test
        void areTheOnlyHoursOnAHoliday() {
            assertThat(hoursOpen(calendar(Set.of(A_MONDAY), Map.of()))).isZero();
            assertThat(hoursOpen(
                            calendar(Set.of(A_MONDAY), Map.of(A_MONDAY, List.of(OpeningHours.of("10:00", "12:00"))))))
                    .isEqualTo(2);
        }

        private long hoursOpen(OpeningCalendar calendar) {
            return calendar.spansOn(A_MONDAY).stream()
                    .map(Interval::length)
                    .reduce(Duration.ZERO, Duration::plus)
                    .toHours();
        }
    }

    @Nested
    class RequireOpening {
        @Test
        void refusesACalendarThatDoesNotOpenWithinTwoYears() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> opensOn(LocalDate.of(2028, 3, 2)).requireOpening(A_MONDAY))
                    .withMessage("the calendar has no opening from 2026-03-02 to 2028-03-02");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> opensOn(A_MONDAY.minusDays(1)).requireOpening(A_MONDAY));
        }

        @Test
        void takesAnyOpeningFromTodayOn() {
            for (LocalDate date : List.of(A_MONDAY, LocalDate.of(2028, 3, 1))) {
                assertThatCode(() -> opensOn(date).requireOpening(A_MONDAY)).doesNotThrowAnyException();
            }
            assertThatCode(() -> OpeningCalendar.ALWAYS.requireOpening(A_MONDAY))
                    .doesNotThrowAnyException();
        }

        private OpeningCalendar opensOn(LocalDate date) {
            return new OpeningCalendar(ZoneOffset.UTC, Map.of(), Set.of(), Map.of(date, List.of(OFFICE)));
        }
    }

    @Nested
    class ClockChanges {
        private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

        @Test
        void moveLocalTimeInASpringGapForwardByItsLength() {
            LocalDate date = LocalDate.of(2026, 3, 8);
            assertThat(open(NEW_YORK, date, OpeningHours.of("01:00", "02:30")))
                    .containsExactly(span(date, "06:00", "07:30"));
            assertThat(open(NEW_YORK, date, OpeningHours.of("02:15", "03:00"))).isEmpty();
            assertThat(open(NEW_YORK, date, OpeningHours.of("02:00", "02:30"), OpeningHours.of("03:00", "04:00")))
                    .containsExactly(span(date, "07:00", "08:00"));
        }

        @Test
        void takeTheEarlierInstantOfLocalTimeInAnOverlap() {
            LocalDate date = LocalDate.of(2026, 11, 1);
            assertThat(open(NEW_YORK, date, OpeningHours.of("01:00", "01:30")))
                    .containsExactly(span(date, "05:00", "05:30"));
            assertThat(open(NEW_YORK, date, OpeningHours.of("01:30", "02:00")))
                    .containsExactly(span(date, "05:30", "07:00"));
        }

        @Test
        void moveTheHoursOfADayThatWasSkippedToTheNextDay() {
            ZoneId samoa = ZoneId.of("Pacific/Apia");
            OpeningCalendar fridays = OpeningCalendar.weekly(samoa, Set.of(FRIDAY), OFFICE);
            assertThat(fridays.spansOn(LocalDate.of(2011, 12, 30))).isEmpty();
            assertThat(fridays.spansOn(LocalDate.of(2011, 12, 31)))
                    .containsExactly(span(LocalDate.of(2011, 12, 30), "19:00", "27:00"));
        }

        private List<Interval> open(ZoneId zone, LocalDate date, OpeningHours... hours) {
            return OpeningCalendar.weekly(zone, Set.of(date.getDayOfWeek()), hours)
                    .spansOn(date);
        }

        private Interval span(LocalDate date, String fromUtc, String toUtc) {
            return new Interval(
                    utc(date, fromUtc).toInstant(ZoneOffset.UTC),
                    utc(date, toUtc).toInstant(ZoneOffset.UTC));
        }

        private LocalDateTime utc(LocalDate date, String time) {
            String[] parts = time.split(":");
            return date.atStartOfDay().plusHours(Long.parseLong(parts[0])).plusMinutes(Long.parseLong(parts[1]));
        }
    }

    private static OpeningCalendar calendar(Set<LocalDate> holidays, Map<LocalDate, List<OpeningHours>> openings) {
        return new OpeningCalendar(ZoneOffset.UTC, Map.of(MONDAY, List.of(OFFICE)), holidays, openings);
    }
}
