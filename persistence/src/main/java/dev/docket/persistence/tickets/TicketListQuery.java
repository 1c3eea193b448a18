package dev.docket.persistence.tickets;

import java.util.List;
import org.jdbi.v3.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * The query for one page of a list of tickets.
 *
 * @param order not empty; without {@link TicketFilter#search} not by relevance
 * @param after the place of the ticket after which the page begins; empty: the beginning of the list
 * @param limit the maximum number of tickets
 */
public record TicketListQuery(
        String accountId,
        TicketFilter filter,
        TicketViewer viewer,
        List<TicketOrder> order,
        List<String> after,
        int limit) {

    /** Returns the terms for the search function of the database; null: no search. */
    @Json
    public @Nullable List<SearchTerm> terms() {
        return filter.search() == null ? null : filter.search().terms();
    }

    /** Returns the query for another part of the same list. */
    TicketListQuery from(List<String> after, int limit) {
        return new TicketListQuery(accountId, filter, viewer, order, after, limit);
    }
}
