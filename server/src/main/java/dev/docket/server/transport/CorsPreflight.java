package dev.docket.server.transport;

import jakarta.annotation.Priority;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Response;

/**
 * Tells a browser that a page may send a request, on any path: whether the path exists, and the token may use it, is
 * told by the response to the request, which the page can read.
 */
@PreMatching
@Priority(CorsPreflight.FIRST)
record CorsPreflight(CorsOrigins origins) implements ContainerRequestFilter {

    static final int FIRST = Integer.MIN_VALUE + 1;

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getMethod().equals(HttpMethod.OPTIONS)
                && request.getHeaderString("Access-Control-Request-Method") != null
                && origins.include(request.getHeaderString("Origin"))) {
            Response.ResponseBuilder response = Response.noContent();
            CorsOrigins.OF_PREFLIGHTS.forEach(response::header);
            request.abortWith(response.build());
        }
    }
}
