package dev.docket.sdk;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * When a failed request is sent again: exponential backoff with full jitter, and never before {@code Retry-After}.
 *
 * @param max how often at most
 */
record Retries(int max) {

    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);
    private static final long FIRST_MILLIS = 500;
    private static final long LONGEST_MILLIS = 8_000;

    /** A longer {@code Retry-After} is left to the caller, who may have something better to do. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** @return how long to wait, or null if the failure is final */
    @Nullable
    Duration delay(int attempt, Request request, DocketException failure) {
        Duration wait = failure.retryAfter() == null ? Duration.ZERO : failure.retryAfter();
        if (attempt >= max || !request.repeatable() || !mayPass(failure) || wait.compareTo(LONGEST_WAIT) > 0) {
            return null;
        }
        long backoff = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(attempt, 16));
        return wait.plusMillis(ThreadLocalRandom.current().nextLong(backoff + 1));
    }

    /** A key is in use while the service still processes an attempt whose response was lost. */
    private static boolean mayPass(DocketException failure) {
        return failure instanceof DocketException.ConnectionFailed
                || PASSING.contains(failure.status())
                || failure.is("idempotency-key-in-use");
    }
}
