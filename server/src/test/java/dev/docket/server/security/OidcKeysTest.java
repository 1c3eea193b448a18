package dev.docket.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.testing.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OidcKeysTest {

    private static final JWK FIRST = key("first");
    private static final JWK SECOND = key("second");

    private final TestClock clock = new TestClock(Instant.parse("2026-03-06T21:30:00Z"));
    private Supplier<CompletableFuture<JWKSet>> answer = CompletableFuture::new;
    private final Deque<CompletableFuture<JWKSet>> fetches = new ArrayDeque<>();
    private final OidcKeys keys = new OidcKeys(
            () -> {
                fetches.add(answer.get());
                return fetches.getLast();
            },
            clock);

    private static JWK key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private List<JWK> get(JWK key) {
        return keys.get(
                new JWKSelector(new JWKMatcher.Builder().keyID(key.getKeyID()).build()), null);
    }

    private void succeed(JWK... fetched) {
        fetches.getLast().complete(new JWKSet(List.of(fetched)));
    }

    private void fail() {
        fetches.getLast().completeExceptionally(new IOException("away"));
    }

    private void assertUnavailable(JWK key) {
        assertThatThrownBy(() -> get(key))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.SERVICE_UNAVAILABLE));
    }

    @Test
    void areFetchedOnceAndKept() {
        keys.fetch();
        succeed(FIRST);

        clock.advance(OidcKeys.FRESH.minusSeconds(1));
        assertThat(get(FIRST)).hasSize(1);
        assertThat(fetches).hasSize(1);
    }

    @Test
    void areFetchedAgainBesideTheRequestsBeforeTheyAreForgotten() {
        keys.fetch();
        succeed(FIRST);

        clock.advance(OidcKeys.FRESH);
        assertThat(get(FIRST)).hasSize(1);
        assertThat(get(FIRST)).hasSize(1);
        assertThat(fetches).hasSize(2);
        succeed(SECOND);
        assertThat(get(SECOND)).hasSize(1);
        assertThat(get(FIRST)).isEmpty();
        assertThat(fetches).hasSize(2);
    }

    @Test
    void areFetchedAgainForOneThatIsUnknownButNotWithoutAPause() {
        keys.fetch();
        succeed(FIRST);

        assertThat(get(SECOND)).isEmpty();
        assertThat(fetches).hasSize(1);
        clock.advance(OidcKeys.PAUSE);
        keys.fetch();
        succeed(FIRST, SECOND);
        assertThat(get(SECOND)).hasSize(1);
        assertThat(get(key("third"))).isEmpty();
        assertThat(fetches).hasSize(2);
    }

    @Test
    void areFetchedAgainFirstAfterALongTimeWithoutRequests() {
        keys.fetch();
        succeed(FIRST);
        answer = () -> CompletableFuture.completedFuture(new JWKSet(SECOND));

        clock.advance(OidcKeys.STALE);
        assertThat(get(FIRST)).isEmpty();
        assertThat(get(SECOND)).hasSize(1);
        assertThat(fetches).hasSize(2);
    }

    @Test
    void areBelievedForADayWhileTheyCannotBeFetched() {
        keys.fetch();
        succeed(FIRST);

        clock.advance(OidcKeys.BELIEVED.minusSeconds(1));
        keys.fetch();
        fail();
        assertThat(get(FIRST)).hasSize(1);
        assertUnavailable(SECOND);
        clock.advance(Duration.ofSeconds(1));
        assertUnavailable(FIRST);
        assertThat(fetches).hasSize(2);
    }

    @Test
    void areFetchedAgainSoonAfterThatFailed() {
        keys.fetch();
        fail();
        assertUnavailable(FIRST);

        clock.advance(OidcKeys.PAUSE);
        keys.fetch();
        succeed(FIRST);
        assertThat(get(FIRST)).hasSize(1);
    }

    @Test
    void areFetchedAgainWhenTheClockWasSetBack() {
        keys.fetch();
        succeed(FIRST);

        clock.advance(Duration.ofDays(-2));
        assertThat(get(FIRST)).hasSize(1);
        assertThat(fetches).hasSize(2);
    }

    /** The other threads are rejected at once; no thread still waits when the fetch has ended. */
    @Test
    void holdAFewThreadsOnly() throws InterruptedException, ExecutionException {
        keys.fetch();
        ExecutorService clients = Executors.newFixedThreadPool(20);
        try {
            List<Future<Boolean>> refusals = IntStream.range(0, 20)
                    .mapToObj(i -> clients.submit(() -> {
                        try {
                            return get(FIRST).isEmpty();
                        } catch (ProblemException unavailable) {
                            return true;
                        }
                    }))
                    .toList();
            while (refusals.stream().filter(Future::isDone).count() < 12) {
                Thread.onSpinWait();
            }

            succeed(FIRST);
            int refused = 0;
            for (Future<Boolean> refusal : refusals) {
                refused += refusal.get() ? 1 : 0;
            }
            assertThat(refused).isEqualTo(12);
            assertThat(fetches).hasSize(1);
        } finally {
            clients.shutdownNow();
        }
    }
}
