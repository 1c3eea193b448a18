package dev.docket.server.sla;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.api.model.SlaStatus;
import dev.docket.api.model.TicketPriority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

@Tag("random")
class SlaClockProperties {
    private static final int FIVE_DAYS = 5 * OpeningHours.DAY;

    /** Minutes after the start of the scene. */
    record Minutes(int from, int length) {
        Pause after(Instant start) {
            return new Pause(start.plusSeconds(60L * from), start.plusSeconds(60L * (from + length)));
        }
    }

    @Provide
    Arbitrary<Scene> scenes() {
        return Scene.any();
    }

    @Provide
    Arbitrary<Minutes> stretches() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2 * OpeningHours.DAY),
                        Arbitraries.integers().between(0, OpeningHours.DAY))
                .as(Minutes::new);
    }

    @Provide
    Arbitrary<List<Minutes>> manyStretches() {
        return stretches().list().ofMaxSize(5);
    }

    @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
    void dueIsTheFirstMinuteAtWhichTheUnpausedOpenMinutesAreUsedUp(
            @ForAll("scenes") Scene scene,
            @ForAll("manyStretches") List<Minutes> stretches,
            @ForAll @IntRange(min = 1, max = 1000) int target) {
        List<Pause> pauses = pauses(scene, stretches);
        Instant end = scene.start().plusSeconds(60L * FIVE_DAYS);
        Instant due = scene.start();
        int used = 0;
        int paused = 0;
        for (Instant minute = scene.start(); minute.isBefore(end); minute = minute.plusSeconds(60)) {
            if (scene.isOpen(minute) && isPaused(pauses, minute)) {
                paused++;
            } else if (scene.isOpen(minute)) {
                used++;
                due = used == target ? minute.plusSeconds(60) : due;
            }
        }
        SlaState state = clock(scene, pauses, target).at(end);
        assertThat(state.totalPausedMinutes()).isEqualTo(paused);
        assertThat(new BusinessClock(scene.calendar())
                        .elapsed(state.resolution().periods()))
                .isEqualTo(Duration.ofMinutes(used));
        if (used >= target) {
            assertThat(state.resolution().due()).isEqualTo(due);
        }
        boolean breached = used >= target && due.isBefore(end);
        assertThat(state.resolution().isBreached()).isEqualTo(breached);
        assertThat(state.breachedAt()).isEqualTo(breached ? due : null);
        assertThat(state.status() == SlaStatus.AT_RISK).isEqualTo(!breached && 100 * used >= 80 * target);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void aPauseNeverMakesATicketDueEarlier(
            @ForAll("scenes") Scene scene,
            @ForAll("manyStretches") List<Minutes> stretches,
            @ForAll("stretches") Minutes more,
            @ForAll @IntRange(min = 1, max = 1000) int target) {
        List<Minutes> all = new ArrayList<>(stretches);
        all.add(more);
        Instant due = due(scene, pauses(scene, all), target);
        if (due != null) {
            assertThat(due(scene, pauses(scene, stretches), target)).isBeforeOrEqualTo(due);
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void aPauseOutsideOfBusinessTimeChangesNoDue(
            @ForAll("scenes") Scene scene,
            @ForAll("stretches") Minutes stretch,
            @ForAll @IntRange(min = 1, max = 1000) int target) {
        List<Pause> closed = new ArrayList<>();
        for (int minute = stretch.from(); minute < stretch.from() + stretch.length(); minute++) {
            Pause pause = new Minutes(minute, 1).after(scene.start());
            if (!scene.isOpen(pause.from())) {
                closed.add(pause);
            }
        }
        SlaState state = clock(scene, closed, target).at(scene.start().plusSeconds(60L * FIVE_DAYS));
        assertThat(state.resolution().due()).isEqualTo(due(scene, List.of(), target));
        assertThat(state.totalPausedMinutes()).isZero();
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void splittingAPauseChangesNothing(
            @ForAll("scenes") Scene scene,
            @ForAll("stretches") Minutes stretch,
            @ForAll @IntRange(max = 100) int percent,
            @ForAll boolean lasting,
            @ForAll @IntRange(min = 1, max = 1000) int target) {
        Minutes first = new Minutes(stretch.from(), stretch.length() * percent / 100);
        Minutes second = new Minutes(stretch.from() + first.length(), stretch.length() - first.length());
        Pause whole = stretch.after(scene.start());
        Pause end = second.after(scene.start());
        Instant now = scene.start().plusSeconds(60L * FIVE_DAYS);
        assertThat(clock(scene, List.of(lasting(end, lasting), first.after(scene.start())), target)
                        .at(now))
                .isEqualTo(
                        clock(scene, List.of(lasting(whole, lasting)), target).at(now));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void aPauseThatLastsShowsWhatItsEndNowWouldShow(
            @ForAll("scenes") Scene scene,
            @ForAll("stretches") Minutes stretch,
            @ForAll @IntRange(min = 1, max = 1000) int target) {
        Pause ended = stretch.after(scene.start());
        Instant now = scene.start().plusSeconds(60L * (stretch.from() + stretch.length()));
        SlaState paused = clock(scene, List.of(lasting(ended, true)), target).at(now);
        SlaState resumed = clock(scene, List.of(ended), target).at(now);
        assertThat(paused.resolution())
                .usingRecursiveComparison()
                .ignoringFields("isRunning")
                .isEqualTo(resumed.resolution());
        assertThat(paused.resolution().isRunning()).isFalse();
        assertThat(paused.totalPausedMinutes()).isEqualTo(resumed.totalPausedMinutes());
        assertThat(paused.pausedAt()).isEqualTo(ended.from());
    }

    private static Pause lasting(Pause pause, boolean lasting) {
        return lasting ? new Pause(pause.from(), null) : pause;
    }

    private static boolean isPaused(List<Pause> pauses, Instant instant) {
        return pauses.stream().anyMatch(pause -> !instant.isBefore(pause.from()) && instant.isBefore(pause.until()));
    }

    private static List<Pause> pauses(Scene scene, List<Minutes> stretches) {
        return stretches.stream().map(stretch -> stretch.after(scene.start())).toList();
    }

    private static Instant due(Scene scene, List<Pause> pauses, int target) {
        return clock(scene, pauses, target)
                .at(scene.start().plusSeconds(60L * FIVE_DAYS))
                .resolution()
                .due();
    }

    private static SlaClock clock(Scene scene, List<Pause> pauses, int target) {
        return new SlaClock(
                SlaClockTest.policy(scene.calendar(), 80, false, null, target),
                TicketPriority.HIGH,
                scene.start(),
                pauses,
                null,
                null,
                null);
    }
}
