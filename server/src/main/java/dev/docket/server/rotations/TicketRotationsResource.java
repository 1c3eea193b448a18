package dev.docket.server.rotations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.TicketRotationsApi;
import dev.docket.api.model.TicketRotation;
import dev.docket.api.model.TicketRotationInput;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.security.ContractResource;
import jakarta.ws.rs.core.Response;

/** The operations on rotations, as HTTP has them. */
final class TicketRotationsResource extends ContractResource implements TicketRotationsApi {

    private final Rotations rotations;

    TicketRotationsResource(Rotations rotations) {
        this.rotations = rotations;
    }

    @Override
    public Response createTicketRotation(String xAccountId, TicketRotationInput ticketRotationInput) {
        Versioned<TicketRotation> created = rotations.create(xAccountId, ticketRotationInput);
        return created.created("ticket-rotations/{id}", created.body().getId());
    }

    @Override
    public Response listTicketRotations(String xAccountId, Integer pageSize, String cursor, Boolean includeTotal) {
        return rotations
                .configured()
                .list(xAccountId, cursor, pageSize, includeTotal)
                .ok();
    }

    @Override
    public Response getTicketRotation(String xAccountId, String rotationId, String ifNoneMatch) {
        return rotations.configured().read(xAccountId, rotationId).read(ifNoneMatch);
    }

    @Override
    public Response updateTicketRotation(String xAccountId, String rotationId, String ifMatch, ObjectNode patch) {
        return rotations
                .update(xAccountId, rotationId, ifMatch, patch, requestId())
                .changed();
    }

    @Override
    public Response deleteTicketRotation(String xAccountId, String rotationId, String ifMatch) {
        rotations.configured().delete(xAccountId, rotationId, ifMatch);
        return Response.noContent().build();
    }

    @Override
    public Response getNextUser(String xAccountId, String rotationId, Integer turns) {
        return Response.ok(rotations.next(xAccountId, rotationId, turns)).build();
    }
}
