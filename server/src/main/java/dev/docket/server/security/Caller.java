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
 * The authenticated sender of a request.
 *
 * @param tokenId identifies the caller in the history: its API token, or the subject of its OIDC tokens
 * @param requester the requester that it is bound to; null: it acts as an agent
 * @param roles the roles whose permissions it has, by their wire spelling
 * @param permissions such as {@code tickets:create}, including those of the roles; the contract defines which
 *     permission an operation requires
 * @param accounts the accounts that the caller may name in {@code x-account-id}; with {@value #ALL_ACCOUNTS}, any
 * @param expiresAt from this instant on its token is rejected; null: never
 */
public record Caller(
        UUID tokenId,
        String name,
        @Nullable CallerRequester requester,
        List<String> roles,
        Set<String> permissions,
        Set<String> accounts,
        @Nullable Instant expiresAt)
        implements Principal {

    /** Stands for every account, present and future; not a valid id. */
    public static final String ALL_ACCOUNTS = "*";

    /** An agent without roles whose token never expires. */
    public Caller(UUID tokenId, String name, Set<String> permissions, Set<String> accounts) {
        this(tokenId, name, null, List.of(), permissions, accounts, null);
    }

    /** The caller of an authenticated request. */
    public static Caller of(SecurityContext security) {
        return (Caller) security.getUserPrincipal();
    }

    @Override
    public String getName() {
        return name;
    }

    /** Its role on tickets. */
    public ActsAs actsAs() {
        return requester == null ? ActsAs.AGENT : ActsAs.REQUESTER;
    }

    public boolean has(String permission) {
        return permissions.contains(permission);
    }

    /** Whether it may see internal notes; a requester never may. */
    public boolean seesNotes() {
        return requester == null && has("tickets:notes");
    }

    public boolean hasAllAccounts() {
        return accounts.contains(ALL_ACCOUNTS);
    }

    /** Whether the account was granted; it may not exist if all accounts were granted. */
    public boolean mayUse(String account) {
        return accounts.contains(account) || hasAllAccounts();
    }
}
