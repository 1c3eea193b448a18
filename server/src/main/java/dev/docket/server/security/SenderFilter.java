package dev.docket.server.security;

import dev.docket.server.http.rest.Operations;
import dev.docket.server.transport.HttpTransport;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;

/**
 * Tells the transport whose request it serves, once its token, permission and account are accepted; 429 if the request
 * streams, and its token or account has its share of streams already.
 */
public final class SenderFilter implements DynamicFeature {

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        boolean isOnAnAccount = Operations.isOnAnAccount(resource);
        context.register(
                (ContainerRequestFilter) request -> identify(request, isOnAnAccount), Priorities.AUTHORIZATION + 2);
    }

    private static void identify(ContainerRequestContext request, boolean isOnAnAccount) {
        if (request.getSecurityContext().getUserPrincipal() instanceof Caller caller) {
            String account = isOnAnAccount ? request.getHeaderString(Operations.ACCOUNT_HEADER) : null;
            HttpTransport.identify(request, caller.tokenId(), account);
        }
    }
}
