package dev.docket.server.events;

import dev.docket.api.model.TicketHistoryEntry;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.events.HistoryDao;
import dev.docket.persistence.events.HistoryRow;
import dev.docket.persistence.pages.PageRow;
import dev.docket.persistence.tickets.TicketRow;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.rest.Page;
import dev.docket.server.security.Caller;
import dev.docket.server.tickets.Tickets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the history of tickets. Thread-safe. */
record TicketHistory(Database database) {

    /**
     * The entries of a ticket's history, oldest first.
     *
     * @throws ProblemException 404 if the ticket does not exist, or the caller may not see its type
     */
    Page<TicketHistoryEntry> list(
            String account,
            String ticketId,
            Caller caller,
            @Nullable String cursor,
            int pageSize,
            boolean includeTotal) {
        int after = Page.after(cursor, 0, key -> Integer.valueOf(key.get(0)));
        return database.read(account, transaction -> {
            TicketRow ticket =
                    Tickets.find(transaction, account, ticketId, caller).ticket();
            List<PageRow<HistoryRow>> rows =
                    transaction.dao(HistoryDao.class).list(account, ticket.id(), after, pageSize + 1);
            // Entries are numbered from 1 without gaps.
            Long total = includeTotal ? Long.valueOf(ticket.version()) : null;
            return Page.of(rows, pageSize, row -> List.of(Integer.toString(row.number())), total)
                    .map(HistoryMapper.INSTANCE::toEntry);
        });
    }
}
