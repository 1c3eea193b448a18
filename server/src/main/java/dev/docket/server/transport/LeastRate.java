package dev.docket.server.transport;

import java.time.Duration;

/**
 * The rate at which a client must send or read while the server has nothing to do but wait for it, averaged over one
 * period of such waiting after the other. Not thread-safe.
 */
final class LeastRate {

    private final int bytesPerSecond;
    private final long period;
    private long waited;
    private long moved;

    LeastRate(int bytesPerSecond, Duration period) {
        this.bytesPerSecond = bytesPerSecond;
        this.period = period.toNanos();
    }

    /** Nanoseconds of waiting until the rate is judged. */
    long untilJudged() {
        return period - waited;
    }

    /** Counts bytes that the client has sent or read. */
    void moved(long bytes) {
        moved += bytes;
    }

    /**
     * Counts time in which the server waited for the client.
     *
     * @return false if a period is over, and the client was slower than it must be
     */
    boolean waited(long nanos) {
        waited += nanos;
        if (waited < period) {
            return true;
        }
        boolean isKept = moved > 0 && moved >= bytesPerSecond * (waited / 1e9);
        restart();
        return isKept;
    }

    /** Begins a new period. */
    void restart() {
        waited = 0;
        moved = 0;
    }
}
