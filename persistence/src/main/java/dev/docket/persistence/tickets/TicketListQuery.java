package dev.docket.persistence.tickets;

import java.util.List;
import org.jdbi.v3.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Which tickets of a list to read: those of one page.
 *
 * @param order not empty; without {@link TicketFilter#search} not by relevance
 * @param after the place of the ticket that the page begins behind; empty: at the beginning of the list
 * @param limit how many at most
 */
public record TicketListQuery(
        String accountId,
        TicketFilter filter,
        TicketViewer viewer,
        List<TicketOrder> order,
        List<String> after,
        int limit) {

    /** As the search function of the database takes them; null: nothing is searched for. */
    @Json
    public @Nullable List<SearchTerm> terms() {
        return filter.search() == null ? null : filter.search().terms();
    }

    /** The same list from another place on. */
    TicketListQuery from(List<String> after, int limit) {
        return new TicketListQuery(accountId, filter, viewer, order, after, limit);
    }
}
