package dev.docket.server.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;

/**
 * Counts the tokens that were refused, by where they came from: looking one up costs a query, or a signature. Beyond the
 * limit an address gets only such tokens looked up as were let in within the last hour, so that an attacker behind the same
 * proxy locks nobody out who works already. Thread-safe.
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

    /** @param perMinute that an address may send; 0: any number */
    FailedAttempts(int perMinute, Clock clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /** @throws dev.docket.server.http.problem.ProblemException 429 if the token is not to be looked up */
    void requireMayTry(InetAddress address, String token) {
        TokenBucket bucket = byAddress.getIfPresent(network(address));
        if (bucket != null && !bucket.hasToken(clock.instant()) && letIn.getIfPresent(key(token)) == null) {
            throw RateLimit.refusal(
                    "too many tokens that were refused came from this address; wait as long as Retry-After says",
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

    /** Whoever has one address of IPv6 has the 2<sup>64</sup> of its network. */
    private static ByteBuffer network(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address ? bytes.limit(8) : bytes;
    }
}
