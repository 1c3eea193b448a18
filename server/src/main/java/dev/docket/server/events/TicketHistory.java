package dev.docket.server.events;

import dev.docket.api.model.TicketHistoryEntry;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.events.HistoryDao;
import dev.docket.persistence.events.HistoryRow;
import dev.docket.persistence.pages.PageRow;
import dev.docket.persistence.tickets.TicketRow;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.rest.Page;
import dev.docket.server.security.Caller;
import dev.docket.server.tickets.NoteRules;
import dev.docket.server.tickets.RequesterRules;
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
        Page<HistoryRow> page = database.read(account, transaction -> {
            TicketRow ticket =
                    Tickets.find(transaction, account, ticketId, caller).ticket();
            if (caller.seesNotes()) {
                return page(transaction, ticket, after, pageSize, includeTotal);
            }
            return caller.requester() == null
                    ? pageWithoutNotes(transaction, ticket, after, pageSize, includeTotal)
                    : pageForRequester(transaction, ticket, after, pageSize, includeTotal);
        });
        return page.map(HistoryMapper.INSTANCE::toEntry);
    }

    private static Page<HistoryRow> page(
            Transaction transaction, TicketRow ticket, int after, int pageSize, boolean includeTotal) {
        List<PageRow<HistoryRow>> rows =
                transaction.dao(HistoryDao.class).list(ticket.accountId(), ticket.id(), after, pageSize + 1);
        // Entries are numbered from 1 without gaps.
        return Page.of(rows, pageSize, TicketHistory::key, includeTotal ? Long.valueOf(ticket.version()) : null);
    }

    private static Page<HistoryRow> pageForRequester(
            Transaction transaction, TicketRow ticket, int after, int pageSize, boolean includeTotal) {
        HistoryDao dao = transaction.dao(HistoryDao.class);
        List<String> seen = RequesterRules.SEEN_IN_HISTORY;
        List<PageRow<HistoryRow>> rows =
                dao.listForRequester(ticket.accountId(), ticket.id(), seen, after, pageSize + 1);
        Long total = includeTotal ? dao.countForRequester(ticket.accountId(), ticket.id(), seen) : null;
        return Page.of(rows, pageSize, TicketHistory::key, total).map(row -> row.withValues(RequesterRules::shown));
    }

    private static Page<HistoryRow> pageWithoutNotes(
            Transaction transaction, TicketRow ticket, int after, int pageSize, boolean includeTotal) {
        HistoryDao dao = transaction.dao(HistoryDao.class);
        List<String> hidden = NoteRules.HIDDEN_IF_INTERNAL;
        List<PageRow<HistoryRow>> rows =
                dao.listWithoutNotes(ticket.accountId(), ticket.id(), hidden, after, pageSize + 1);
        Long total = includeTotal ? dao.countWithoutNotes(ticket.accountId(), ticket.id(), hidden) : null;
        return Page.of(rows, pageSize, TicketHistory::key, total).map(NoteRules::shown);
    }

    private static List<String> key(HistoryRow row) {
        return List.of(Integer.toString(row.number()));
    }
}
