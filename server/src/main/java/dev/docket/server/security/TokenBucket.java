package dev.docket.server.security;

import java.time.Duration;
import java.time.Instant;

/** Holds so many tokens at most and gains so many a second; whoever does something takes one. Full at first. Thread-safe. */
final class TokenBucket {

    private final int size;
    private final double perSecond;
    private double tokens;
    private Instant at;

    /**
     * @param size 1 or more
     * @param perSecond more than 0
     */
    TokenBucket(int size, double perSecond, Instant now) {
        this.size = size;
        this.perSecond = perSecond;
        this.tokens = size;
        this.at = now;
    }

    /**
     * How a bucket is.
     *
     * @param isTaken whether there was a token to take
     * @param limit how many tokens there can be
     * @param remaining how many there are now
     * @param nextSeconds until there is one, rounded up; 0 if there is
     * @param fullSeconds until it is full, rounded up
     */
    record State(boolean isTaken, int limit, int remaining, long nextSeconds, long fullSeconds) {}

    synchronized State take(Instant now) {
        boolean isThere = hasToken(now);
        if (isThere) {
            tokens--;
        }
        return new State(isThere, size, (int) tokens, secondsUntil(1), secondsUntil(size));
    }

    synchronized boolean hasToken(Instant now) {
        // A clock that was set back takes nothing away, and starts anew from there.
        double passed = Math.max(0, Duration.between(at, now).toNanos() / 1e9);
        if (passed > 0 || now.isBefore(at)) {
            tokens = Math.min(size, tokens + passed * perSecond);
            at = now;
        }
        return tokens >= 1;
    }

    private long secondsUntil(int wanted) {
        return (long) Math.ceil(Math.max(0, wanted - tokens) / perSecond);
    }
}
