package dev.docket.server.security;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of OIDC: the issuer whose access tokens are accepted beside API tokens, and the names of their claims.
 *
 * @param issuer the exact claim {@code iss}
 * @param audience one of the values of the claim {@code aud}
 * @param keysUrl where the issuer's public keys are, a JSON Web Key Set; null: where its discovery document says
 * @param accountsClaim ids of accounts, or {@code *}
 * @param permissionsClaim permissions; unknown ones are ignored
 * @param rolesClaim roles of {@link StandardRole}; unknown ones are ignored
 * @param actsAsClaim {@code agent} or {@code requester}
 * @param requesterClaim the requester that a token with {@code requester} is bound to: its type and id, as in
 *     {@code merchant:1001} or {@code external:rosa@example.com}
 */
public record OidcSettings(
        String issuer,
        String audience,
        @Nullable URI keysUrl,
        String accountsClaim,
        String permissionsClaim,
        String rolesClaim,
        String actsAsClaim,
        String requesterClaim) {

    public static final String DEFAULT_ACCOUNTS_CLAIM = "docket_accounts";
    public static final String DEFAULT_PERMISSIONS_CLAIM = "scope";
    public static final String DEFAULT_ROLES_CLAIM = "roles";
    public static final String DEFAULT_ACTS_AS_CLAIM = "docket_acts_as";
    public static final String DEFAULT_REQUESTER_CLAIM = "docket_requester";

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Settings with the default names of the claims. */
    public OidcSettings(String issuer, String audience, @Nullable URI keysUrl) {
        this(
                issuer,
                audience,
                keysUrl,
                DEFAULT_ACCOUNTS_CLAIM,
                DEFAULT_PERMISSIONS_CLAIM,
                DEFAULT_ROLES_CLAIM,
                DEFAULT_ACTS_AS_CLAIM,
                DEFAULT_REQUESTER_CLAIM);
    }

    /** The URL of the issuer's discovery document. */
    URI discoveryUrl() {
        return URI.create(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration");
    }

    /** Whether the content is protected from tampering on the way: by HTTPS, or because it comes from this machine. */
    public static boolean isSafe(URI url) {
        return url.getHost() != null
                && ("https".equals(url.getScheme())
                        || "http".equals(url.getScheme()) && LOOPBACK.contains(url.getHost()));
    }
}
