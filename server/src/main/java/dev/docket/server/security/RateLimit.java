package dev.docket.server.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

/**
 * Refuses, with 429, what a caller sends beyond its share of this node, and tells every caller what it has left. Callers are
 * those that were authenticated: whatever needs no token has no limit. Thread-safe.
 */
@Priority(Priorities.AUTHENTICATION + 1)
public final class RateLimit implements ContainerRequestFilter, ContainerResponseFilter {

    private static final String STATE = "dev.docket.rate-limit";

    private final RateLimitSettings settings;
    private final Clock clock;
    // Whoever is forgotten has a full bucket again; there are more only if tokens are made to get round the limit.
    private final Cache<UUID, TokenBucket> buckets =
            Caffeine.newBuilder().maximumSize(100_000).build();

    public RateLimit(RateLimitSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (settings.perSecond() == 0 || !(request.getSecurityContext().getUserPrincipal() instanceof Caller caller)) {
            return;
        }
        TokenBucket.State state = buckets.get(
                        caller.tokenId(),
                        id -> new TokenBucket(settings.burst(), settings.perSecond(), clock.instant()))
                .take(clock.instant());
        request.setProperty(STATE, state);
        if (!state.isTaken()) {
            throw refusal("this token has sent more requests than it may; wait as long as Retry-After says", state);
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(STATE) instanceof TokenBucket.State state) {
            MultivaluedMap<String, Object> headers = response.getHeaders();
            headers.putSingle("RateLimit-Limit", state.limit());
            headers.putSingle("RateLimit-Remaining", state.remaining());
            headers.putSingle("RateLimit-Reset", state.fullSeconds());
        }
    }

    static ProblemException refusal(String detail, TokenBucket.State state) {
        return new ProblemException(
                ProblemType.TOO_MANY_REQUESTS,
                detail,
                Map.of(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, state.nextSeconds()))));
    }
}
