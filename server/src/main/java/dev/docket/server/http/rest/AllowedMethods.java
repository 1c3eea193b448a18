package dev.docket.server.http.rest;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Completes {@code Allow} with HEAD, which every path with GET supports and Jersey leaves out of a 405, and responds to
 * OPTIONS with 204; Jersey would send a text of its own.
 */
public final class AllowedMethods implements ContainerResponseFilter {

    /** Of every PATCH in the contract. */
    private static final String PATCH_TYPES = "application/merge-patch+json, application/json";

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        List<Object> allow = response.getHeaders().get(HttpHeaders.ALLOW);
        if (allow != null) {
            Set<String> methods = complete(allow);
            response.getHeaders().putSingle(HttpHeaders.ALLOW, String.join(", ", methods));
            if (methods.contains(HttpMethod.PATCH)) {
                response.getHeaders().putSingle("Accept-Patch", PATCH_TYPES);
            }
        }
        if (request.getMethod().equals(HttpMethod.OPTIONS)
                && response.getStatus() == Response.Status.OK.getStatusCode()) {
            response.setStatusInfo(Response.Status.NO_CONTENT);
            response.setEntity(null);
            response.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
        }
    }

    private static Set<String> complete(List<Object> allow) {
        Set<String> methods = new TreeSet<>();
        allow.forEach(header -> methods.addAll(Arrays.asList(header.toString().split("[, ]+"))));
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        return methods;
    }
}
