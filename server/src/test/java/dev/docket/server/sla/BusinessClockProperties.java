package dev.docket.server.sla;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

@Tag("random")
class BusinessClockProperties {
    private static final int FOUR_DAYS = 4 * OpeningHours.DAY;
    private static final long FOUR_DAYS_IN_NANOS = FOUR_DAYS * 60_000_000_000L;

    @Provide
    Arbitrary<Scene> scenes() {
        return Scene.any();
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(ZoneId.getAvailableZoneIds()).map(ZoneId::of);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void elapsedIsTheCountOfOpenMinutes(@ForAll("scenes") Scene scene, @ForAll @IntRange(max = FOUR_DAYS) int minutes) {
        Instant start = scene.start();
        int open = 0;
        for (int minute = 0; minute < minutes; minute++) {
            open += scene.isOpen(after(start, minute)) ? 1 : 0;
        }
        assertThat(clock(scene).elapsed(start, after(start, minutes))).isEqualTo(Duration.ofMinutes(open));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void dueIsTheFirstMinuteAtWhichTheTargetIsUsedUp(
            @ForAll("scenes") Scene scene, @ForAll @IntRange(max = 1000) int target) {
        Instant due = scene.start();
        int left = target;
        for (int minute = 0; minute < FOUR_DAYS && left > 0; minute++) {
            left -= scene.isOpen(due) ? 1 : 0;
            due = after(due, 1);
        }
        Optional<Instant> actual = clock(scene).due(scene.start(), Duration.ofMinutes(target));
        if (left == 0) {
            assertThat(actual).contains(due);
        } else {
            Instant end = due;
            assertThat(actual)
                    .satisfiesAnyOf(
                            never -> assertThat(never).isEmpty(),
                            later -> assertThat(later.orElseThrow()).isAfter(end));
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void theTargetIsUsedUpExactlyWhenDueToTheNanosecond(
            @ForAll("scenes") Scene scene,
            @ForAll @LongRange(max = FOUR_DAYS_IN_NANOS) long offset,
            @ForAll @LongRange(min = 1, max = FOUR_DAYS_IN_NANOS) long target) {
        Instant start = scene.start().plusNanos(offset);
        clock(scene).due(start, Duration.ofNanos(target)).ifPresent(due -> {
            assertThat(clock(scene).elapsed(start, due)).isEqualTo(Duration.ofNanos(target));
            assertThat(clock(scene).elapsed(start, due.minusNanos(1))).isEqualTo(Duration.ofNanos(target - 1));
        });
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void aTargetCanBeUsedUpInTwoParts(
            @ForAll("scenes") Scene scene,
            @ForAll @LongRange(max = FOUR_DAYS_IN_NANOS) long first,
            @ForAll @LongRange(max = FOUR_DAYS_IN_NANOS) long second) {
        clock(scene)
                .due(scene.start(), Duration.ofNanos(first + second))
                .ifPresent(due -> assertThat(clock(scene)
                                .due(scene.start(), Duration.ofNanos(first))
                                .flatMap(half -> clock(scene).due(half, Duration.ofNanos(second))))
                        .contains(due));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void dueIsMonotoneInStartAndTarget(
            @ForAll("scenes") Scene scene,
            @ForAll @LongRange(max = FOUR_DAYS_IN_NANOS) long later,
            @ForAll @LongRange(max = FOUR_DAYS_IN_NANOS) long target,
            @ForAll @LongRange(max = FOUR_DAYS_IN_NANOS) long more) {
        Duration all = Duration.ofNanos(target + more);
        clock(scene)
                .due(scene.start(), all)
                .ifPresent(due -> assertThat(clock(scene)
                                .due(scene.start(), Duration.ofNanos(target))
                                .orElseThrow())
                        .isBeforeOrEqualTo(due));
        clock(scene)
                .due(scene.start().plusNanos(later), all)
                .ifPresent(
                        due -> assertThat(clock(scene).due(scene.start(), all).orElseThrow())
                                .isBeforeOrEqualTo(due));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void elapsedAddsUp(
            @ForAll("scenes") Scene scene,
            @ForAll @LongRange(max = FOUR_DAYS_IN_NANOS) long first,
            @ForAll @LongRange(max = FOUR_DAYS_IN_NANOS) long second) {
        Instant middle = scene.start().plusNanos(first);
        Instant end = middle.plusNanos(second);
        assertThat(clock(scene).elapsed(scene.start(), middle).plus(clock(scene).elapsed(middle, end)))
                .isEqualTo(clock(scene).elapsed(scene.start(), end));
    }

    /** The second calendar is also always open in these years, but has no short cut for that. */
    @Property(edgeCases = EdgeCasesMode.NONE)
    void alwaysOpenIsPlainAdditionInEveryZone(
            @ForAll("zones") ZoneId zone,
            @ForAll @LongRange(min = 0, max = 1_900_000_000) long start,
            @ForAll @LongRange(max = FOUR_DAYS_IN_NANOS) long target) {
        OpeningCalendar always = OpeningCalendar.weekly(zone, Set.of(DayOfWeek.values()), OpeningHours.ALL_DAY);
        OpeningCalendar longWay =
                new OpeningCalendar(zone, always.weekly(), Set.of(LocalDate.of(2100, 1, 1)), Map.of());
        Instant from = Instant.ofEpochSecond(start);
        for (OpeningCalendar calendar : List.of(always, longWay)) {
            BusinessClock clock = new BusinessClock(calendar);
            assertThat(clock.due(from, Duration.ofNanos(target))).contains(from.plusNanos(target));
            assertThat(clock.elapsed(from, from.plusNanos(target))).isEqualTo(Duration.ofNanos(target));
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void agreesWithAWalkOverAllDatesNearAChangeOfTheClocks(
            @ForAll("scenes") Scene scene,
            @ForAll @LongRange(max = 40 * FOUR_DAYS_IN_NANOS) long length,
            @ForAll @LongRange(min = 1, max = 40 * FOUR_DAYS_IN_NANOS) long target) {
        requireWalk(scene.calendar(), scene.start(), Duration.ofNanos(length), Duration.ofNanos(target));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void agreesWithAWalkOverAllDatesInEveryZone(
            @ForAll("scenes") Scene scene,
            @ForAll("zones") ZoneId zone,
            @ForAll @IntRange(max = 60 * 365) int day,
            @ForAll @IntRange(max = 3 * 365) int days,
            @ForAll @LongRange(min = 1, max = 100 * FOUR_DAYS_IN_NANOS) long target) {
        OpeningCalendar calendar = new OpeningCalendar(
                zone,
                scene.calendar().weekly(),
                scene.calendar().holidays(),
                scene.calendar().openings());
        Instant start = scene.start().plusSeconds((day - 30 * 365) * 86_400L);
        requireWalk(calendar, start, Duration.ofDays(days), Duration.ofNanos(target));
    }

    @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
    void agreesWithAWalkOverSixtyYears(
            @ForAll("scenes") Scene scene, @ForAll("zones") ZoneId zone, @ForAll @IntRange(max = 20_000) int hours) {
        OpeningCalendar calendar = new OpeningCalendar(
                zone,
                scene.calendar().weekly(),
                scene.calendar().holidays(),
                scene.calendar().openings());
        requireWalk(calendar, Instant.EPOCH, Duration.ofDays(60 * 365), Duration.ofHours(hours));
    }

    private static void requireWalk(OpeningCalendar calendar, Instant from, Duration length, Duration target) {
        BusinessClock clock = new BusinessClock(calendar);
        DateByDateClock walk = new DateByDateClock(calendar);
        Instant to = from.plus(length);
        assertThat(clock.elapsed(from, to)).isEqualTo(walk.elapsed(from, to));
        assertThat(clock.due(from, target)).isEqualTo(walk.due(from, target));
        List<Interval> open = walk.open(from, to);
        assertThat(clock.open(List.of(new Interval(from, to)), 50))
                .isEqualTo(open.subList(0, Math.min(50, open.size())));
    }

    private static BusinessClock clock(Scene scene) {
        return new BusinessClock(scene.calendar());
    }

    private static Instant after(Instant start, long minutes) {
        return start.plusSeconds(60 * minutes);
    }
}
