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
 * Rejects with 429 requests beyond a caller's share of this node, and tells every caller its remaining quota. Applies
 * to authenticated callers: operations that require no token have no limit. Thread-safe.
 */
@Priority(Priorities.AUTHENTICATION + 1)
public final class RateLimit implements ContainerRequestFilter, ContainerResponseFilter {

    private static final String STATE = "dev.docket.rate-limit";

    private final RateLimitSettings settings;
    private final Clock clock;
    // A removed caller gets a full bucket again; more callers exist only if tokens are made to evade the limit.
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
            throw refusal(
                    "this token has exceeded its request limit; retry after the number of seconds in Retry-After",
                    state);
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
