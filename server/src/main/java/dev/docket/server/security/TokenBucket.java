package dev.docket.server.security;

import java.time.Duration;
import java.time.Instant;

/**
 * A token bucket: holds a limited number of tokens and refills at a fixed rate; each action takes one token. Full at
 * first. Thread-safe.
 */
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
     * The state of a bucket.
     *
     * @param isTaken whether a token was available and taken
     * @param limit maximum number of tokens
     * @param remaining number of tokens now
     * @param nextSeconds seconds until a token is available, rounded up; 0 if one is available
     * @param fullSeconds seconds until the bucket is full, rounded up
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
        // A clock that was set back removes no tokens, and refilling continues from there.
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
