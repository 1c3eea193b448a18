package dev.docket.server.tickets;

import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.persistence.tickets.TicketOrder;
import dev.docket.persistence.tickets.TicketOrder.Key;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.Violations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The parameter {@code sort} of a list of tickets. */
final class TicketSort {

    private static final Map<String, Key> KEYS = Map.of(
            "createdAt", Key.CREATED_AT,
            "updatedAt", Key.UPDATED_AT,
            "priority", Key.PRIORITY,
            "status", Key.STATUS,
            "ticketNumber", Key.ID,
            "slaResolutionDue", Key.RESOLUTION_DUE,
            "relevance", Key.RELEVANCE);

    private TicketSort() {}

    /**
     * @param sort keys separated by commas, each with a minus in front for descending; null: the default order
     * @throws ProblemException 400 for a key that is unknown, is repeated, or needs a search that was not sent
     */
    static List<TicketOrder> parse(@Nullable String sort, boolean isSearch) {
        if (sort == null) {
            return List.of(new TicketOrder(isSearch ? Key.RELEVANCE : Key.CREATED_AT, true));
        }
        List<TicketOrder> order = new ArrayList<>();
        List<Violation> violations = new ArrayList<>();
        Set<Key> seen = new HashSet<>();
        for (String part : sort.split(",", -1)) {
            boolean isDescending = part.startsWith("-");
            String name = isDescending ? part.substring(1) : part;
            Key key = KEYS.get(name);
            if (key == null) {
                violations.add(violation(
                        ViolationCode.UNKNOWN_VALUE,
                        "'%s' is not one of %s".formatted(name, String.join(", ", new TreeSet<>(KEYS.keySet())))));
            } else if (!seen.add(key)) {
                violations.add(violation(ViolationCode.CONTRADICTION, "'%s' is repeated".formatted(name)));
            } else if (key == Key.RELEVANCE && !isSearch) {
                violations.add(violation(ViolationCode.CONTRADICTION, "'relevance' needs a search"));
            } else {
                order.add(new TicketOrder(key, isDescending));
            }
        }
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        return order;
    }

    private static Violation violation(ViolationCode code, String detail) {
        return Violations.inParameter("sort", code, detail);
    }
}
