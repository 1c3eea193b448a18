package dev.docket.server.security;

import dev.docket.persistence.database.Database;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.Operations;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import org.glassfish.jersey.server.monitoring.ApplicationEvent;
import org.glassfish.jersey.server.monitoring.ApplicationEventListener;
import org.glassfish.jersey.server.monitoring.RequestEvent;
import org.glassfish.jersey.server.monitoring.RequestEventListener;

/**
 * The one place where a request is bound to the requester of its token, after authentication and the rate limit.
 * Rejects with 403 an operation that the contract does not open to requesters ({@code x-for-requesters}). Binds the
 * thread of any other to the requester until the response is sent, so that the database shows none of its transactions
 * another requester's tickets, even if a resource asks for one.
 */
@Priority(Priorities.AUTHENTICATION + 2)
public final class RequesterFilter implements ContainerRequestFilter {

    private final Database database;

    @Context
    private ResourceInfo resource;

    public RequesterFilter(Database database) {
        this.database = database;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getSecurityContext().getUserPrincipal() instanceof Caller caller && caller.requester() != null) {
            if (!Operations.of(resource).orElseThrow().forRequesters()) {
                throw new ProblemException(
                        ProblemType.FORBIDDEN, "a token that acts as a requester cannot use this operation");
            }
            database.bind(caller.requester().bound());
        }
    }

    /** Ends the binding with the request. */
    public static final class Release implements ApplicationEventListener {

        private final Database database;

        public Release(Database database) {
            this.database = database;
        }

        @Override
        public void onEvent(ApplicationEvent event) {
            // Of no concern.
        }

        @Override
        public RequestEventListener onRequest(RequestEvent begun) {
            return event -> {
                if (event.getType() == RequestEvent.Type.FINISHED) {
                    database.unbind();
                }
            };
        }
    }
}
