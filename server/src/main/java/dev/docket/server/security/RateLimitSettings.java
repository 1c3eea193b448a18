package dev.docket.server.security;

/**
 * The maximum number of requests that one caller may send to this node.
 *
 * @param perSecond requests of one caller; 0: no limit
 * @param burst requests that it may send at once after a pause; 1 or more
 * @param failuresPerMinute requests of one address with rejected tokens; 0: no limit
 */
public record RateLimitSettings(int perSecond, int burst, int failuresPerMinute) {

    /** More than a node can serve on a few cores: it stops only a caller that is out of control. */
    public static final int DEFAULT_PER_SECOND = 10_000;

    public static final int DEFAULT_BURST = 20_000;

    public static final int DEFAULT_FAILURES_PER_MINUTE = 60;

    public static RateLimitSettings defaults() {
        return new RateLimitSettings(DEFAULT_PER_SECOND, DEFAULT_BURST, DEFAULT_FAILURES_PER_MINUTE);
    }
}
