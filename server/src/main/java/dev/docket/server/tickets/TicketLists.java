package dev.docket.server.tickets;

import dev.docket.api.model.Ticket;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.pages.PageRow;
import dev.docket.persistence.policies.SlaDao;
import dev.docket.persistence.policies.SlaPolicyRow;
import dev.docket.persistence.tickets.ListedTicketRow;
import dev.docket.persistence.tickets.TicketFilter;
import dev.docket.persistence.tickets.TicketListDao;
import dev.docket.persistence.tickets.TicketListQuery;
import dev.docket.persistence.tickets.TicketOrder;
import dev.docket.persistence.tickets.TicketRow;
import dev.docket.persistence.tickets.TicketViewer;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.rest.Page;
import dev.docket.server.security.Caller;
import dev.docket.server.sla.SlaAgreement;
import dev.docket.server.sla.SlaState;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lists and searches the tickets of an account. Thread-safe. */
public final class TicketLists {

    private static final List<TicketOrder> BY_ID = List.of(new TicketOrder(TicketOrder.Key.ID, false));

    private final Database database;
    private final Clock clock;

    public TicketLists(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Lists the tickets that the caller may see, in their current state.
     *
     * @param sort keys separated by commas; null: the default order
     * @throws ProblemException 400 if {@code sort} is invalid or {@code cursor} is not of this list; 403 if deleted
     *     tickets are requested and the caller may not see them
     */
    public Page<Ticket> list(
            String account,
            TicketFilter filter,
            @Nullable String sort,
            @Nullable String cursor,
            int pageSize,
            boolean includeTotal,
            Caller caller) {
        requireAllowed(filter, caller);
        List<TicketOrder> order = TicketSort.parse(sort, filter.search() != null);
        List<String> after = Page.after(cursor, List.of(), key -> place(key, order));
        // PostgreSQL compares in microseconds, and the page shows the compared values.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        TicketViewer viewer = viewer(caller, now);
        TicketListQuery query = new TicketListQuery(account, filter, viewer, order, after, pageSize + 1);
        Read read = database.read(account, transaction -> {
            TicketListDao dao = transaction.dao(TicketListDao.class);
            return read(transaction, account, dao.list(query), includeTotal ? dao.count(query) : null);
        });
        return Page.of(read.rows(), pageSize, ListedTicketRow::place, read.total())
                .map(show(read.policies(), now))
                .map(ticket -> RequesterRules.shown(ticket, caller));
    }

    private static TicketViewer viewer(Caller caller, Instant now) {
        return new TicketViewer(caller.permissions(), caller.seesNotes(), caller.requester() != null, now);
    }

    /**
     * Lists the tickets after an id that the caller may see, by id, in their current state.
     *
     * @param filter without a search
     * @param limit the maximum number of tickets
     */
    public List<PageRow<Ticket>> listBehind(String account, TicketFilter filter, long id, int limit, Caller caller) {
        String behind = Long.toString(id);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        TicketViewer viewer = viewer(caller, now);
        TicketListQuery query = new TicketListQuery(account, filter, viewer, BY_ID, List.of(behind, behind), limit);
        Read read = database.read(
                account,
                transaction -> read(
                        transaction,
                        account,
                        transaction.dao(TicketListDao.class).list(query),
                        null));
        Function<ListedTicketRow, Ticket> shown =
                show(read.policies(), now).andThen(ticket -> RequesterRules.shown(ticket, caller));
        return PageRow.map(read.rows(), found -> found.stream().map(shown).toList());
    }

    /** @throws ProblemException 403 if deleted tickets are requested and the caller may not see them */
    public static void requireAllowed(TicketFilter filter, Caller caller) {
        if (filter.isDeleted() && !caller.has("tickets:delete")) {
            throw ProblemException.forbidden(
                    "tickets:delete", "listing deleted tickets needs the permission tickets:delete");
        }
    }

    /** Returns the place of a cursor. Any exception means that the cursor is not of this list. */
    private static List<String> place(List<String> key, List<TicketOrder> order) {
        if (key.size() != order.size() + 1) {
            throw new IllegalArgumentException("a cursor of another list");
        }
        List<String> place = new ArrayList<>();
        for (int at = 0; at < order.size(); at++) {
            place.add(order.get(at).key().parse(key.get(at)));
        }
        place.add(TicketOrder.Key.ID.parse(key.get(order.size())));
        return place;
    }

    /** What a list reads. Everything else is computed when the connection has been given back. */
    private record Read(
            List<PageRow<ListedTicketRow>> rows,
            List<SlaPolicyRow> policies,
            @Nullable Long total) {}

    private static Read read(
            Transaction transaction, String account, List<PageRow<ListedTicketRow>> rows, @Nullable Long total) {
        List<PolicyVersion> wanted = rows.stream()
                .map(listed -> listed.row().ticket())
                .filter(ticket -> ticket.sla().policyId() != null)
                .map(TicketLists::policyOf)
                .distinct()
                .toList();
        List<String> ids = wanted.stream().map(PolicyVersion::policyId).toList();
        List<Integer> versions = wanted.stream().map(PolicyVersion::version).toList();
        List<SlaPolicyRow> policies =
                wanted.isEmpty() ? List.of() : transaction.dao(SlaDao.class).listVersions(account, ids, versions);
        return new Read(rows, policies, total);
    }

    private record PolicyVersion(String policyId, int version) {}

    private static PolicyVersion policyOf(TicketRow ticket) {
        return new PolicyVersion(ticket.sla().policyId(), ticket.sla().policyVersion());
    }

    private static Function<ListedTicketRow, Ticket> show(List<SlaPolicyRow> policies, Instant now) {
        // An agreement holds a whole calendar, so it is made once for all tickets.
        Map<PolicyVersion, SlaAgreement> agreements = policies.stream()
                .collect(
                        Collectors.toMap(policy -> new PolicyVersion(policy.id(), policy.version()), SlaAgreement::of));
        return row -> {
            TicketRow ticket = row.ticket();
            SlaAgreement agreement = ticket.sla().policyId() == null
                    ? ServiceLevel.withoutPolicy(ticket)
                    : agreements.get(policyOf(ticket));
            SlaState sla = agreement == null ? null : ServiceLevel.at(ticket, agreement, now);
            return TicketMapper.INSTANCE.toTicket(ticket, sla);
        };
    }
}
