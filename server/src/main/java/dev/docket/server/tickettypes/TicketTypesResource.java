package dev.docket.server.tickettypes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.TicketTypesApi;
import dev.docket.api.model.TicketType;
import dev.docket.api.model.TicketTypeInput;
import dev.docket.api.model.TicketTypeList;
import dev.docket.api.model.TicketTypeVersion;
import dev.docket.api.model.TicketTypeVersionList;
import dev.docket.server.http.rest.Page;
import dev.docket.server.http.rest.Versioned;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** The operations on ticket types, as HTTP has them. */
public final class TicketTypesResource implements TicketTypesApi {

    private final TicketTypes ticketTypes;

    @Context
    private UriInfo uri;

    public TicketTypesResource(TicketTypes ticketTypes) {
        this.ticketTypes = ticketTypes;
    }

    @Override
    public Response createTicketType(String xAccountId, TicketTypeInput ticketTypeInput) {
        Versioned<TicketType> created = ticketTypes.create(xAccountId, ticketTypeInput);
        return created.created(uri, "ticket-types/{id}", created.body().getId());
    }

    @Override
    public Response listTicketTypes(String xAccountId, Integer pageSize, String cursor, Boolean includeTotal) {
        Page<TicketType> page = ticketTypes.list(xAccountId, cursor, pageSize, includeTotal);
        return Response.ok(new TicketTypeList()
                        .data(page.data())
                        .nextCursor(page.nextCursor())
                        .total(page.total()))
                .build();
    }

    @Override
    public Response getTicketType(String xAccountId, String ticketTypeId, String ifNoneMatch) {
        return ticketTypes.read(xAccountId, ticketTypeId).read(ifNoneMatch);
    }

    @Override
    public Response listTicketTypeVersions(
            String xAccountId, String ticketTypeId, Integer pageSize, String cursor, Boolean includeTotal) {
        Page<TicketTypeVersion> page =
                ticketTypes.listVersions(xAccountId, ticketTypeId, cursor, pageSize, includeTotal);
        return Response.ok(new TicketTypeVersionList()
                        .data(page.data())
                        .nextCursor(page.nextCursor())
                        .total(page.total()))
                .build();
    }

    @Override
    public Response updateTicketType(String xAccountId, String ticketTypeId, String ifMatch, ObjectNode patch) {
        return ticketTypes.update(xAccountId, ticketTypeId, ifMatch, patch).changed();
    }

    @Override
    public Response deleteTicketType(String xAccountId, String ticketTypeId, String ifMatch) {
        ticketTypes.delete(xAccountId, ticketTypeId, ifMatch);
        return Response.noContent().build();
    }
}
