package dev.docket.server.security;

import dev.docket.server.http.ProblemException;
import dev.docket.server.http.ProblemType;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;

/**
 * Refuses, with 403, a request for an account that its token was not granted. Runs after the permission was checked; a
 * missing header is left to the validation of the contract, which says 400.
 */
@Priority(Priorities.AUTHORIZATION + 1)
public final class AccountFilter implements ContainerRequestFilter {

    public static final String HEADER = "x-account-id";

    @Override
    public void filter(ContainerRequestContext request) {
        String account = request.getHeaderString(HEADER);
        if (account != null
                && !account.isEmpty()
                && request.getSecurityContext().getUserPrincipal() instanceof Caller caller
                && !caller.accounts().contains(account)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "the token was not granted the account that x-account-id names");
        }
    }
}
