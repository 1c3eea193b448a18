package dev.docket.server.tickettypes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.TicketTypesApi;
import dev.docket.api.model.TicketType;
import dev.docket.api.model.TicketTypeInput;
import dev.docket.persistence.tickettypes.TicketTypeRow;
import dev.docket.server.configurations.Configured;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.security.ContractResource;
import jakarta.ws.rs.core.Response;

/** The operations on ticket types, as HTTP has them. */
final class TicketTypesResource extends ContractResource implements TicketTypesApi {

    private final Configured<TicketTypeInput, TicketTypeRow, TicketType> ticketTypes;
    private final TicketTypeVersions versions;

    TicketTypesResource(
            Configured<TicketTypeInput, TicketTypeRow, TicketType> ticketTypes, TicketTypeVersions versions) {
        this.ticketTypes = ticketTypes;
        this.versions = versions;
    }

    @Override
    public Response createTicketType(String xAccountId, TicketTypeInput ticketTypeInput) {
        Versioned<TicketType> created = ticketTypes.create(xAccountId, ticketTypeInput);
        return created.created("ticket-types/{id}", created.body().getId());
    }

    @Override
    public Response listTicketTypes(String xAccountId, Integer pageSize, String cursor, Boolean includeTotal) {
        return ticketTypes.list(xAccountId, cursor, pageSize, includeTotal).ok();
    }

    @Override
    public Response getTicketType(String xAccountId, String ticketTypeId, String ifNoneMatch) {
        return ticketTypes.read(xAccountId, ticketTypeId).read(ifNoneMatch);
    }

    @Override
    public Response listTicketTypeVersions(
            String xAccountId, String ticketTypeId, Integer pageSize, String cursor, Boolean includeTotal) {
        return versions.list(xAccountId, ticketTypeId, cursor, pageSize, includeTotal)
                .ok();
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
