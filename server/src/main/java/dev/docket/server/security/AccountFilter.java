package dev.docket.server.security;

import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.Operations;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;

/**
 * Rejects with 403 a request for an account that its token was not granted or that does not exist. Applies to the
 * operations on an account, after the permission was checked. A missing header is left to the validation of the
 * contract, which responds with 400.
 */
public final class AccountFilter implements DynamicFeature {

    private final KnownAccounts accounts;

    public AccountFilter(KnownAccounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        if (Operations.isOnAnAccount(resource)) {
            context.register((ContainerRequestFilter) this::check, Priorities.AUTHORIZATION + 1);
        }
    }

    private void check(ContainerRequestContext request) {
        String account = request.getHeaderString(Operations.ACCOUNT_HEADER);
        if (account != null
                && !account.isEmpty()
                && request.getSecurityContext().getUserPrincipal() instanceof Caller caller
                && !mayUse(caller, account)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "the token was not granted the account named in x-account-id");
        }
    }

    /**
     * A token can name only existing accounts, and accounts are never removed, so existence matters only for a token
     * for all accounts.
     */
    private boolean mayUse(Caller caller, String account) {
        return caller.hasAllAccounts() ? accounts.exists(account) : caller.mayUse(account);
    }
}
