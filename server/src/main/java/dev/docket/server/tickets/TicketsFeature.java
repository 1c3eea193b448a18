package dev.docket.server.tickets;

import dev.docket.server.features.Feature;

/** Tickets, their history and their assignment. */
public final class TicketsFeature {

    private TicketsFeature() {}

    public static Feature create(Tickets tickets, TicketUpdates updates, TicketLists lists) {
        return Feature.of(
                new TicketsResource(tickets, updates, lists),
                new HistoryResource(tickets),
                new AssignmentResource(tickets));
    }
}
