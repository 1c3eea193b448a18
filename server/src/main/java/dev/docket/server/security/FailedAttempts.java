package dev.docket.server.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;

/**
 * Counts rejected tokens by address, because checking a token costs a query or a signature. Beyond the limit, only
 * tokens that were accepted from an address within the last hour are checked, so that an attacker behind the same proxy
 * cannot lock out callers with accepted tokens. Thread-safe.
 */
final class FailedAttempts {

    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final int perMinute;
    private final Clock clock;
    private final Cache<ByteBuffer, TokenBucket> byAddress =
            Caffeine.newBuilder().maximumSize(100_000).build();
    private final Cache<ByteBuffer, Boolean> letIn = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterAccess(REMEMBERED)
            .build();

    /** @param perMinute limit for an address; 0: no limit */
    FailedAttempts(int perMinute, Clock clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /** @throws dev.docket.server.http.problem.ProblemException 429 if the token must not be checked */
    void requireMayTry(InetAddress address, String token) {
        TokenBucket bucket = byAddress.getIfPresent(network(address));
        if (bucket != null && !bucket.hasToken(clock.instant()) && letIn.getIfPresent(key(token)) == null) {
            throw RateLimit.refusal(
                    "too many rejected tokens came from this address; retry after the number of seconds in Retry-After",
                    bucket.take(clock.instant()));
        }
    }

    void succeeded(String token) {
        if (perMinute > 0) {
            letIn.put(key(token), true);
        }
    }

    void failed(InetAddress address) {
        if (perMinute > 0) {
            byAddress
                    .get(network(address), any -> new TokenBucket(perMinute, perMinute / 60.0, clock.instant()))
                    .take(clock.instant());
        }
    }

    private static ByteBuffer key(String token) {
        return ByteBuffer.wrap(Tokens.sha256(token));
    }

    /** An IPv6 client can use all 2<sup>64</sup> addresses of its network, so they count as one. */
    private static ByteBuffer network(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address ? bytes.limit(8) : bytes;
    }
}
