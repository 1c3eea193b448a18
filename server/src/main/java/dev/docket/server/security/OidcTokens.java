package dev.docket.server.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.docket.persistence.database.Database;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.Set;

/**
 * Authenticates by OIDC access tokens: JWTs (RFC 9068 and similar ones) that one issuer signed. No token is stored, and
 * none can be revoked here. Thread-safe.
 */
public final class OidcTokens {

    /** HMAC is not accepted, because a verifier would need its secret, and neither is {@code none}. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    /** Maximum difference between the issuer's clock and this one. */
    private static final int CLOCK_SKEW_SECONDS = 30;

    /** Time limit for each of the two documents that lead to the keys. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final OidcClaims claims;

    /** Starts to fetch the issuer's keys without waiting. */
    public OidcTokens(OidcSettings settings, Database database, KnownAccounts accounts, Clock clock) {
        this.claims = new OidcClaims(settings, new KnownPermissions(database), new RequesterIds(database), accounts);
        OidcKeys keys = new OidcKeys(new OidcIssuer(settings, PATIENCE)::fetchKeys, clock);
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"), JOSEObjectType.JWT));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        DefaultJWTClaimsVerifier<SecurityContext> verifier =
                new DefaultJWTClaimsVerifier<>(
                        settings.audience(),
                        new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
                        Set.of("sub", "exp")) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        verifier.setMaxClockSkew(CLOCK_SKEW_SECONDS);
        processor.setJWTClaimsSetVerifier(verifier);
        keys.fetch();
    }

    /**
     * Returns the caller of {@code token}; empty if the token is not acceptable, for any reason.
     *
     * @throws dev.docket.server.http.problem.ProblemException 503 if the key that it names is unavailable now
     */
    Optional<Caller> authenticate(String token) {
        try {
            return claims.caller(processor.process(parse(token), null));
        } catch (ParseException | BadJOSEException | JOSEException refused) {
            return Optional.empty();
        }
    }

    private static SignedJWT parse(String token) throws ParseException {
        try {
            return SignedJWT.parse(token);
        } catch (RuntimeException unforeseen) {
            // The library fails with other exceptions for some input, such as a header that is null.
            throw new ParseException("not a JWT", 0);
        }
    }
}
