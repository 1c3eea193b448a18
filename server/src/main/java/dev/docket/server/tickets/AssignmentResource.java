package dev.docket.server.tickets;

import dev.docket.api.AssignmentApi;
import dev.docket.server.security.Caller;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;

/** Why tickets are with whom they are, as HTTP has it. */
public final class AssignmentResource implements AssignmentApi {

    private final Tickets tickets;

    @Context
    private SecurityContext security;

    public AssignmentResource(Tickets tickets) {
        this.tickets = tickets;
    }

    @Override
    public Response getTicketAssignment(String xAccountId, String ticketId, String ifNoneMatch) {
        Caller caller = Caller.of(security);
        return tickets.explainAssignment(xAccountId, ticketId, caller).read(ifNoneMatch);
    }
}
