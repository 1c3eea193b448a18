package dev.docket.server.security;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Named sets of permissions for common uses of tokens. They are written out, so that no token gains a new permission
 * unnoticed: a test fails while a permission of the contract is in no role.
 */
enum StandardRole {
    /** Works on tickets. */
    AGENT(
            "tickets:create",
            "tickets:read",
            "tickets:update",
            "tickets:escalate",
            "tickets:comment",
            "tickets:attach",
            "tickets:notes",
            "events:read",
            "ticket-types:read",
            "directory:read"),

    /** Leads agents: also reads service levels, and reads and writes rotations and escalation rules. */
    LEAD(
            "tickets:create",
            "tickets:read",
            "tickets:update",
            "tickets:comment",
            "tickets:notes",
            "tickets:moderate",
            "tickets:attach",
            "tickets:delete",
            "tickets:reopen",
            "tickets:escalate",
            "events:read",
            "escalation-rules:read",
            "escalation-rules:write",
            "automation-rules:read",
            "ticket-types:read",
            "directory:read",
            "rotations:read",
            "rotations:write",
            "sla:read"),

    /** A program that creates tickets and loads CRM data. */
    INTEGRATION(
            "tickets:create",
            "tickets:import",
            "tickets:read",
            "tickets:update",
            "tickets:comment",
            "tickets:attach",
            "events:read",
            "ticket-types:read",
            "directory:read",
            "directory:write"),

    /** Configures the account: has every permission of an account. */
    ADMIN(
            "tickets:create",
            "tickets:import",
            "tickets:read",
            "tickets:update",
            "tickets:comment",
            "tickets:notes",
            "tickets:moderate",
            "tickets:attach",
            "tickets:delete",
            "tickets:reopen",
            "tickets:escalate",
            "events:read",
            "escalation-rules:read",
            "escalation-rules:write",
            "automation-rules:read",
            "automation-rules:write",
            "ticket-types:read",
            "ticket-types:write",
            "rotations:read",
            "rotations:write",
            "sla:read",
            "sla:write",
            "directory:read",
            "directory:write",
            "requesters:erase",
            "quotas:read",
            "tokens:manage");

    private final List<String> permissions;

    StandardRole(String... permissions) {
        this.permissions = Arrays.stream(permissions).sorted().toList();
    }

    /** The permissions, in alphabetical order. */
    public List<String> permissions() {
        return permissions;
    }

    /** The wire spelling, such as {@code agent}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param spelling as on the wire */
    public static Optional<StandardRole> of(String spelling) {
        return Arrays.stream(values())
                .filter(role -> role.toString().equals(spelling))
                .findFirst();
    }

    /**
     * {@code permissions} and those of the roles.
     *
     * @param roles by their wire spelling; a role that only another version of Docket knows grants nothing here
     */
    static TreeSet<String> permissionsOf(Collection<String> roles, Collection<String> permissions) {
        TreeSet<String> all = new TreeSet<>(permissions);
        roles.forEach(spelling -> of(spelling).ifPresent(role -> all.addAll(role.permissions())));
        return all;
    }
}
