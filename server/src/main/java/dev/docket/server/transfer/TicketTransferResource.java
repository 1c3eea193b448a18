package dev.docket.server.transfer;

import dev.docket.api.TicketTransferApi;
import dev.docket.persistence.tickets.TicketFilter;
import dev.docket.server.security.Caller;
import dev.docket.server.security.ContractResource;
import dev.docket.server.tickets.TicketLists;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.time.Instant;

/** The operations on many tickets at once, as HTTP has them. */
final class TicketTransferResource extends ContractResource implements TicketTransferApi {

    private final TicketImport ticketImport;
    private final TicketExport ticketExport;

    TicketTransferResource(TicketImport ticketImport, TicketExport ticketExport) {
        this.ticketImport = ticketImport;
        this.ticketExport = ticketExport;
    }

    @Override
    public Response importTickets(String xAccountId, InputStream body) {
        Caller caller = caller();
        String requestId = requestId();
        return Response.ok((StreamingOutput) answer -> ticketImport.run(xAccountId, body, answer, caller, requestId))
                .build();
    }

    @Override
    public Response exportTickets(String xAccountId, Instant updatedFrom, Boolean isDeleted, Long after) {
        Caller caller = caller();
        TicketFilter filter = TicketFilter.ofAll(updatedFrom, isDeleted);
        TicketLists.requireAllowed(filter, caller);
        return Response.ok((StreamingOutput) answer -> ticketExport.run(xAccountId, filter, after, caller, answer))
                .build();
    }
}
