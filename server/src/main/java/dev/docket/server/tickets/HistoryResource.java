package dev.docket.server.tickets;

import dev.docket.api.HistoryApi;
import dev.docket.api.model.TicketHistoryEntry;
import dev.docket.api.model.TicketHistoryList;
import dev.docket.server.http.rest.Page;
import dev.docket.server.security.Caller;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;

/** What happened to tickets, as HTTP has it. */
public final class HistoryResource implements HistoryApi {

    private final Tickets tickets;

    @Context
    private SecurityContext security;

    public HistoryResource(Tickets tickets) {
        this.tickets = tickets;
    }

    @Override
    public Response listTicketHistory(
            String xAccountId, String ticketId, Integer pageSize, String cursor, Boolean includeTotal) {
        Caller caller = Caller.of(security);
        Page<TicketHistoryEntry> page =
                tickets.listHistory(xAccountId, ticketId, caller, cursor, pageSize, includeTotal);
        return Response.ok(new TicketHistoryList()
                        .data(page.data())
                        .nextCursor(page.nextCursor())
                        .total(page.total()))
                .build();
    }
}
