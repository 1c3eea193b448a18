package dev.docket.persistence.tickets;

import dev.docket.persistence.database.jdbi.PlannedEachTime;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

/** Lists of tickets; {@link TicketListSql} has the parts of the statements that depend on what is asked for. */
public interface TicketListDao {

    /**
     * @param order not empty; without {@link TicketFilter#terms} not by relevance
     * @param after the place of the ticket that the list begins behind; empty: at its beginning
     */
    default List<ListedTicketRow> list(
            String accountId,
            TicketFilter filter,
            TicketViewer viewer,
            List<TicketOrder> order,
            List<String> after,
            int limit) {
        List<ListedTicketRow> rows = new ArrayList<>();
        for (TicketListSql.Stretch stretch : TicketListSql.stretches(order, after)) {
            if (rows.size() < limit) {
                rows.addAll(list(
                        TicketListSql.source(filter),
                        TicketListSql.conditions(filter),
                        TicketListSql.place(order),
                        stretch.condition(),
                        stretch.behind(),
                        TicketListSql.orderBy(stretch.order()),
                        accountId,
                        filter,
                        filter.terms(),
                        order.stream().anyMatch(part -> part.key() == TicketOrder.Key.RELEVANCE),
                        TicketListSql.newest(filter),
                        viewer,
                        stretch.after(),
                        limit - rows.size()));
            }
        }
        return rows;
    }

    /** How many tickets all pages of a list have together. */
    default long count(String accountId, TicketFilter filter, TicketViewer viewer) {
        return count(
                TicketListSql.source(filter),
                TicketListSql.conditions(filter),
                accountId,
                filter,
                filter.terms(),
                false,
                TicketListSql.newest(filter),
                viewer);
    }

    /**
     * Tickets of the account that the viewer may see. Containment, since of {@code <> ALL} PostgreSQL guesses that nothing is left,
     * and then sorts all tickets of the account instead of following an index for one page.
     */
    String SEEN = """
            t.account_id = :accountId
               AND NOT ARRAY(
                       SELECT tt.id
                         FROM ticket_types tt
                        WHERE tt.account_id = :accountId
                          AND NOT tt.required_permissions <@ CAST(:viewer.permissions AS text[]))
                   @> ARRAY[t.ticket_type_id]
            """;

    @PlannedEachTime
    @SqlQuery("""
            SELECT t.*, <place> AS place
              FROM <source>
             WHERE\s""" + SEEN + """
               AND <conditions>
               AND <stretch>
               AND <behind>
             ORDER BY <orderBy>
             LIMIT :limit
            """)
    List<ListedTicketRow> list(
            @Define String source,
            @Define String conditions,
            @Define String place,
            @Define String stretch,
            @Define String behind,
            @Define String orderBy,
            String accountId,
            @BindMethods("filter") TicketFilter filter,
            @Json @Nullable List<SearchTerm> terms,
            boolean isRanked,
            @Nullable Integer newest,
            @BindMethods("viewer") TicketViewer viewer,
            List<String> after,
            int limit);

    @PlannedEachTime
    @SqlQuery("""
            SELECT count(*)
              FROM <source>
             WHERE\s""" + SEEN + """
               AND <conditions>
            """)
    long count(
            @Define String source,
            @Define String conditions,
            String accountId,
            @BindMethods("filter") TicketFilter filter,
            @Json @Nullable List<SearchTerm> terms,
            boolean isRanked,
            @Nullable Integer newest,
            @BindMethods("viewer") TicketViewer viewer);
}
