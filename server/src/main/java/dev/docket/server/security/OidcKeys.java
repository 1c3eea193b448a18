package dev.docket.server.security;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Caches the public keys of an issuer. They are refreshed in the background from time to time, and at once for an
 * unknown key; at most one fetch runs at a time, and fetches keep a minimum distance. While fetching fails, known keys
 * remain valid. Thread-safe.
 */
final class OidcKeys implements JWKSource<SecurityContext> {

    /** Age from which a request for a key starts a refresh without waiting for it. */
    static final Duration FRESH = Duration.ofMinutes(5);

    /**
     * Age from which, such as after a night without requests, a request waits for the refresh: a key may have been
     * withdrawn.
     */
    static final Duration STALE = Duration.ofMinutes(15);

    /** Age from which keys are no longer valid, even if fetching fails. */
    static final Duration BELIEVED = Duration.ofHours(24);

    /** Minimum time between two fetches, even for unknown keys: a token may name any key. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(OidcKeys.class);
    private static final long PATIENCE_SECONDS = 5;
    private static final int MAX_WAITING = 8;

    private final Supplier<CompletableFuture<JWKSet>> source;
    private final Clock clock;
    // Few, so that a client that sends tokens with unknown keys of a slow issuer cannot occupy all workers.
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private volatile @Nullable Known known;
    private @Nullable Fetch latest;

    private record Known(JWKSet keys, Instant since) {}

    private record Fetch(CompletableFuture<JWKSet> keys, Instant since) {}

    /** @param source fetches the keys, within a time limit of its own */
    OidcKeys(Supplier<CompletableFuture<JWKSet>> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /**
     * @return empty if the issuer has no such key
     * @throws ProblemException 503 if this cannot be determined now
     */
    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
        Known present = known;
        Duration age = present == null ? BELIEVED : Duration.between(present.since(), clock.instant());
        List<JWK> keys = present == null || age.compareTo(BELIEVED) >= 0 ? List.of() : selector.select(present.keys());
        if (!keys.isEmpty() && age.compareTo(STALE) < 0) {
            if (age.isNegative() || age.compareTo(FRESH) >= 0) {
                fetch();
            }
            return keys;
        }
        try {
            return selector.select(await(fetch()));
        } catch (ProblemException unavailable) {
            if (keys.isEmpty()) {
                throw unavailable;
            }
            return keys;
        }
    }

    /** The fetch that is running or has just ended, or else a new one. */
    synchronized CompletableFuture<JWKSet> fetch() {
        Instant now = clock.instant();
        if (latest != null) {
            Duration age = Duration.between(latest.since(), now);
            if (!latest.keys().isDone() || !age.isNegative() && age.compareTo(PAUSE) < 0) {
                return latest.keys();
            }
        }
        CompletableFuture<JWKSet> keys = source.get().whenComplete((fetched, failure) -> {
            if (failure == null) {
                known = new Known(fetched, now);
            } else {
                LOG.warn("the keys of the issuer of OIDC tokens cannot be fetched", failure);
            }
        });
        latest = new Fetch(keys, now);
        return keys;
    }

    private JWKSet await(CompletableFuture<JWKSet> fetch) {
        boolean waits = !fetch.isDone();
        if (waits && !waiting.tryAcquire()) {
            throw unavailable();
        }
        try {
            return fetch.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw unavailable();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unavailable();
        } finally {
            if (waits) {
                waiting.release();
            }
        }
    }

    private static ProblemException unavailable() {
        return new ProblemException(
                ProblemType.SERVICE_UNAVAILABLE, "the token issuer's keys are temporarily unavailable; retry");
    }
}
