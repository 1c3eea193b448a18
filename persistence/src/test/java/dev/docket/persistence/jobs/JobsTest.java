package dev.docket.persistence.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.testing.LogCapture;
import dev.docket.persistence.testing.TestDatabase;
import dev.docket.persistence.testing.Wait;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JobsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static TestDatabase testDatabase;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-06T21:30:00Z"));
    private final InstantSource time = now::get;
    private final Clock clock = time.withZone(ZoneOffset.UTC);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final AtomicInteger runs = new AtomicInteger();

    @BeforeAll
    static void create() {
        testDatabase = TestDatabase.create();
    }

    @BeforeEach
    void forget() {
        testDatabase.executeAsSuperuser("DELETE FROM docket.scheduled_tasks");
    }

    @AfterEach
    void close() throws Exception {
        for (int last = open.size() - 1; last >= 0; last--) {
            open.get(last).close();
        }
    }

    @Nested
    class AJob {

        @Test
        void runsAtItsFirstStartAndThenAtEveryInterval() {
            node(2).start(List.of(counting(MINUTE)));
            for (int minute = 1; minute <= 5; minute++) {
                awaitRuns(minute);
                awaitEnd();
                assertThat(next()).isEqualTo(now.get().plus(MINUTE));
                advance(MINUTE);
            }
        }

        @Test
        void continuesAtOnceWhileItHasMoreToDo() {
            node(2).start(List.of(new Job("count", MINUTE, () -> runs.incrementAndGet() < 4)));
            awaitRuns(4);
            awaitEnd();
            assertThat(next()).isEqualTo(now.get().plus(MINUTE));
        }

        @Test
        void runsOnceAnIntervalHoweverManyNodesThereAre() throws Exception {
            Jobs one = node(2);
            Jobs other = node(2);
            one.start(List.of(counting(MINUTE)));
            other.start(List.of(counting(MINUTE)));
            for (int minute = 1; minute <= 10; minute++) {
                awaitRuns(minute);
                awaitEnd();
                advance(MINUTE);
            }
            awaitRuns(11);
            one.close();
            other.close();
            assertThat(runs).hasValue(11);
        }

        @Test
        void runsOnOneNodeAtATime() {
            AtomicInteger running = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            Job busy = new Job("busy", Duration.ofMillis(1), () -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Thread.yield();
                running.decrementAndGet();
                runs.incrementAndGet();
            });
            for (int node = 0; node < 3; node++) {
                open(new Jobs(database(2), Clock.systemUTC(), Duration.ofMillis(2), MINUTE))
                        .start(List.of(busy));
            }
            Wait.until(() -> runs.get() >= 40);
            assertThat(most).hasValue(1);
        }

        @Test
        void usesTheDatabaseEvenWhereThatHasOneConnectionOnly() {
            Database one = database(1);
            open(new Jobs(one, clock, Duration.ofMillis(5), Duration.ofMillis(5)))
                    .start(List.of(new Job("database", MINUTE, () -> {
                        one.write("a", transaction -> 1);
                        runs.incrementAndGet();
                    })));
            awaitRuns(1);
            awaitEnd();
        }

        @Test
        void isTriedAgainAtTheNextIntervalWhenItFails() {
            try (LogCapture log = LogCapture.of(Jobs.class.getName())) {
                node(2).start(List.of(new Job("clumsy", MINUTE, () -> {
                    if (runs.incrementAndGet() <= 2) {
                        throw new IllegalStateException("not now");
                    }
                })));
                for (int run = 1; run <= 3; run++) {
                    awaitRuns(run);
                    awaitEnd();
                    assertThat(column("coalesce(consecutive_failures, 0)")).isEqualTo(run < 3 ? "" + run : "0");
                    advance(MINUTE);
                }
                assertThat(log.messages(Level.ERROR))
                        .containsExactly(
                                "the job clumsy failed; retrying in PT1M", "the job clumsy failed; retrying in PT1M");
            }
        }

        /** Even if it throws something that is not an exception. */
        @Test
        void isTriedAgainAtTheNextIntervalWhenItIsBroken() {
            try (LogCapture log = LogCapture.of(Jobs.class.getName())) {
                node(2).start(List.of(new Job("broken", MINUTE, () -> {
                    runs.incrementAndGet();
                    throw new NoClassDefFoundError("gone");
                })));
                awaitRuns(1);
                awaitEnd();
                advance(MINUTE);
                awaitRuns(2);
                assertThat(log.messages(Level.ERROR)).isNotEmpty();
            }
        }

        @Test
        void doesNotKeepTheOthersFromRunningWhenItFails() {
            try (LogCapture log = LogCapture.of(Jobs.class.getName())) {
                node(2).start(List.of(
                        new Job("clumsy", MINUTE, () -> {
                            throw new IllegalStateException("never");
                        }),
                        counting(MINUTE)));
                awaitRuns(1);
                Wait.until(() -> !log.messages(Level.ERROR).isEmpty());
            }
        }

        @Test
        void thatAKilledNodeWasAtIsRunAgain() {
            try (LogCapture log = LogCapture.of(Jobs.class.getName())) {
                Jobs node = node(2);
                node.start(List.of(counting(Duration.ofDays(1))));
                awaitRuns(1);
                awaitEnd();
                testDatabase.executeAsSuperuser("""
                        UPDATE docket.scheduled_tasks
                           SET picked = true, picked_by = 'gone', version = version + 1,
                               last_heartbeat = '%s'
                        """.formatted(now.get().minus(MINUTE)));
                awaitRuns(2);
                awaitEnd();
                assertThat(log.messages(Level.WARN))
                        .containsExactly("the node that ran the job count is gone; the job is run again");
            }
        }

        @Test
        void runsSoonerWhereItsIntervalHasBecomeShorter() throws Exception {
            Jobs before = node(2);
            before.start(List.of(counting(Duration.ofDays(1))));
            awaitRuns(1);
            awaitEnd();
            before.close();
            node(2).start(List.of(counting(MINUTE)));
            assertThat(next()).isEqualTo(now.get().plus(MINUTE));
            advance(MINUTE);
            awaitRuns(2);
        }

        @Test
        void hasANameAndAnInterval() {
            assertThatIllegalArgumentException().isThrownBy(() -> new Job(" ", MINUTE, () -> {}));
            assertThatIllegalArgumentException().isThrownBy(() -> new Job("n".repeat(101), MINUTE, () -> {}));
            assertThatIllegalArgumentException().isThrownBy(() -> new Job("n", Duration.ofNanos(1), () -> {}));
        }
    }

    @Nested
    class Trigger {

        private static final Duration NEVER = Duration.ofDays(1_000);

        @Test
        void letsAJobRunNow() {
            Jobs node = node(2);
            node.start(List.of(counting(NEVER)));
            awaitRuns(1);
            awaitEnd();
            node.trigger("count");
            awaitRuns(2);
            awaitEnd();
            assertThat(next()).isEqualTo(now.get().plus(NEVER));
            assertThat(column("is_wanted")).isEqualTo("f");
        }

        @Test
        void doesNotWaitForThePoll() {
            Jobs slow = open(new Jobs(database(2), Clock.systemUTC(), Duration.ofHours(1), Duration.ofHours(1)));
            slow.start(List.of(counting(NEVER)));
            awaitRuns(1);
            awaitEnd();
            slow.trigger("count");
            awaitRuns(2);
        }

        @Test
        void letsItRunOnceMoreWhileItRuns() throws Exception {
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch enough = new CountDownLatch(1);
            Jobs node = node(3);
            node.start(List.of(new Job("count", NEVER, () -> {
                runs.incrementAndGet();
                running.countDown();
                Wait.on(enough);
            })));
            Wait.on(running);
            node.trigger("count");
            node.trigger("count");
            assertThat(runs).hasValue(1);
            enough.countDown();
            awaitRuns(2);
            awaitEnd();
            node.close();
            assertThat(runs).hasValue(2);
        }

        @Test
        void letsItRunOnAnotherNodeWhereThisOneRunsNone() {
            node(2).start(List.of(counting(NEVER)));
            awaitRuns(1);
            awaitEnd();
            // Another node polls as time passes.
            node(2).trigger("count");
            advance(MINUTE);
            awaitRuns(2);
        }

        @Test
        void isForgottenWhereTheJobIsNotThereYet() {
            Jobs node = node(2);
            node.trigger("count");
            node.start(List.of(counting(NEVER)));
            awaitRuns(1);
        }
    }

    @Nested
    class WhileTheDatabaseIsAway {

        @Test
        void isSaidOnceAndJobsGoOnAfterIt() {
            try (LogCapture log = LogCapture.of(Jobs.class.getName());
                    LogCapture polls = LogCapture.of("com.github.kagkarlsson.scheduler.RunUntilShutdown")) {
                Jobs node = open(new Jobs(impatient(), Clock.systemUTC(), Duration.ofMillis(5), MINUTE));
                node.start(List.of(counting(Duration.ofMillis(5))));
                awaitRuns(1);
                testDatabase.leave();
                try {
                    Wait.until(() -> polls.messages(Level.ERROR).size() >= 2);
                } finally {
                    testDatabase.comeBack();
                }
                Wait.until(() -> !log.messages(Level.INFO).isEmpty());
                assertThat(log.messages(Level.WARN)).hasSize(1);
                assertThat(log.messages(Level.ERROR)).isEmpty();
                assertThat(log.messages(Level.INFO)).containsExactly("jobs are running again");
            }
        }

        @Test
        void isAProblemOnceItLasts() {
            Jobs node = open(new Jobs(impatient(), clock, Duration.ofMillis(5), MINUTE));
            assertThat(node.problem()).isEmpty();
            node.start(List.of(counting(MINUTE)));
            awaitRuns(1);
            testDatabase.leave();
            try {
                advance(MINUTE.multipliedBy(2));
                Wait.until(() -> node.problem().isPresent());
            } finally {
                testDatabase.comeBack();
            }
            Wait.until(() -> {
                advance(Duration.ofMillis(5));
                return node.problem().isEmpty();
            });
        }

        @Test
        void closingEndsTheirThreads() throws Exception {
            try (LogCapture log = LogCapture.of(Jobs.class.getName());
                    LogCapture polls = LogCapture.of("com.github.kagkarlsson.scheduler.RunUntilShutdown")) {
                Jobs node = open(new Jobs(impatient(), Clock.systemUTC(), Duration.ofMillis(5), MINUTE));
                node.start(List.of(counting(Duration.ofMillis(5))));
                awaitRuns(1);
                testDatabase.leave();
                try {
                    Wait.until(() -> !log.messages(Level.WARN).isEmpty()
                            && !polls.messages(Level.ERROR).isEmpty());
                    node.close();
                    awaitEndOfThreads();
                } finally {
                    testDatabase.comeBack();
                }
            }
        }
    }

    @Nested
    class Closing {

        @Test
        void letsAJobEnd() {
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch enough = new CountDownLatch(1);
            Jobs node = node(2);
            node.start(List.of(new Job("slow", MINUTE, () -> {
                running.countDown();
                Wait.on(enough);
                runs.incrementAndGet();
            })));
            Wait.on(running);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(node::close);
            enough.countDown();
            closing.join();
            assertThat(runs).hasValue(1);
            assertThat(column("picked")).isEqualTo("f");
        }

        @Test
        void endsItsThreads() throws Exception {
            try (LogCapture quiet = LogCapture.of("com.github.kagkarlsson.scheduler")) {
                Jobs node = node(2);
                node.start(List.of(counting(MINUTE)));
                awaitRuns(1);
                node.close();
                node.close();
                awaitEndOfThreads();
                assertThat(quiet.messages(Level.WARN)).isEmpty();
            }
        }

        @Test
        void isNothingWhereNothingWasStarted() {
            node(2).close();
        }
    }

    private Job counting(Duration interval) {
        return new Job("count", interval, runs::incrementAndGet);
    }

    private Jobs node(int poolSize) {
        return open(new Jobs(database(poolSize), clock, Duration.ofMillis(10), Duration.ofMillis(200)));
    }

    private Database database(int poolSize) {
        return open(Database.open(testDatabase.settings(poolSize)));
    }

    /** For a database that goes away. */
    private Database impatient() {
        return open(testDatabase.open(TestDatabase.IMPATIENCE));
    }

    private <T extends AutoCloseable> T open(T closeable) {
        open.add(closeable);
        return closeable;
    }

    private void advance(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }

    private void awaitRuns(int number) {
        Wait.until(() -> runs.get() >= number);
    }

    private static void awaitEndOfThreads() {
        Wait.until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().matches("(db-scheduler|docket-jobs).*")));
    }

    private void awaitEnd() {
        Wait.until(() -> column("picked").equals("f"));
    }

    /** When the one job runs next. */
    private Instant next() {
        return Instant.parse(column("to_char(execution_time AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"));
    }

    private String column(String expression) {
        return testDatabase
                .queryAsSuperuser("SELECT %s FROM docket.scheduled_tasks".formatted(expression))
                .get(0)
                .get(0);
    }
}
