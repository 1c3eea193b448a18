package dev.docket.server.tickets;

import dev.docket.api.HistoryApi;
import dev.docket.server.security.ContractResource;
import jakarta.ws.rs.core.Response;

/** Lists the history of a ticket over HTTP. */
final class HistoryResource extends ContractResource implements HistoryApi {

    private final Tickets tickets;

    HistoryResource(Tickets tickets) {
        this.tickets = tickets;
    }

    @Override
    public Response listTicketHistory(
            String xAccountId, String ticketId, Integer pageSize, String cursor, Boolean includeTotal) {
        return tickets.listHistory(xAccountId, ticketId, caller(), cursor, pageSize, includeTotal)
                .ok();
    }
}
