package dev.docket.persistence.tickets;

import java.util.List;

/**
 * Statuses and priorities of tickets {@code t} as numbers from 1, in their order; these are the indexed expressions.
 */
public final class TicketRank {

    public static final String STATUS = """
            CASE t.status WHEN 'open' THEN 1 WHEN 'in_progress' THEN 2 WHEN 'waiting_customer' THEN 3
                          WHEN 'waiting_internal' THEN 4 WHEN 'resolved' THEN 5 ELSE 6 END""";

    /** The rank of the last status in which the work on a ticket continues. */
    public static final String LAST_OPEN = "4";

    static final String PRIORITY = """
            CASE t.priority WHEN 'low' THEN 1 WHEN 'medium' THEN 2 WHEN 'high' THEN 3 ELSE 4 END""";

    private static final List<String> STATUSES =
            List.of("open", "in_progress", "waiting_customer", "waiting_internal", "resolved", "closed");
    private static final List<String> PRIORITIES = List.of("low", "medium", "high", "urgent");

    private TicketRank() {}

    static List<Integer> ofStatuses(List<String> statuses) {
        return ranks(STATUSES, statuses);
    }

    static List<Integer> ofPriorities(List<String> priorities) {
        return ranks(PRIORITIES, priorities);
    }

    private static List<Integer> ranks(List<String> order, List<String> values) {
        return values.stream().map(value -> order.indexOf(value) + 1).toList();
    }
}
