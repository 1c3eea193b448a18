package dev.docket.server.tickets;

import dev.docket.api.TicketsApi;
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

    @Context
    private SecurityContext security;

    @Context
    private HttpHeaders headers;

    @Context
    private UriInfo uri;

    public TicketsResource(Tickets tickets) {
        this.tickets = tickets;
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

    private static Response.ResponseBuilder show(StoredTicket stored) {
        return Response.ok(stored.ticket()).tag(new EntityTag(Long.toString(stored.version())));
    }

    private Caller caller() {
        return (Caller) security.getUserPrincipal();
    }
}
