package dev.docket.server.escalations;

import dev.docket.api.EscalationsApi;
import dev.docket.api.model.EscalationInput;
import dev.docket.server.escalations.Escalations.Escalated;
import dev.docket.server.security.ContractResource;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** The operations on escalations of tickets over HTTP. */
final class EscalationsResource extends ContractResource implements EscalationsApi {

    private final Escalations escalations;

    EscalationsResource(Escalations escalations) {
        this.escalations = escalations;
    }

    @Override
    public Response escalateTicket(String xAccountId, String ticketId, EscalationInput input) {
        Escalated escalated = escalations.escalate(xAccountId, ticketId, input, actor());
        return escalated
                .escalation()
                .created(
                        "tickets/{ticketId}/escalations/{id}",
                        escalated.ticketId(),
                        escalated.escalation().body().getId());
    }

    @Override
    public Response listTicketEscalations(
            String xAccountId, String ticketId, Integer pageSize, String cursor, Boolean includeTotal) {
        return escalations
                .list(xAccountId, ticketId, caller(), cursor, pageSize, includeTotal)
                .ok();
    }

    @Override
    public Response getTicketEscalation(String xAccountId, String ticketId, UUID escalationId, String ifNoneMatch) {
        return escalations.read(xAccountId, ticketId, escalationId, caller()).read(ifNoneMatch);
    }
}
