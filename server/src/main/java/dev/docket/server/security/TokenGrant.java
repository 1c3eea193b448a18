package dev.docket.server.security;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The rights of a token. Immutable.
 *
 * @param requester the requester that its holder is bound to; null: it acts as an agent
 * @param roles by their wire spelling
 * @param permissions in addition to those of the roles
 * @param accounts their ids, or {@link Caller#ALL_ACCOUNTS} alone
 * @param expiresAt from this instant on it is rejected; null: never
 */
public record TokenGrant(
        String name,
        @Nullable TokenRequester requester,
        List<String> roles,
        List<String> permissions,
        List<String> accounts,
        @Nullable Instant expiresAt) {

    /**
     * @throws IllegalArgumentException if other accounts are named beside all accounts, or if it is bound to a
     *     requester and not for exactly one account
     */
    public TokenGrant {
        roles = roles.stream().distinct().toList();
        permissions = permissions.stream().distinct().toList();
        accounts = accounts.stream().distinct().toList();
        if (accounts.contains(Caller.ALL_ACCOUNTS) && accounts.size() > 1) {
            throw new IllegalArgumentException("'*' means all accounts; do not combine it with others");
        }
        if (requester != null && (accounts.size() != 1 || accounts.contains(Caller.ALL_ACCOUNTS))) {
            throw new IllegalArgumentException("a token that acts as a requester must be for exactly one account");
        }
    }

    /** A grant for an agent. */
    public TokenGrant(
            String name,
            List<String> roles,
            List<String> permissions,
            List<String> accounts,
            @Nullable Instant expiresAt) {
        this(name, null, roles, permissions, accounts, expiresAt);
    }

    boolean isForAllAccounts() {
        return accounts.contains(Caller.ALL_ACCOUNTS);
    }

    /** The ids of the accounts that it names; empty if it is for all. */
    List<String> namedAccounts() {
        return isForAllAccounts() ? List.of() : accounts;
    }

    /** All permissions, including those of the roles. */
    SortedSet<String> allPermissions() {
        return StandardRole.permissionsOf(roles, permissions);
    }
}
