package dev.docket.server.servicelevels;

import dev.docket.api.SlaApi;
import dev.docket.api.model.SlaPauseInput;
import dev.docket.server.security.ContractResource;
import dev.docket.server.tickets.TicketUpdates;
import dev.docket.server.tickets.Tickets;
import jakarta.ws.rs.core.Response;

/** Explains over HTTP the service level of a ticket. */
final class SlaResource extends ContractResource implements SlaApi {

    private final Tickets tickets;
    private final TicketUpdates updates;

    SlaResource(Tickets tickets, TicketUpdates updates) {
        this.tickets = tickets;
        this.updates = updates;
    }

    @Override
    public Response getTicketSla(String xAccountId, String ticketId, String ifNoneMatch) {
        return tickets.explainSla(xAccountId, ticketId, caller()).read(ifNoneMatch);
    }

    @Override
    public Response pauseTicketSla(String xAccountId, String ticketId, String ifMatch, SlaPauseInput pause) {
        return updates.pauseSla(xAccountId, ticketId, ifMatch, pause.getReason(), actor())
                .changed();
    }

    @Override
    public Response resumeTicketSla(String xAccountId, String ticketId, String ifMatch, SlaPauseInput resume) {
        return updates.resumeSla(xAccountId, ticketId, ifMatch, resume.getReason(), actor())
                .changed();
    }
}
