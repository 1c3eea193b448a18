package dev.docket.server.cli;

import dev.docket.server.security.OidcSettings;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for OIDC access tokens, which are accepted beside API tokens. */
final class OidcOptions {

    @Option(
            names = "--oidc-issuer",
            paramLabel = "URL",
            description = "Issuer whose access tokens are accepted. Default: none, API tokens only.")
    private @Nullable String issuer;

    @Option(
            names = "--oidc-audience",
            paramLabel = "NAME",
            description = "Required value in the claim aud of those tokens.")
    private @Nullable String audience;

    @Option(
            names = "--oidc-jwks-url",
            paramLabel = "URL",
            description = "Where the issuer's public keys are. Default: where its discovery document says.")
    private @Nullable String keysUrl;

    @Option(
            names = "--oidc-accounts-claim",
            paramLabel = "CLAIM",
            description = "The claim with ids of accounts, or *. Default: ${DEFAULT-VALUE}.",
            defaultValue = OidcSettings.DEFAULT_ACCOUNTS_CLAIM)
    private String accountsClaim = OidcSettings.DEFAULT_ACCOUNTS_CLAIM;

    @Option(
            names = "--oidc-permissions-claim",
            paramLabel = "CLAIM",
            description = "The claim with permissions. Default: ${DEFAULT-VALUE}.",
            defaultValue = OidcSettings.DEFAULT_PERMISSIONS_CLAIM)
    private String permissionsClaim = OidcSettings.DEFAULT_PERMISSIONS_CLAIM;

    @Option(
            names = "--oidc-roles-claim",
            paramLabel = "CLAIM",
            description = "The claim with roles, such as agent. Default: ${DEFAULT-VALUE}.",
            defaultValue = OidcSettings.DEFAULT_ROLES_CLAIM)
    private String rolesClaim = OidcSettings.DEFAULT_ROLES_CLAIM;

    @Option(
            names = "--oidc-acts-as-claim",
            paramLabel = "CLAIM",
            description = "The claim with agent or requester; without it, agent. Default: ${DEFAULT-VALUE}.",
            defaultValue = OidcSettings.DEFAULT_ACTS_AS_CLAIM)
    private String actsAsClaim = OidcSettings.DEFAULT_ACTS_AS_CLAIM;

    @Option(
            names = "--oidc-requester-claim",
            paramLabel = "CLAIM",
            description = "The claim with the requester of a token that acts as one, as in merchant:1001 or"
                    + " external:rosa@example.com. Default: ${DEFAULT-VALUE}.",
            defaultValue = OidcSettings.DEFAULT_REQUESTER_CLAIM)
    private String requesterClaim = OidcSettings.DEFAULT_REQUESTER_CLAIM;

    /**
     * The settings; null: no OIDC tokens are accepted.
     *
     * @throws WrongValueException if an option is invalid
     */
    @Nullable
    OidcSettings settings() {
        if (issuer == null || issuer.isBlank()) {
            if (isGiven(audience) || isGiven(keysUrl)) {
                throw new WrongValueException("--oidc-audience and --oidc-jwks-url (DOCKET_OIDC_AUDIENCE,"
                        + " DOCKET_OIDC_JWKS_URL) need --oidc-issuer (DOCKET_OIDC_ISSUER)");
            }
            return null;
        }
        if (audience == null || audience.isBlank()) {
            throw new WrongValueException(
                    "--oidc-issuer (DOCKET_OIDC_ISSUER) needs --oidc-audience (DOCKET_OIDC_AUDIENCE)");
        }
        // How the issuer can be reached matters only if its discovery document is needed for the keys.
        URI keys = isGiven(keysUrl) ? url(keysUrl, "--oidc-jwks-url (DOCKET_OIDC_JWKS_URL)") : null;
        if (keys == null) {
            url(issuer, "--oidc-issuer (DOCKET_OIDC_ISSUER)");
        }
        return new OidcSettings(
                issuer, audience, keys, accountsClaim, permissionsClaim, rolesClaim, actsAsClaim, requesterClaim);
    }

    private static boolean isGiven(@Nullable String value) {
        return value != null && !value.isBlank();
    }

    private static URI url(String value, String option) {
        try {
            URI url = URI.create(value);
            if (OidcSettings.isSafe(url)) {
                return url;
            }
        } catch (IllegalArgumentException malformed) {
            // Rejected below, like any other invalid URL.
        }
        throw new WrongValueException(option + " must be an https URL, or http on a loopback address");
    }
}
