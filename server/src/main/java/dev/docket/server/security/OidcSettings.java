package dev.docket.server.security;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose access tokens are accepted beside API tokens, and what their claims mean.
 *
 * @param issuer the claim {@code iss}, to the letter
 * @param audience one of those in the claim {@code aud}
 * @param keysUrl where the issuer's public keys are, a JSON Web Key Set; null: where its discovery document says
 * @param accountsClaim ids of accounts, or {@code *}
 * @param permissionsClaim permissions; what is none is ignored
 * @param rolesClaim roles of {@link StandardRole}; what is none is ignored
 * @param actsAsClaim {@code agent} or {@code requester}
 */
public record OidcSettings(
        String issuer,
        String audience,
        @Nullable URI keysUrl,
        String accountsClaim,
        String permissionsClaim,
        String rolesClaim,
        String actsAsClaim) {

    public static final String DEFAULT_ACCOUNTS_CLAIM = "docket_accounts";
    public static final String DEFAULT_PERMISSIONS_CLAIM = "scope";
    public static final String DEFAULT_ROLES_CLAIM = "roles";
    public static final String DEFAULT_ACTS_AS_CLAIM = "docket_acts_as";

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** With the claims of the names that are theirs by default. */
    public OidcSettings(String issuer, String audience, @Nullable URI keysUrl) {
        this(
                issuer,
                audience,
                keysUrl,
                DEFAULT_ACCOUNTS_CLAIM,
                DEFAULT_PERMISSIONS_CLAIM,
                DEFAULT_ROLES_CLAIM,
                DEFAULT_ACTS_AS_CLAIM);
    }

    /** The issuer's discovery document. */
    URI discoveryUrl() {
        return URI.create(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration");
    }

    /** Whether nobody on the way can change what is read there: by HTTPS, or from this machine. */
    public static boolean isSafe(URI url) {
        return url.getHost() != null
                && ("https".equals(url.getScheme())
                        || "http".equals(url.getScheme()) && LOOPBACK.contains(url.getHost()));
    }
}
