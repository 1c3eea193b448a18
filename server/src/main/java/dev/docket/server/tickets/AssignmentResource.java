package dev.docket.server.tickets;

import dev.docket.api.AssignmentApi;
import dev.docket.server.security.ContractResource;
import jakarta.ws.rs.core.Response;

/** Explains over HTTP why a ticket has its assignee. */
final class AssignmentResource extends ContractResource implements AssignmentApi {

    private final Tickets tickets;

    AssignmentResource(Tickets tickets) {
        this.tickets = tickets;
    }

    @Override
    public Response getTicketAssignment(String xAccountId, String ticketId, String ifNoneMatch) {
        return tickets.explainAssignment(xAccountId, ticketId, caller()).read(ifNoneMatch);
    }
}
