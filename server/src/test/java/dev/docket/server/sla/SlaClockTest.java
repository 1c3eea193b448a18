package dev.docket.server.sla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.docket.api.model.SlaStatus;
import dev.docket.api.model.TicketPriority;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Unless stated, a ticket is created at minute 0, open 24×7, with 15 minutes to respond and 100 to resolve. */
class SlaClockTest {
    private static final Instant CREATED = Instant.parse("2026-03-03T10:00:00Z");

    @ParameterizedTest(name = "{0} {1} {3} + {4} min")
    @CsvSource({
        "America/New_York, 09:00-17:00, , 2026-03-03T10:00-05:00, 240, , , 2026-03-03T19:00:00Z",
        "America/New_York, 09:00-17:00, , 2026-03-06T16:30-05:00, 60, , , 2026-03-09T13:30:00Z",
        "America/New_York, 09:00-17:00, , 2026-03-06T16:00-05:00, 60, , , 2026-03-06T22:00:00Z",
        "America/New_York, 09:00-17:00, , 2026-03-04T17:00-05:00, 1, , , 2026-03-05T14:01:00Z",
        "America/New_York, 09:00-17:00, 2026-07-03, 2026-07-02T16:00-04:00, 120, , , 2026-07-06T14:00:00Z",
        "America/New_York, 08:00-12:00 13:00-17:00, , 2026-03-03T11:30-05:00, 60, , , 2026-03-03T18:30:00Z",
        "America/New_York, 09:00-17:00, , 2026-03-03T10:00-05:00, 480, 2026-03-03T15:00-05:00, 2026-03-04T11:00-05:00, "
                + "2026-03-04T19:00:00Z",
        "America/New_York, 09:00-17:00, , 2026-03-03T09:00-05:00, 480, 2026-03-03T17:00-05:00, 2026-03-04T09:00-05:00, "
                + "2026-03-03T22:00:00Z",
        "America/New_York, 24x7, , 2026-11-01T01:30-04:00, 60, , , 2026-11-01T06:30:00Z",
        "Europe/London, 09:00-17:00, , 2026-03-27T16:30Z, 60, , , 2026-03-30T08:30:00Z",
        "Asia/Kolkata, 09:00-17:00, , 2026-03-06T16:30+05:30, 60, , , 2026-03-09T04:00:00Z",
    })
    void isDueWhen(
            String zone,
            String hours,
            @Nullable LocalDate holiday,
            OffsetDateTime start,
            int target,
            @Nullable OffsetDateTime pausedFrom,
            @Nullable OffsetDateTime pausedUntil,
            Instant due) {
        OpeningCalendar weekly = hours.equals("24x7")
                ? OpeningCalendar.weekly(ZoneId.of(zone), Set.of(DayOfWeek.values()), OpeningHours.ALL_DAY)
                : OpeningCalendar.weekly(
                        ZoneId.of(zone),
                        EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                        Stream.of(hours.split(" "))
                                .map(interval -> OpeningHours.of(interval.substring(0, 5), interval.substring(6)))
                                .toArray(OpeningHours[]::new));
        OpeningCalendar calendar = new OpeningCalendar(
                weekly.zone(), weekly.weekly(), holiday == null ? Set.of() : Set.of(holiday), Map.of());
        List<Pause> pauses = pausedFrom == null || pausedUntil == null
                ? List.of()
                : List.of(new Pause(pausedFrom.toInstant(), pausedUntil.toInstant()));
        Instant created = start.toInstant();
        SlaClock clock = new SlaClock(
                policy(calendar, 80, false, null, target), TicketPriority.HIGH, created, pauses, null, null, null);
        assertThat(clock.at(due).resolution().due()).isEqualTo(due);
        assertThat(clock.at(due).status()).isNotEqualTo(SlaStatus.BREACHED);
        assertThat(clock.at(due.plusNanos(1)).status()).isEqualTo(SlaStatus.BREACHED);
    }

    @Nested
    class Status {
        @Test
        void goesFromOnTimeByAtRiskToBreached() {
            SlaClock clock = ticket().respondedAt(5).clock();
            assertThat(clock.at(minute(80).minusNanos(1)).status()).isEqualTo(SlaStatus.ON_TIME);
            assertThat(clock.at(minute(80)).status()).isEqualTo(SlaStatus.AT_RISK);
            assertThat(clock.at(minute(100)).status()).isEqualTo(SlaStatus.AT_RISK);
            assertThat(clock.at(minute(100).plusNanos(1)).status()).isEqualTo(SlaStatus.BREACHED);
        }

        @Test
        void isAtRiskForTheFirstResponseToo() {
            SlaClock clock = ticket().clock();
            assertThat(clock.at(minute(12)).status()).isEqualTo(SlaStatus.AT_RISK);
            assertThat(clock.at(minute(12)).firstResponse().atRiskAt()).isEqualTo(minute(12));
            assertThat(ticket().respondedAt(12).clock().at(minute(13)).status()).isEqualTo(SlaStatus.ON_TIME);
        }

        @Test
        void isPausedRatherThanAtRiskAndBreachedRatherThanPaused() {
            SlaClock clock = ticket().pausedAt(5, null).clock();
            assertThat(clock.at(minute(13)).status()).isEqualTo(SlaStatus.PAUSED);
            assertThat(clock.at(minute(16)).status()).isEqualTo(SlaStatus.BREACHED);
        }

        @Test
        void isPausedFromTheInstantOfCreation() {
            SlaState state = ticket().pausedAt(0, null).clock().at(minute(0));
            assertThat(state.status()).isEqualTo(SlaStatus.PAUSED);
            assertThat(state.pausedAt()).isEqualTo(minute(0));
        }

        @Test
        void ofAResolvedTicketIsWhatItWasWhenResolved() {
            SlaClock inTime = ticket().respondedAt(5).resolvedAt(95).clock();
            assertThat(inTime.at(minute(1000)).status()).isEqualTo(SlaStatus.ON_TIME);
            SlaClock late = ticket().respondedAt(5).resolvedAt(101).clock();
            assertThat(late.at(minute(1000)).status()).isEqualTo(SlaStatus.BREACHED);
        }

        @Test
        void isOnTimeIfNothingIsPromised() {
            SlaClock clock = new SlaClock(
                    policy(OpeningCalendar.ALWAYS, 80, false, null, null),
                    TicketPriority.LOW,
                    CREATED,
                    List.of(),
                    null,
                    null,
                    null);
            SlaState state = clock.at(minute(9999));
            assertThat(state.status()).isEqualTo(SlaStatus.ON_TIME);
            assertThat(state.resolution())
                    .isEqualTo(new TargetState(
                            null, List.of(new Interval(CREATED, minute(9999))), null, null, null, minute(9999), false));
        }
    }

    @Nested
    class Met {
        @Test
        void isUndecidedUntilTheEventOrTheBreach() {
            SlaClock clock = ticket().clock();
            assertThat(clock.at(minute(15)).firstResponse().met()).isNull();
            assertThat(clock.at(minute(16)).firstResponse().met()).isFalse();
            assertThat(clock.at(minute(16)).resolution().met()).isNull();
        }

        @Test
        void isTrueAtTheDueInstantAndFalseAfterIt() {
            assertThat(ticket().respondedAt(15)
                            .clock()
                            .at(minute(50))
                            .firstResponse()
                            .met())
                    .isTrue();
            assertThat(ticket().respondedAt(16)
                            .clock()
                            .at(minute(50))
                            .firstResponse()
                            .met())
                    .isFalse();
            assertThat(ticket().resolvedAt(100)
                            .clock()
                            .at(minute(500))
                            .resolution()
                            .met())
                    .isTrue();
            assertThat(ticket().resolvedAt(101)
                            .clock()
                            .at(minute(500))
                            .resolution()
                            .met())
                    .isFalse();
        }

        @Test
        void staysUndecidedForATicketResolvedWithoutAResponseBeforeThatWasDue() {
            assertThat(ticket().resolvedAt(10)
                            .clock()
                            .at(minute(500))
                            .firstResponse()
                            .met())
                    .isNull();
            assertThat(ticket().resolvedAt(20)
                            .clock()
                            .at(minute(500))
                            .firstResponse()
                            .met())
                    .isFalse();
        }
    }

    @Nested
    class BreachedAt {
        @Test
        void isTheDueInstantOfTheTargetBreachedFirst() {
            assertThat(ticket().clock().at(minute(15)).breachedAt()).isNull();
            assertThat(ticket().clock().at(minute(500)).breachedAt()).isEqualTo(minute(15));
            assertThat(ticket().respondedAt(5).clock().at(minute(500)).breachedAt())
                    .isEqualTo(minute(100));
        }

        @Test
        void isNotErasedByANewPriority() {
            SlaClock lower =
                    new SlaClock(ServiceTerms.DEFAULT, TicketPriority.LOW, CREATED, List.of(), null, null, minute(15));
            assertThat(lower.at(minute(20)).breachedAt()).isEqualTo(minute(15));
            assertThat(lower.at(minute(20)).status()).isEqualTo(SlaStatus.ON_TIME);
        }
    }

    @Nested
    class Pauses {
        @Test
        void stopTheResolutionClockOnly() {
            SlaState state = ticket().pausedAt(5, 35).clock().at(minute(40));
            assertThat(state.resolution().due()).isEqualTo(minute(130));
            assertThat(elapsed(state.resolution())).isEqualTo(Duration.ofMinutes(10));
            assertThat(state.firstResponse().due()).isEqualTo(minute(15));
        }

        @Test
        void stopTheFirstResponseClockIfThePolicySaysSo() {
            SlaState state =
                    ticket().pausingFirstResponse().pausedAt(5, 35).clock().at(minute(40));
            assertThat(state.firstResponse().due()).isEqualTo(minute(45));
        }

        @Test
        void showTheDueThatAResumptionNowWouldBring() {
            SlaClock clock = ticket().pausedAt(50, null).clock();
            assertThat(clock.at(minute(60)).resolution().due()).isEqualTo(minute(110));
            assertThat(clock.at(minute(70)).resolution().due()).isEqualTo(minute(120));
            assertThat(clock.at(minute(70)).pausedAt()).isEqualTo(minute(50));
        }

        @Test
        void doNotMoveADueInstantThatIsPast() {
            assertThat(ticket().pausedAt(100, null)
                            .clock()
                            .at(minute(200))
                            .resolution()
                            .due())
                    .isEqualTo(minute(100));
        }

        @Test
        void areSummedInSecondsAndShownInWholeMinutes() {
            Ticket ticket = ticket();
            for (int i = 0; i < 10; i++) {
                ticket.pauses.add(new Pause(minute(i), minute(i).plusSeconds(59)));
            }
            assertThat(ticket.clock().at(minute(20)).totalPausedMinutes()).isEqualTo(9);
        }

        @Test
        void includeTheTimeInResolvedBeforeAReopening() {
            SlaState resolved = ticket().respondedAt(5).resolvedAt(90).clock().at(minute(500));
            assertThat(resolved.resolution().due()).isEqualTo(minute(100));
            SlaState reopened =
                    ticket().respondedAt(5).pausedAt(90, 490).clock().at(minute(500));
            assertThat(reopened.resolution().due()).isEqualTo(minute(500));
            assertThat(reopened.status()).isEqualTo(SlaStatus.AT_RISK);
            assertThat(reopened.totalPausedMinutes()).isEqualTo(400);
        }

        @Test
        void endWhenTheTicketIsResolved() {
            SlaState state = ticket().pausedAt(10, null).resolvedAt(30).clock().at(minute(500));
            assertThat(state.pausedAt()).isNull();
            assertThat(state.totalPausedMinutes()).isEqualTo(20);
            assertThat(elapsed(state.resolution())).isEqualTo(Duration.ofMinutes(10));
        }

        @Test
        void areRefusedIfTheyEndBeforeTheyStart() {
            assertThatIllegalArgumentException().isThrownBy(() -> new Pause(minute(1), minute(0)));
        }
    }

    private static Duration elapsed(TargetState target) {
        return new BusinessClock(OpeningCalendar.ALWAYS).elapsed(target.periods());
    }

    private static Ticket ticket() {
        return new Ticket();
    }

    private static Instant minute(int minute) {
        return CREATED.plusSeconds(60L * minute);
    }

    static ServiceTerms policy(
            OpeningCalendar calendar,
            int atRiskPercent,
            boolean pauseFirstResponse,
            @Nullable Integer firstResponse,
            @Nullable Integer resolution) {
        Targets targets = new Targets(
                firstResponse == null ? null : Duration.ofMinutes(firstResponse),
                resolution == null ? null : Duration.ofMinutes(resolution));
        return new ServiceTerms(
                Map.of(TicketPriority.HIGH, targets), calendar, Set.of(), atRiskPercent, pauseFirstResponse);
    }

    /** A ticket whose facts are given in minutes after its creation. */
    private static final class Ticket {
        private final List<Pause> pauses = new ArrayList<>();
        private @Nullable Instant firstRespondedAt;
        private @Nullable Instant resolvedAt;
        private boolean pauseFirstResponse;

        Ticket respondedAt(int minute) {
            firstRespondedAt = minute(minute);
            return this;
        }

        Ticket resolvedAt(int minute) {
            resolvedAt = minute(minute);
            return this;
        }

        Ticket pausedAt(int minute, @Nullable Integer until) {
            pauses.add(new Pause(minute(minute), until == null ? null : minute(until)));
            return this;
        }

        Ticket pausingFirstResponse() {
            pauseFirstResponse = true;
            return this;
        }

        SlaClock clock() {
            return new SlaClock(
                    policy(OpeningCalendar.ALWAYS, 80, pauseFirstResponse, 15, 100),
                    TicketPriority.HIGH,
                    CREATED,
                    pauses,
                    firstRespondedAt,
                    resolvedAt,
                    null);
        }
    }
}
