package dev.docket.server.tickets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.TicketsApi;
import dev.docket.api.model.TicketBulkUpdateInput;
import dev.docket.api.model.TicketInput;
import dev.docket.persistence.tickets.TicketFilter;
import dev.docket.server.idempotency.KeyedRequest;
import dev.docket.server.idempotency.KeyedRequests;
import dev.docket.server.idempotency.StoresAnswer;
import dev.docket.server.security.ContractResource;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;

/** The operations on tickets over HTTP. */
final class TicketsResource extends ContractResource implements TicketsApi {

    private final Tickets tickets;
    private final TicketLists lists;
    private final TicketUpdates updates;

    @Inject
    private Provider<ContainerRequestContext> request;

    TicketsResource(Tickets tickets, TicketUpdates updates, TicketLists lists) {
        this.tickets = tickets;
        this.updates = updates;
        this.lists = lists;
    }

    @Override
    @StoresAnswer
    public Response createTicket(String xAccountId, TicketInput ticketInput) {
        KeyedRequest keyed = KeyedRequests.of(request.get());
        return tickets.create(xAccountId, ticketInput, caller(), requestId(), keyed)
                .toResponse();
    }

    @Override
    public Response listTickets(String xAccountId, ListTicketsParameters query) {
        TicketFilter filter = TicketFilterMapper.INSTANCE.toFilter(query);
        return lists.list(xAccountId, filter, query.sort, query.cursor, query.pageSize, query.includeTotal, caller())
                .ok();
    }

    @Override
    public Response getTicket(String xAccountId, String ticketId, String ifNoneMatch) {
        return tickets.read(xAccountId, ticketId, caller()).read(ifNoneMatch);
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
    public Response restoreTicket(String xAccountId, String ticketId, String ifMatch) {
        return updates.restore(xAccountId, ticketId, ifMatch, actor()).changed();
    }
}
