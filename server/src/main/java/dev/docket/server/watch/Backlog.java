package dev.docket.server.watch;

import dev.docket.persistence.accounts.EveryAccount;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.events.BacklogRow;
import dev.docket.persistence.events.OutboxDao;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox entries of all accounts that automation has not processed yet. Read when the metrics are read, at most
 * every 5 s. Thread-safe.
 */
final class Backlog {

    private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);
    private static final Duration BELIEVED = Duration.ofSeconds(5);

    private final Database database;
    private final Clock clock;
    private @Nullable Count last;
    private long readAt;

    /** @param lagSeconds age of the oldest entry; 0 without entries */
    private record Count(double entries, double lagSeconds) {

        static final Count UNKNOWN = new Count(Double.NaN, Double.NaN);
    }

    Backlog(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    double entries() {
        return count().entries();
    }

    double lagSeconds() {
        return count().lagSeconds();
    }

    private synchronized Count count() {
        Count known = last;
        if (known == null || System.nanoTime() - readAt > BELIEVED.toNanos()) {
            known = read();
            last = known;
            readAt = System.nanoTime();
        }
        return known;
    }

    private Count read() {
        Instant now = clock.instant();
        long[] entries = {0};
        Instant[] oldest = {now};
        try {
            EveryAccount.inPages(database, page -> {
                BacklogRow backlog = database.read(
                        page, transaction -> transaction.dao(OutboxDao.class).backlog());
                entries[0] += backlog.entries();
                if (backlog.oldest() != null && backlog.oldest().isBefore(oldest[0])) {
                    oldest[0] = backlog.oldest();
                }
            });
        } catch (RuntimeException failure) {
            LOG.debug("the backlog of automation cannot be read", failure);
            return Count.UNKNOWN;
        }
        return new Count(entries[0], Duration.between(oldest[0], now).toMillis() / 1e3);
    }
}
