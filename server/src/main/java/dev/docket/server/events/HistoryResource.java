package dev.docket.server.events;

import dev.docket.api.HistoryApi;
import dev.docket.server.security.ContractResource;
import jakarta.ws.rs.core.Response;

/** Lists the history of a ticket over HTTP. */
final class HistoryResource extends ContractResource implements HistoryApi {

    private final TicketHistory history;

    HistoryResource(TicketHistory history) {
        this.history = history;
    }

    @Override
    public Response listTicketHistory(
            String xAccountId, String ticketId, Integer pageSize, String cursor, Boolean includeTotal) {
        return history.list(xAccountId, ticketId, caller(), cursor, pageSize, includeTotal)
                .ok();
    }
}
