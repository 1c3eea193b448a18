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
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.Page;
import dev.docket.server.security.Caller;
import dev.docket.server.sla.SlaAgreement;
import dev.docket.server.sla.SlaState;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
        String fingerprint = Integer.toHexString((filter + " " + order).hashCode());
        List<String> after = Page.after(cursor, List.of(), key -> place(key, fingerprint, order));
        // PostgreSQL compares in microseconds, and the page shows the compared values.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        TicketViewer viewer = new TicketViewer(caller.permissions(), caller.seesNotes(), now);
        TicketListQuery query = new TicketListQuery(account, filter, viewer, order, after, pageSize + 1);
        return database.read(account, transaction -> {
            TicketListDao dao = transaction.dao(TicketListDao.class);
            return Page.of(
                            dao.list(query),
                            pageSize,
                            row -> Stream.concat(Stream.of(fingerprint), row.place().stream())
                                    .toList(),
                            includeTotal ? dao.count(query) : null)
                    .mapAll(rows -> show(transaction, account, rows, now));
        });
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
        TicketViewer viewer = new TicketViewer(caller.permissions(), caller.seesNotes(), now);
        TicketListQuery query = new TicketListQuery(account, filter, viewer, BY_ID, List.of(behind, behind), limit);
        return database.read(account, transaction -> {
            List<PageRow<ListedTicketRow>> rows =
                    transaction.dao(TicketListDao.class).list(query);
            return PageRow.map(rows, found -> show(transaction, account, found, now));
        });
    }

    /** @throws ProblemException 403 if deleted tickets are requested and the caller may not see them */
    public static void requireAllowed(TicketFilter filter, Caller caller) {
        if (filter.isDeleted() && !caller.has("tickets:delete")) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "listing deleted tickets needs the permission tickets:delete");
        }
    }

    /** Returns the place of a cursor. Any exception means that the cursor is not of this list. */
    private static List<String> place(List<String> key, String fingerprint, List<TicketOrder> order) {
        if (!key.get(0).equals(fingerprint) || key.size() != order.size() + 2) {
            throw new IllegalArgumentException("a cursor of another list");
        }
        List<String> place = new ArrayList<>();
        for (int at = 0; at < order.size(); at++) {
            place.add(order.get(at).key().parse(key.get(at + 1)));
        }
        place.add(TicketOrder.Key.ID.parse(key.get(order.size() + 1)));
        return place;
    }

    private record PolicyVersion(String policyId, int version) {}

    private static List<Ticket> show(Transaction transaction, String account, List<ListedTicketRow> rows, Instant now) {
        Map<PolicyVersion, SlaAgreement> agreements = agreements(transaction, account, rows);
        return rows.stream()
                .map(ListedTicketRow::ticket)
                .map(ticket -> {
                    SlaAgreement agreement = ticket.sla().policyId() == null
                            ? ServiceLevel.withoutPolicy(ticket)
                            : agreements.get(policyOf(ticket));
                    SlaState sla = agreement == null ? null : ServiceLevel.at(ticket, agreement, now);
                    return TicketMapper.INSTANCE.toTicket(ticket, sla);
                })
                .toList();
    }

    /**
     * Returns the agreement for each policy version of these tickets, made once: an agreement holds a whole calendar.
     */
    private static Map<PolicyVersion, SlaAgreement> agreements(
            Transaction transaction, String account, List<ListedTicketRow> rows) {
        List<PolicyVersion> wanted = rows.stream()
                .map(ListedTicketRow::ticket)
                .filter(ticket -> ticket.sla().policyId() != null)
                .map(TicketLists::policyOf)
                .distinct()
                .toList();
        Map<PolicyVersion, SlaAgreement> agreements = new HashMap<>();
        if (!wanted.isEmpty()) {
            List<String> ids = wanted.stream().map(PolicyVersion::policyId).toList();
            List<Integer> versions = wanted.stream().map(PolicyVersion::version).toList();
            for (SlaPolicyRow policy : transaction.dao(SlaDao.class).listVersions(account, ids, versions)) {
                agreements.put(new PolicyVersion(policy.id(), policy.version()), SlaAgreement.of(policy));
            }
        }
        return agreements;
    }

    private static PolicyVersion policyOf(TicketRow ticket) {
        return new PolicyVersion(ticket.sla().policyId(), ticket.sla().policyVersion());
    }
}
