package dev.docket.server.security;

import dev.docket.api.model.ActsAs;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request.
 *
 * @param tokenId names the caller in the history: its API token, or the subject of its OIDC tokens, whichever one it sent
 * @param actsAs whose part it has on tickets
 * @param roles that the permissions are of, by their wire spelling
 * @param permissions such as {@code tickets:create}, those of the roles too; the contract says which operation needs which
 * @param accounts the accounts that the caller may name in {@code x-account-id}; with {@value #ALL_ACCOUNTS}, any
 * @param expiresAt from this instant on its token is refused; null: never
 */
public record Caller(
        UUID tokenId,
        String name,
        ActsAs actsAs,
        List<String> roles,
        Set<String> permissions,
        Set<String> accounts,
        @Nullable Instant expiresAt)
        implements Principal {

    /** In the place of an account's id, which cannot be this: every account that there is or will be. */
    public static final String ALL_ACCOUNTS = "*";

    /** One without roles, for good. */
    public Caller(UUID tokenId, String name, ActsAs actsAs, Set<String> permissions, Set<String> accounts) {
        this(tokenId, name, actsAs, List.of(), permissions, accounts, null);
    }

    /** Who sent the request that this is the security of, which has been authenticated. */
    public static Caller of(SecurityContext security) {
        return (Caller) security.getUserPrincipal();
    }

    @Override
    public String getName() {
        return name;
    }

    public boolean has(String permission) {
        return permissions.contains(permission);
    }

    /** Whether internal notes are for it: for a requester they never are. */
    public boolean seesNotes() {
        return actsAs != ActsAs.REQUESTER && has("tickets:notes");
    }

    public boolean hasAllAccounts() {
        return accounts.contains(ALL_ACCOUNTS);
    }

    /** Whether the account was granted; one that was need not exist where all were. */
    public boolean mayUse(String account) {
        return accounts.contains(account) || hasAllAccounts();
    }
}
