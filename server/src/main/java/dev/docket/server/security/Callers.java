package dev.docket.server.security;

import java.net.InetAddress;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Authenticates a caller by a bearer token: an API token or an OIDC token. Thread-safe. */
public final class Callers {

    private final Tokens tokens;
    private final @Nullable OidcTokens oidcTokens;
    private final FailedAttempts failedAttempts;

    /** @param oidcTokens null: no OIDC tokens are accepted */
    public Callers(Tokens tokens, @Nullable OidcTokens oidcTokens, RateLimitSettings limits, Clock clock) {
        this.tokens = tokens;
        this.oidcTokens = oidcTokens;
        this.failedAttempts = new FailedAttempts(limits.failuresPerMinute(), clock);
    }

    /**
     * @param address where the request came from
     * @return empty if the token is unknown, expired, revoked or otherwise not acceptable
     * @throws dev.docket.server.http.problem.ProblemException 429 if too many such tokens came from this address; 503
     *     if the token cannot be checked now
     */
    Optional<Caller> authenticate(String token, InetAddress address) {
        failedAttempts.requireMayTry(address, token);
        Optional<Caller> caller = oidcTokens == null || token.startsWith(Tokens.PREFIX)
                ? tokens.authenticate(token)
                : oidcTokens.authenticate(token);
        if (caller.isPresent()) {
            failedAttempts.succeeded(token);
        } else {
            failedAttempts.failed(address);
        }
        return caller;
    }
}
