package dev.docket.persistence.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.stats.MicrometerStatsRegistry;
import com.github.kagkarlsson.scheduler.stats.StatsRegistryAdapter;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.shaded.jdbc.SQLRuntimeException;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.DatabaseUnavailableException;
import dev.docket.persistence.database.Outage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs: each on one node at a time, and on this node one after the other. If a node is killed, another node starts
 * its job again within half a minute. Thread-safe.
 */
public final class Jobs implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

    /** Number of missed heartbeats after which a node counts as dead; the minimum that db-scheduler accepts. */
    private static final int MISSED_HEARTBEATS = 4;

    private static final Duration ENDING = Duration.ofSeconds(5);

    /** Time without a search for due jobs after which jobs count as failing. */
    private static final Duration BLIND = Duration.ofMinutes(1);

    private final Database database;
    private final Clock clock;
    private final Duration pollInterval;
    private final Duration heartbeatInterval;
    private final Outage outage = new Outage();
    private volatile @Nullable Scheduler scheduler;
    private volatile @Nullable Instant lastLook;

    public Jobs(Database database, Clock clock) {
        this(database, clock, Duration.ofSeconds(2), Duration.ofSeconds(5));
    }

    Jobs(Database database, Clock clock, Duration pollInterval, Duration heartbeatInterval) {
        this.database = database;
        this.clock = clock;
        this.pollInterval = pollInterval;
        this.heartbeatInterval = heartbeatInterval;
    }

    /**
     * Starts to run {@code jobs}; a job that no node has run before is run at once. To be called once.
     *
     * @throws DatabaseUnavailableException if the database is unavailable
     */
    public void start(List<Job> jobs) {
        Instant now = clock.instant();
        jobs.forEach(job -> change(dao -> {
            dao.add(job.name(), now, now.plus(job.interval()));
            return null;
        }));
        List<Task<?>> tasks = jobs.stream().<Task<?>>map(this::task).toList();
        lastLook = now;
        Scheduler started = Scheduler.create(database.pool(), tasks)
                .clock(clock::instant)
                .schedulerName(new SchedulerName.Fixed(UUID.randomUUID().toString()))
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, false))
                .serializer(new NoData())
                .threads(1)
                .executorService(Executors.newSingleThreadExecutor(this::thread))
                .pollingInterval(pollInterval)
                .heartbeatInterval(heartbeatInterval)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(ENDING)
                .failureLogging(LogLevel.OFF, false)
                .addSchedulerListener(new OutageListener())
                .addSchedulerListener(new StatsRegistryAdapter(new MicrometerStatsRegistry(database.meters(), tasks)))
                .build();
        scheduler = started;
        started.start();
    }

    /**
     * Requests a run of the job as soon as possible, on any node; if it is running now, once more after that. If the
     * job has never been started, it will run once it is started. Not for use within a transaction. In the work of
     * {@link Database#writeJoined}, the run is requested after the commit.
     *
     * @throws DatabaseUnavailableException if the database is unavailable
     */
    public void trigger(String name) {
        database.afterCommit(() -> {
            change(dao -> {
                dao.want(name, clock.instant());
                return null;
            });
            look();
        });
    }

    /** Why jobs do not run on this node; empty if they run or were never started. */
    public Optional<String> problem() {
        Instant last = lastLook;
        return last != null && clock.instant().isAfter(last.plus(BLIND))
                ? Optional.of("no search for due jobs since " + last.truncatedTo(ChronoUnit.SECONDS))
                : Optional.empty();
    }

    /** Starts no further job, lets running ones end for 5 s, then interrupts them; returns within half a minute. */
    @Override
    public void close() {
        Scheduler started = scheduler;
        if (started != null) {
            scheduler = null;
            started.stop();
        }
    }

    /**
     * A thread that logs failures: db-scheduler throws if the database becomes unavailable while a job is picked, and
     * does not catch that.
     */
    private Thread thread(Runnable runnable) {
        Thread thread = new Thread(runnable, "docket-jobs");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((self, failure) -> {
            if (failure instanceof SQLRuntimeException) {
                outage.begins(() -> LOG.warn("no job can run until the database is back"));
            } else {
                LOG.error("a job could not be picked", failure);
            }
        });
        return thread;
    }

    private Task<Void> task(Job job) {
        return Tasks.custom(job.name(), Void.class)
                .onFailure((ended, operations) -> {
                    explain(job, ended);
                    again(job.interval(), ended, operations);
                })
                .onDeadExecution((ended, operations) -> {
                    LOG.warn("the node that ran the job {} is gone; the job is run again", job.name());
                    operations.reschedule(ended, ended.getTimeDone());
                    look();
                })
                .execute((instance, context) -> {
                    change(dao -> {
                        dao.begin(job.name());
                        return null;
                    });
                    return again(job, traced(job));
                });
    }

    /** @return whether the job has more to do */
    private boolean traced(Job job) {
        Span span = database.tracer().spanBuilder("job " + job.name()).startSpan();
        Scope scope = span.makeCurrent();
        try {
            return job.work().getAsBoolean();
        } catch (RuntimeException | Error failure) {
            span.setStatus(StatusCode.ERROR);
            throw failure;
        } finally {
            scope.close();
            span.end();
        }
    }

    private void explain(Job job, ExecutionComplete ended) {
        Throwable cause = ended.getCause().orElse(null);
        if (cause instanceof DatabaseUnavailableException) {
            outage.begins(() -> LOG.warn("the job {} waits for the database", job.name()));
        } else {
            LOG.error("the job {} failed; retrying in {}", job.name(), job.interval(), cause);
        }
    }

    private CompletionHandler<Void> again(Job job, boolean hasMore) {
        return (ended, operations) -> {
            again(hasMore ? Duration.ZERO : job.interval(), ended, operations);
            if (hasMore) {
                look();
            }
        };
    }

    private void again(Duration pause, ExecutionComplete ended, ExecutionOperations<Void> operations) {
        String name = ended.getExecution().taskInstance.getTaskName();
        try {
            operations.reschedule(ended, ended.getTimeDone().plus(pause));
            if (change(dao -> dao.repeatIfWanted(name, clock.instant())) > 0) {
                look();
            }
        } catch (SQLRuntimeException | DatabaseUnavailableException away) {
            // For db-scheduler the job is still running, without a heartbeat: so it is run again when the database is
            // available again.
            outage.begins(() -> LOG.warn("the job {} waits for the database", name));
        }
    }

    private <T> T change(Function<JobDao, T> work) {
        return database.write(List.of(), transaction -> work.apply(transaction.dao(JobDao.class)));
    }

    /** Searches for due jobs now instead of at the next poll. */
    private void look() {
        Scheduler started = scheduler;
        if (started != null) {
            started.triggerCheckForDueExecutions();
        }
    }

    /** Replaces the messages of db-scheduler itself, which it logs at every poll; see logback.xml. */
    private final class OutageListener extends AbstractSchedulerListener {

        @Override
        public void onSchedulerEvent(SchedulerEventType type) {
            switch (type) {
                case UNEXPECTED_ERROR -> outage.begins(() -> LOG.warn("no job can run until the database is back"));
                case RAN_EXECUTE_DUE -> {
                    lastLook = clock.instant();
                    outage.ends(() -> LOG.info("jobs are running again"));
                }
                default -> {}
            }
        }
    }
}
