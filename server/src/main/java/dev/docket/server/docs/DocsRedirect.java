package dev.docket.server.docs;

import jakarta.annotation.Priority;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/** Leads to the docs page from the addresses that people type. No operation of the contract has these paths. */
@PreMatching
@Priority(DocsRedirect.BEFORE_CHECKS_OF_PATHS)
final class DocsRedirect implements ContainerRequestFilter {

    static final int BEFORE_CHECKS_OF_PATHS = 0;

    private static final Set<String> METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    /** Relative, so that they are right behind a proxy that adds a prefix, too. */
    private static final Map<String, URI> TARGETS = Map.of("/", URI.create("docs"), "/docs/", URI.create("../docs"));

    @Override
    public void filter(ContainerRequestContext request) {
        URI target = TARGETS.get(request.getUriInfo().getRequestUri().getRawPath());
        if (target != null && METHODS.contains(request.getMethod())) {
            request.abortWith(Response.status(Response.Status.PERMANENT_REDIRECT)
                    .location(target)
                    .build());
        }
    }
}
