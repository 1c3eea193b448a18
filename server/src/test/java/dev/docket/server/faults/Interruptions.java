package dev.docket.server.faults;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** When the service was interrupted for its clients. Thread-safe. */
final class Interruptions {

    private static final long NEVER = Long.MIN_VALUE;

    private final Set<Long> secondsWithRefusals = ConcurrentHashMap.newKeySet();
    private long lastSuccess = NEVER;
    private long longestPause;

    /** Records a request that was rejected for the time being, or got no response. */
    void refused() {
        secondsWithRefusals.add(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime()));
    }

    synchronized void succeeded() {
        long now = System.nanoTime();
        if (lastSuccess != NEVER) {
            longestPause = Math.max(longestPause, now - lastSuccess);
        }
        lastSuccess = now;
    }

    /** The number of seconds in which a request was refused. */
    int secondsWithRefusals() {
        return secondsWithRefusals.size();
    }

    /** The longest time between two successes, in seconds. */
    synchronized double longestPause() {
        return longestPause / 1e9;
    }
}
