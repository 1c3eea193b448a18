package dev.docket.server.security;

import java.security.Principal;
import java.util.Set;
import java.util.UUID;

/**
 * Who sent a request.
 *
 * @param tokenId names the caller in the history
 * @param permissions such as {@code tickets:create}; the contract says which operation needs which
 * @param accounts the accounts that the caller may name in {@code x-account-id}
 */
public record Caller(UUID tokenId, String name, Set<String> permissions, Set<String> accounts) implements Principal {

    @Override
    public String getName() {
        return name;
    }

    public boolean has(String permission) {
        return permissions.contains(permission);
    }
}
