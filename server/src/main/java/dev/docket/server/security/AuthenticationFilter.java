package dev.docket.server.security;

import dev.docket.api.Operation;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.transport.HttpTransport;
import jakarta.annotation.Priority;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.net.InetAddress;
import java.security.Principal;
import java.util.Optional;

/**
 * Authenticates the caller of an operation that is not public by its bearer token (RFC 6750); 401 if the token is not
 * valid.
 */
@Priority(Priorities.AUTHENTICATION)
public final class AuthenticationFilter implements ContainerRequestFilter {

    private static final String SCHEME = "Bearer ";

    private final Callers callers;

    @Context
    private ResourceInfo resource;

    public AuthenticationFilter(Callers callers) {
        this.callers = callers;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (isPublic()) {
            return;
        }
        String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new NotAuthorizedException("send a token: Authorization: Bearer {token}", "Bearer realm=\"docket\"");
        }
        Optional<Caller> caller =
                callers.authenticate(header.substring(SCHEME.length()).strip(), (InetAddress)
                        request.getProperty(HttpTransport.CLIENT_ADDRESS));
        request.setSecurityContext(new BearerContext(caller.orElseThrow(() -> new NotAuthorizedException(
                "the token is unknown, expired or revoked", "Bearer realm=\"docket\", error=\"invalid_token\""))));
    }

    /** Assets of the documentation are not in the contract, and as public as the page that they belong to. */
    private boolean isPublic() {
        return Operations.of(resource)
                .map(operation -> operation.permission().equals(Operation.PUBLIC))
                .orElse(true);
    }

    private record BearerContext(Caller caller) implements SecurityContext {

        @Override
        public Principal getUserPrincipal() {
            return caller;
        }

        /** The roles of JAX-RS are the permissions of the contract. */
        @Override
        public boolean isUserInRole(String permission) {
            return permission.equals(Operation.ANY_TOKEN) || caller.has(permission);
        }

        @Override
        public boolean isSecure() {
            return false;
        }

        @Override
        public String getAuthenticationScheme() {
            return "Bearer";
        }
    }
}
