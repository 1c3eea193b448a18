package dev.docket.server.transfer;

import dev.docket.api.model.Ticket;
import dev.docket.persistence.tickets.TicketFilter;
import dev.docket.server.http.body.NdjsonWriter;
import dev.docket.server.security.Caller;
import dev.docket.server.tickets.TicketLists;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Reads all tickets, a page in each transaction, so that none stays open for a client that reads slowly. Thread-safe. */
final class TicketExport {

    /** Tickets that are in memory at a time. */
    private static final int PAGE = 100;

    private final TicketLists lists;

    public TicketExport(TicketLists lists) {
        this.lists = lists;
    }

    /**
     * @param after the id of the last ticket that is not wanted any more
     * @param answer gets the tickets
     * @throws IOException if the client is gone, or does not read
     */
    public void run(String account, TicketFilter filter, long after, Caller caller, OutputStream answer)
            throws IOException {
        NdjsonWriter lines = new NdjsonWriter(answer);
        long last = after;
        List<Ticket> page;
        do {
            page = lists.listBehind(account, filter, last, PAGE, caller);
            for (Ticket ticket : page) {
                lines.write(ticket);
                last = ticket.getId();
            }
        } while (page.size() == PAGE);
        lines.close();
    }
}
