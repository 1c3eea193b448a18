package dev.docket.server.escalations;

import dev.docket.api.EscalationsApi;
import dev.docket.api.model.Escalation;
import dev.docket.api.model.EscalationInput;
import dev.docket.api.model.EscalationList;
import dev.docket.server.escalations.Escalations.Escalated;
import dev.docket.server.http.rest.Page;
import dev.docket.server.security.Caller;
import dev.docket.server.tickets.Actor;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;

/** The operations on escalations of tickets, as HTTP has them. */
public final class EscalationsResource implements EscalationsApi {

    private final Escalations escalations;

    @Context
    private SecurityContext security;

    @Context
    private HttpHeaders headers;

    @Context
    private UriInfo uri;

    public EscalationsResource(Escalations escalations) {
        this.escalations = escalations;
    }

    @Override
    public Response escalateTicket(String xAccountId, String ticketId, EscalationInput input) {
        Actor actor = Actor.of(security, headers);
        Escalated escalated = escalations.escalate(xAccountId, ticketId, input, actor);
        return escalated
                .escalation()
                .created(
                        uri,
                        "tickets/{ticketId}/escalations/{id}",
                        escalated.ticketId(),
                        escalated.escalation().body().getId());
    }

    @Override
    public Response listTicketEscalations(
            String xAccountId, String ticketId, Integer pageSize, String cursor, Boolean includeTotal) {
        Page<Escalation> page = escalations.list(xAccountId, ticketId, caller(), cursor, pageSize, includeTotal);
        return Response.ok(new EscalationList()
                        .data(page.data())
                        .nextCursor(page.nextCursor())
                        .total(page.total()))
                .build();
    }

    @Override
    public Response getTicketEscalation(String xAccountId, String ticketId, UUID escalationId, String ifNoneMatch) {
        return escalations.read(xAccountId, ticketId, escalationId, caller()).read(ifNoneMatch);
    }

    private Caller caller() {
        return Caller.of(security);
    }
}
