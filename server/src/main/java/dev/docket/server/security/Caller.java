package dev.docket.server.security;

import dev.docket.api.model.ActsAs;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Set;
import java.util.UUID;

/**
 * Who sent a request.
 *
 * @param tokenId names the caller in the history
 * @param actsAs whose part it has on tickets
 * @param permissions such as {@code tickets:create}; the contract says which operation needs which
 * @param accounts the accounts that the caller may name in {@code x-account-id}; with {@value #ALL_ACCOUNTS}, any
 */
public record Caller(UUID tokenId, String name, ActsAs actsAs, Set<String> permissions, Set<String> accounts)
        implements Principal {

    /** In the place of an account's id, which cannot be this: every account that there is or will be. */
    public static final String ALL_ACCOUNTS = "*";

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
