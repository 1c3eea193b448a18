package dev.docket.server.transfer;

import dev.docket.api.model.Ticket;
import dev.docket.persistence.pages.PageRow;
import dev.docket.persistence.tickets.TicketFilter;
import dev.docket.server.http.body.NdjsonWriter;
import dev.docket.server.security.Caller;
import dev.docket.server.tickets.TicketLists;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Exports tickets, one page per transaction, so that no transaction stays open for a slow client. Thread-safe. */
final class TicketExport {

    /** Maximum number of tickets in memory at a time. */
    private static final int PAGE = 100;

    private final TicketLists lists;

    public TicketExport(TicketLists lists) {
        this.lists = lists;
    }

    /**
     * @param after the id of the last ticket to be left out; the export starts after it
     * @param answer receives the tickets
     * @throws IOException if the client has disconnected or does not read
     */
    public void run(String account, TicketFilter filter, long after, Caller caller, OutputStream answer)
            throws IOException {
        NdjsonWriter lines = new NdjsonWriter(answer);
        long last = after;
        List<PageRow<Ticket>> page;
        do {
            page = lists.listBehind(account, filter, last, PAGE, caller);
            for (PageRow<Ticket> listed : page) {
                lines.write(listed.row());
                last = listed.row().getId();
            }
        } while (page.size() == PAGE || PageRow.endedEarly(page));
        lines.close();
    }
}
