package dev.docket.server.tickets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.TicketsApi;
import dev.docket.api.model.TicketBulkUpdateInput;
import dev.docket.api.model.TicketInput;
import dev.docket.server.http.RequestId;
import dev.docket.server.security.Caller;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;

/** The operations on tickets, as HTTP has them. */
public final class TicketsResource implements TicketsApi {

    private final Tickets tickets;
    private final TicketUpdates updates;

    @Context
    private SecurityContext security;

    @Context
    private HttpHeaders headers;

    @Context
    private UriInfo uri;

    public TicketsResource(Tickets tickets, TicketUpdates updates) {
        this.tickets = tickets;
        this.updates = updates;
    }

    @Override
    public Response createTicket(String xAccountId, TicketInput ticketInput) {
        StoredTicket created =
                tickets.create(xAccountId, ticketInput, caller(), headers.getHeaderString(RequestId.HEADER));
        return show(created)
                .location(uri.getBaseUriBuilder()
                        .path("tickets/{ticketId}")
                        .build(created.ticket().getUniqueId()))
                .build();
    }

    @Override
    public Response getTicket(String xAccountId, String ticketId) {
        return show(tickets.read(xAccountId, ticketId, caller())).build();
    }

    @Override
    public Response updateTicket(String xAccountId, String ticketId, String ifMatch, ObjectNode patch) {
        return updates.update(xAccountId, ticketId, ifMatch, patch, actor()).changed();
    }

    @Override
    public Response bulkUpdateTickets(String xAccountId, TicketBulkUpdateInput update) {
        return Response.ok(updates.update(xAccountId, update, actor())).build();
    }

    @Override
    public Response deleteTicket(String xAccountId, String ticketId, String ifMatch) {
        updates.delete(xAccountId, ticketId, ifMatch, actor());
        return Response.noContent().build();
    }

    @Override
    public Response restoreTicket(String xAccountId, String ticketId) {
        return updates.restore(xAccountId, ticketId, actor()).changed();
    }

    private static Response.ResponseBuilder show(StoredTicket stored) {
        return Response.ok(stored.ticket()).tag(new EntityTag(Long.toString(stored.version())));
    }

    private Actor actor() {
        return Actor.of(caller(), headers.getHeaderString(RequestId.HEADER));
    }

    private Caller caller() {
        return (Caller) security.getUserPrincipal();
    }
}
