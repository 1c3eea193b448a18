package dev.docket.server.events;

import dev.docket.api.model.Event;
import dev.docket.api.model.EventType;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.feed.EventDao;
import dev.docket.persistence.feed.EventFeedRow;
import dev.docket.persistence.feed.EventQuery;
import dev.docket.persistence.feed.EventRow;
import dev.docket.persistence.pages.PageRow;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.Page;
import dev.docket.server.tickets.TicketField;
import dev.docket.server.tickets.TicketField.Use;
import dev.docket.server.tickets.Tickets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the feed of an account. Thread-safe. */
record EventFeed(Database database, Clock clock) {

    /** Entries that get positions in one transaction. */
    private static final int BATCH = 1000;

    /** Batches that one request numbers, at most. */
    private static final int BATCHES = 10;

    /** Entries that one request looks at for those of some types. */
    private static final int SCAN = 500;

    /** Later history entries that one request reads to know tickets as of an event, unless one event needs more. */
    private static final int MOST_LATER = 20_000;

    private static final List<String> FIELDS =
            TicketField.of(Use.HISTORY).stream().map(TicketField::wireName).toList();

    /** An event as the caller sees it, and the place after it. */
    private record Placed(EventRow row, EventType type, EventPosition after) {}

    /** What a request reads in one transaction. */
    private record Read(EventFeedRow feed, List<EventRow> rows) {}

    /**
     * Reads a page of the feed.
     *
     * @param cursor null: the oldest events that are kept
     * @throws ProblemException 400 if {@code cursor} is not of this feed; 404 if the ticket of the filter does not
     *     exist, or the caller may not see its type; 410 if the events after it were removed
     */
    Page<Event> list(String account, EventFilter filter, @Nullable String cursor, int pageSize) {
        EventPosition asked = Page.after(cursor, EventPosition.START, EventPosition::of);
        int limit = filter.types().isEmpty() ? pageSize : SCAN;
        Read read = read(account, filter, asked, limit);
        if (read.feed().isBehind() && read.rows().size() < limit) {
            number(account);
            read = read(account, filter, asked, limit);
        }
        requireKept(read.feed(), asked, cursor != null);
        return page(read, filter, asked, pageSize);
    }

    /** An empty page before the next event. */
    Page<Event> now(String account) {
        EventFeedRow feed = feed(account);
        for (int batches = 0; feed.isBehind() && batches < BATCHES; batches++) {
            number(account);
            feed = feed(account);
        }
        return Page.ofFeed(
                List.<Event>of(), event -> List.of(), new EventPosition(feed.last() + 1, 0).key(), feed.isBehind());
    }

    private EventFeedRow feed(String account) {
        return database.read(account, transaction -> feed(transaction, account));
    }

    private static EventFeedRow feed(Transaction transaction, String account) {
        EventFeedRow feed = transaction.dao(EventDao.class).feed(account);
        if (feed.isForeign()) {
            throw new ProblemException(
                    ProblemType.SERVICE_UNAVAILABLE,
                    "the database was restored from a dump; its operator must renew the event feeds first");
        }
        return feed;
    }

    private void number(String account) {
        database.write(account, transaction -> {
            EventDao dao = transaction.dao(EventDao.class);
            dao.lock(account);
            return dao.number(account, BATCH, clock.instant());
        });
    }

    private Read read(String account, EventFilter filter, EventPosition asked, int limit) {
        return database.read(account, transaction -> {
            EventFeedRow feed = feed(transaction, account);
            Long ticket = filter.ticketId() == null
                    ? null
                    : Long.valueOf(Tickets.findAnyId(transaction, account, filter.ticketId(), filter.caller()));
            long from = Math.max(asked.position(), feed.removed() + 1);
            List<PageRow<EventRow>> rows = transaction
                    .dao(EventDao.class)
                    .list(new EventQuery(account, from, ticket, FIELDS, limit, MOST_LATER));
            return new Read(feed, rows.stream().map(PageRow::row).toList());
        });
    }

    private static void requireKept(EventFeedRow feed, EventPosition asked, boolean isByCursor) {
        if (isByCursor && (asked.position() <= feed.removed() || asked.position() > feed.last() + 1)) {
            throw new ProblemException(
                    ProblemType.CURSOR_EXPIRED,
                    "the events at this cursor are no longer kept; request from=now, then export the tickets again");
        }
    }

    private static Page<Event> page(Read read, EventFilter filter, EventPosition asked, int pageSize) {
        List<Placed> events = new ArrayList<>();
        for (EventRow row : read.rows()) {
            EventRow seen = filter.shown(row);
            List<EventType> types = filter.passing(row, seen);
            int first = row.position() == asked.position() ? asked.event() : 0;
            for (int at = first; at < types.size(); at++) {
                events.add(new Placed(seen, types.get(at), new EventPosition(row.position(), at + 1)));
            }
        }
        boolean fits = events.size() <= pageSize;
        List<Placed> shown = fits ? events : events.subList(0, pageSize);
        EventPosition end = fits ? end(read) : shown.get(pageSize - 1).after();
        boolean hasMore =
                !fits || end.position() <= read.feed().last() || read.feed().isBehind();
        return Page.ofFeed(shown, placed -> placed.after().key(), end.key(), hasMore)
                .map(placed -> EventMapper.INSTANCE.toEvent(placed.row(), placed.type(), filter.caller()));
    }

    /** Returns the place after all that was read. */
    private static EventPosition end(Read read) {
        List<EventRow> rows = read.rows();
        if (rows.isEmpty()) {
            return new EventPosition(read.feed().last() + 1, 0);
        }
        return new EventPosition(rows.get(rows.size() - 1).position() + 1, 0);
    }
}
