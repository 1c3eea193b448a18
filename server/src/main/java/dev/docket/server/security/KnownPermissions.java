package dev.docket.server.security;

import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.tickettypes.TicketTypeDao;
import dev.docket.server.http.rest.Operations;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The existing permissions: those of the contract, and those that ticket types require. Thread-safe. */
public final class KnownPermissions {

    /** How the permissions begin that an account defines for its ticket types. */
    public static final String OWN_PREFIX = "custom:";

    private static final Set<String> OF_ACCOUNTS = Set.copyOf(Operations.permissions());
    private static final Set<String> OF_OPERATORS = Set.copyOf(Operations.operatorPermissions());

    private static final int ACCOUNTS_AT_ONCE = 1_000;

    private final Database database;

    KnownPermissions(Database database) {
        this.database = database;
    }

    static boolean isOfContract(String permission) {
        return OF_ACCOUNTS.contains(permission) || isForOperators(permission);
    }

    /** Whether an account chose the name for its ticket types; no permission of the contract begins like that. */
    static boolean isOwn(String permission) {
        return permission.startsWith(OWN_PREFIX);
    }

    /** Whether ticket types may require it. */
    public static boolean isForTicketTypes(String permission) {
        return OF_ACCOUNTS.contains(permission) || isOwn(permission);
    }

    /** Whether an operation without an account requires it; then it is only for tokens for all accounts. */
    static boolean isForOperators(String permission) {
        return OF_OPERATORS.contains(permission);
    }

    /** The permissions of the grant that no operation and no ticket type of the token's accounts requires. */
    Set<String> unknown(TokenGrant grant) {
        Set<String> unknown = new TreeSet<>(grant.permissions());
        unknown.removeIf(KnownPermissions::isOfContract);
        if (grant.isForAllAccounts()) {
            removeRequiredAnywhere(unknown);
        } else if (!unknown.isEmpty()) {
            unknown.removeAll(requiredIn(grant.accounts()));
        }
        return unknown;
    }

    private void removeRequiredAnywhere(Set<String> permissions) {
        String after = "";
        while (!permissions.isEmpty()) {
            List<String> accounts = accountsAfter(after);
            if (accounts.isEmpty()) {
                return;
            }
            permissions.removeAll(requiredIn(accounts));
            after = accounts.get(accounts.size() - 1);
        }
    }

    private List<String> accountsAfter(String after) {
        return database.read(
                List.of(), transaction -> transaction.dao(AccountDao.class).listIds(after, ACCOUNTS_AT_ONCE));
    }

    private Set<String> requiredIn(Collection<String> accounts) {
        return database.read(
                accounts, transaction -> transaction.dao(TicketTypeDao.class).requiredPermissions(accounts));
    }
}
