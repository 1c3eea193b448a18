package dev.docket.server.security;

/**
 * How much of this node one caller may have.
 *
 * @param perSecond requests of one caller; 0: any number
 * @param burst requests that it may send at once after it sent none for a while; 1 or more
 * @param failuresPerMinute requests of one address with tokens that are refused; 0: any number
 */
public record RateLimitSettings(int perSecond, int burst, int failuresPerMinute) {

    /** More than a node can do on a few cores: it stops what has run wild, and nothing else. */
    public static final int DEFAULT_PER_SECOND = 10_000;

    public static final int DEFAULT_BURST = 20_000;

    public static final int DEFAULT_FAILURES_PER_MINUTE = 60;

    public static RateLimitSettings defaults() {
        return new RateLimitSettings(DEFAULT_PER_SECOND, DEFAULT_BURST, DEFAULT_FAILURES_PER_MINUTE);
    }
}
