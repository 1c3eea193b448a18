package dev.docket.persistence.tickets;

import java.util.List;
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

    /** Returns the condition for the words and marks of a ticket; null if no ticket can match. */
    public @Nullable String wanted() {
        return new TicketQuery(filter, viewer.seesNotes()).wanted();
    }

    /** Returns the condition by which the relevance is computed; null without a search. */
    public @Nullable String words() {
        return new TicketQuery(filter, viewer.seesNotes()).words();
    }

    /** Returns the condition for tickets whose number is what is searched for; null if that is no number. */
    public @Nullable String number() {
        return new TicketQuery(filter, viewer.seesNotes()).number();
    }

    /** Returns the query for another part of the same list. */
    TicketListQuery from(List<String> after, int limit) {
        return new TicketListQuery(accountId, filter, viewer, order, after, limit);
    }
}
