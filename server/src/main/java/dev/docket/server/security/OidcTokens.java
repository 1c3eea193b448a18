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
 * OIDC access tokens: JWTs (RFC 9068 and what is like it) that one issuer signed. Nothing about a token is stored, and none
 * can be revoked here. Thread-safe.
 */
public final class OidcTokens {

    /** No HMAC, whose secret whoever verifies must have, and not {@code none}. */
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

    /** By how much the issuer's clock may differ from this one. */
    private static final int CLOCK_SKEW_SECONDS = 30;

    /** With each of the two documents that the keys may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final OidcClaims claims;

    /** Begins to fetch the issuer's keys, and waits for nothing. */
    public OidcTokens(OidcSettings settings, Database database, KnownAccounts accounts, Clock clock) {
        this.claims = new OidcClaims(settings, new KnownPermissions(database), accounts);
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
     * Whom {@code token} was issued to; empty if it is not to be accepted, for whatever reason.
     *
     * @throws dev.docket.server.http.problem.ProblemException 503 if the key that it names cannot be had now
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
            // The library has not foreseen everything that can be sent, such as a header that is null.
            throw new ParseException("not a JWT", 0);
        }
    }
}
