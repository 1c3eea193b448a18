package dev.docket.server.tickets;

import dev.docket.api.AssignmentApi;
import dev.docket.server.security.ContractResource;
import jakarta.ws.rs.core.Response;

/** Why tickets are with whom they are, as HTTP has it. */
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
