package dev.docket.server.security;

import dev.docket.api.Operation;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.rest.Operations;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;

/** Rejects with 403 a caller without the permission of the operation; the response names the permission. */
public final class PermissionFilter implements DynamicFeature {

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Operations.of(resource)
                .map(Operation::permission)
                .filter(permission -> !permission.equals(Operation.PUBLIC) && !permission.equals(Operation.ANY_TOKEN))
                .ifPresent(permission -> context.register(
                        (ContainerRequestFilter) request -> check(request, permission), Priorities.AUTHORIZATION));
    }

    private static void check(ContainerRequestContext request, String permission) {
        if (!Caller.of(request.getSecurityContext()).has(permission)) {
            throw ProblemException.forbidden(
                    permission,
                    "this operation needs the permission " + permission + ", which the token does not have");
        }
    }
}
