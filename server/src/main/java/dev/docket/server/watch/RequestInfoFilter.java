package dev.docket.server.watch;

import dev.docket.api.Operation;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.security.Caller;
import dev.docket.server.transport.HttpTransport;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import java.util.Optional;

/** Publishes the {@link RequestInfo} of each request, for every response. */
public final class RequestInfoFilter implements ContainerResponseFilter {

    @Context
    private ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Optional<Operation> operation = Operations.of(resource);
        Caller caller = request.getSecurityContext() != null
                        && request.getSecurityContext().getUserPrincipal() instanceof Caller authenticated
                ? authenticated
                : null;
        AccessResult access = AccessResult.of(request, operation, caller, response.getStatus());
        String account = request.getHeaderString(Operations.ACCOUNT_HEADER);
        boolean mayUseIt =
                caller != null && account != null && access == AccessResult.GRANTED && caller.mayUse(account);
        request.setProperty(
                HttpTransport.FACTS,
                new RequestInfo(
                        operation.map(Operation::id).orElse(RequestInfo.NONE),
                        mayUseIt ? account : null,
                        caller == null ? null : caller.tokenId(),
                        access));
    }
}
