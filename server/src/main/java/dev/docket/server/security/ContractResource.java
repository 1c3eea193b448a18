package dev.docket.server.security;

import dev.docket.server.http.RequestId;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;

/**
 * A resource that implements an interface of the contract. It has access to the present request, and has no services.
 */
public abstract class ContractResource {

    @Context
    private SecurityContext security;

    @Context
    private HttpHeaders headers;

    /** The sender of the request, which has been authenticated. */
    protected final Caller caller() {
        return Caller.of(security);
    }

    /** The caller as the author of a change. */
    protected final Actor actor() {
        return Actor.of(caller(), requestId());
    }

    protected final String requestId() {
        return headers.getHeaderString(RequestId.HEADER);
    }

    protected final HttpHeaders headers() {
        return headers;
    }
}
