package dev.docket.persistence.database;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Leaves connections of the pool for other accounts: the transactions of one account hold at most three quarters of
 * them, and further ones wait. A transaction that names several accounts, such as a batch of new tickets, has no share:
 * few threads run those. Thread-safe.
 */
final class ConnectionShares {

    /** The transactions of an account, open and waiting; {@code users} is guarded by the map. */
    private static final class Share {
        private final Semaphore connections;
        private int users;

        private Share(int connections) {
            this.connections = new Semaphore(connections, true);
        }
    }

    private final ConcurrentHashMap<String, Share> shares = new ConcurrentHashMap<>();
    private final int perAccount;
    private final Duration patience;
    private final MeterRegistry meters;

    /**
     * @param poolSize number of connections
     * @param patience how long a transaction waits for its share, as for a connection
     */
    ConnectionShares(int poolSize, Duration patience, MeterRegistry meters) {
        this.perAccount = Math.max(1, poolSize * 3 / 4);
        this.patience = patience;
        this.meters = meters;
    }

    /**
     * Does {@code work}, which takes one connection, within the share of its account.
     *
     * @throws DatabaseUnavailableException if the other transactions of the account do not end in time
     */
    <T> T within(Collection<String> accounts, Supplier<T> work) {
        if (accounts.size() != 1) {
            return work.get();
        }
        String account = accounts.iterator().next();
        Share share = shares.compute(account, (any, known) -> {
            Share found = known == null ? new Share(perAccount) : known;
            found.users++;
            return found;
        });
        try {
            acquire(share);
            try {
                return work.get();
            } finally {
                share.connections.release();
            }
        } finally {
            shares.computeIfPresent(account, (any, known) -> --known.users == 0 ? null : known);
        }
    }

    private void acquire(Share share) {
        try {
            if (!share.connections.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                meters.counter("docket.database.unavailable", "reason", "no_share")
                        .increment();
                throw new DatabaseUnavailableException("the account uses its share of connections", null);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailableException("interrupted while waiting for a connection", stopped);
        }
    }
}
