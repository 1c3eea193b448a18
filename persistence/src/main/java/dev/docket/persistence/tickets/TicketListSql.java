package dev.docket.persistence.tickets;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Builds the statements that list tickets from constants of this package. A statement has only the conditions that its
 * filter needs, so each list has a plan of its own. Values are always bound.
 */
final class TicketListSql {

    private record Condition(Predicate<TicketFilter> isWanted, String sql) {}

    private static final String MOST_FOUND = "10000";
    private static final String NOT_DELETED = "t.deleted_at IS NULL";

    /** The indexed expression. */
    private static final String DUE = TicketOrder.Key.RESOLUTION_DUE.sql(false);

    private static final List<Condition> CONDITIONS = List.of(
            when(filter -> !filter.isDeleted(), NOT_DELETED),
            when(TicketFilter::isDeleted, "t.deleted_at IS NOT NULL"),
            when(filter -> !filter.statuses().isEmpty(), TicketRank.STATUS + " = ANY (:filter.statusRanks)"),
            when(filter -> !filter.priorities().isEmpty(), TicketRank.PRIORITY + " = ANY (:filter.priorityRanks)"),
            when(filter -> !filter.categories().isEmpty(), "t.category = ANY (:filter.categories)"),
            when(filter -> !filter.sources().isEmpty(), "t.source = ANY (:filter.sources)"),
            when(filter -> !filter.ticketTypeIds().isEmpty(), "t.ticket_type_id = ANY (:filter.ticketTypeIds)"),
            when(
                    filter -> !filter.assignedTo().isEmpty() && !filter.isUnassigned(),
                    "t.assigned_to = ANY (:filter.assignedTo)"),
            when(filter -> filter.assignedTo().isEmpty() && filter.isUnassigned(), "t.assigned_to IS NULL"),
            when(
                    filter -> !filter.assignedTo().isEmpty() && filter.isUnassigned(),
                    "(t.assigned_to IS NULL OR t.assigned_to = ANY (:filter.assignedTo))"),
            when(filter -> !filter.assignedTeamIds().isEmpty(), "t.assigned_team_id = ANY (:filter.assignedTeamIds)"),
            when(filter -> !filter.requesterTypes().isEmpty(), "t.requester_type = ANY (:filter.requesterTypes)"),
            when(filter -> !filter.requesterIds().isEmpty(), "t.requester_id = ANY (:filter.requesterIds)"),
            when(filter -> !filter.merchantIds().isEmpty(), "t.merchant_id = ANY (:filter.merchantIds)"),
            when(filter -> !filter.leadIds().isEmpty(), "t.lead_id = ANY (:filter.leadIds)"),
            when(filter -> !filter.applicationIds().isEmpty(), "t.application_id = ANY (:filter.applicationIds)"),
            when(filter -> !filter.midIds().isEmpty(), "t.mid_id = ANY (:filter.midIds)"),
            when(filter -> !filter.externalIds().isEmpty(), """
                    t.id = ANY (ARRAY(
                       SELECT i.ticket_id
                         FROM ticket_imports i
                        WHERE i.account_id = :accountId
                          AND i.external_id = ANY (:filter.externalIds)))"""),
            when(filter -> filter.createdFrom() != null, "t.created_at >= :filter.createdFrom"),
            when(filter -> filter.createdTo() != null, "t.created_at < :filter.createdTo"),
            when(filter -> filter.updatedFrom() != null, "t.updated_at >= :filter.updatedFrom"),
            when(filter -> filter.updatedTo() != null, "t.updated_at < :filter.updatedTo"),
            when(
                    filter -> filter.dueFrom() != null,
                    "t.sla_resolution_due IS NOT NULL AND " + DUE + " >= :filter.dueFrom"),
            when(filter -> filter.dueTo() != null, DUE + " < :filter.dueTo"),
            when(filter -> !filter.customFieldNames().isEmpty(), """
                    NOT EXISTS (
                       SELECT FROM unnest(CAST(:filter.customFieldNames AS text[]), CAST(:filter.customFieldValues AS text[]))
                                AS f (name, value)
                        WHERE jsonb_typeof(t.custom_fields -> f.name) IN ('object', 'array')
                           OR (t.custom_fields ->> f.name) IS DISTINCT FROM f.value)"""));

    /** Mutually exclusive. A ticket at risk has a due time, so it also has a time from which it counts as breached. */
    private static final Map<String, String> SLA_STATUSES =
            Map.of("breached", "t.sla_breached_from < :viewer.now", "paused", """
            (t.sla_paused_at IS NOT NULL AND t.resolved_at IS NULL
             AND NOT coalesce(t.sla_breached_from < :viewer.now, false))""", "at_risk", """
            (t.sla_at_risk_from <= :viewer.now AND t.sla_paused_at IS NULL AND t.resolved_at IS NULL
             AND t.sla_breached_from >= :viewer.now)""", "on_time", """
            ((t.sla_policy_id IS NOT NULL OR t.sla_first_response_due IS NOT NULL OR t.sla_resolution_due IS NOT NULL)
             AND (t.resolved_at IS NOT NULL
                  OR t.sla_paused_at IS NULL AND NOT coalesce(t.sla_at_risk_from <= :viewer.now, false))
             AND NOT coalesce(t.sla_breached_from < :viewer.now, false))""");

    /**
     * Selects tickets of the account that the viewer may see. It is written as containment: for {@code <> ALL},
     * PostgreSQL estimates that no ticket is left, and then sorts all tickets of the account instead of following an
     * index for one page.
     */
    private static final String SEEN = """
            t.account_id = :accountId
               AND NOT ARRAY(
                       SELECT tt.id
                         FROM ticket_types tt
                        WHERE tt.account_id = :accountId
                          AND NOT tt.required_permissions <@ CAST(:viewer.permissions AS text[]))
                   @> ARRAY[t.ticket_type_id]""";

    private TicketListSql() {}

    private static Condition when(Predicate<TicketFilter> isWanted, String sql) {
        return new Condition(isWanted, sql);
    }

    /** Returns the statement that lists the tickets of one part of a list. */
    static String list(TicketListQuery query, ListPart part) {
        boolean isRanked = query.order().stream().anyMatch(by -> by.key() == TicketOrder.Key.RELEVANCE);
        return """
                SELECT t.*, %s AS place
                  FROM %s
                 WHERE %s
                   AND %s
                   AND %s
                   AND %s
                 ORDER BY %s
                 LIMIT :limit
                """.formatted(
                        place(query.order()),
                        source(query, isRanked),
                        SEEN,
                        conditions(query.filter()),
                        part.condition(),
                        part.behind(),
                        orderBy(part.order()));
    }

    /** Returns the statement that counts the tickets of a list. */
    static String count(TicketListQuery query) {
        return """
                SELECT count(*)
                  FROM %s
                 WHERE %s
                   AND %s
                """.formatted(source(query, false), SEEN, conditions(query.filter()));
    }

    /** Returns the source of the rows: the tickets {@code t}, and for a search also the matches {@code found}. */
    private static String source(TicketListQuery query, boolean isRanked) {
        TicketFilter filter = query.filter();
        return filter.search() == null
                        && filter.tags().isEmpty()
                        && filter.customFieldNames().isEmpty()
                ? tickets(query)
                : """
                search_tickets(
                      CAST(:wanted AS tsquery), CAST(:words AS tsquery), CAST(:number AS tsquery), %s, %s) found
                  JOIN %s ON t.account_id = found.account_id AND t.id = found.ticket_id""".formatted(isRanked, newest(query), tickets(query));
    }

    /**
     * Returns the tickets {@code t}. Those of a requester are few, and are all read before the rest of the statement:
     * PostgreSQL estimates too many of them, and would look for them among all tickets in the order of the list.
     */
    private static String tickets(TicketListQuery query) {
        return query.viewer().isRequester() ? "(SELECT * FROM tickets OFFSET 0) t" : "tickets t";
    }

    /**
     * Returns the maximum number of matches, the newest, for a search by words only; {@code NULL}: all matches. Those
     * of a requester may be older than that number of other requesters' matches.
     */
    private static String newest(TicketListQuery query) {
        TicketFilter filter = query.filter();
        return filter.search() != null
                        && !query.viewer().isRequester()
                        && filter.tags().isEmpty()
                        && conditions(filter).equals(NOT_DELETED)
                ? MOST_FOUND
                : "NULL";
    }

    private static String conditions(TicketFilter filter) {
        List<String> conditions = new ArrayList<>();
        for (Condition condition : CONDITIONS) {
            if (condition.isWanted().test(filter)) {
                conditions.add(condition.sql());
            }
        }
        if (!filter.slaStatuses().isEmpty()) {
            conditions.add(filter.slaStatuses().stream()
                    .distinct()
                    .map(SLA_STATUSES::get)
                    .collect(Collectors.joining(" OR ", "(", ")")));
        }
        return String.join("\n   AND ", conditions);
    }

    /**
     * A part of a list whose order an index has.
     *
     * @param order with the id at its end
     * @param after the place, in this order, after which the part begins; empty: its beginning
     */
    record ListPart(String condition, List<TicketOrder> order, List<String> after) {

        String behind() {
            return after.isEmpty() ? "true" : TicketListSql.behind(order);
        }
    }

    /**
     * Returns the parts of a list, in their order. A list has two parts if the index has the tickets without a value at
     * its other end: the tickets with a value come first.
     */
    static List<ListPart> parts(List<TicketOrder> order, List<String> after) {
        List<TicketOrder> parts = withId(order);
        TicketOrder first = parts.get(0);
        if (first.key() != TicketOrder.Key.RESOLUTION_DUE || !first.isDescending()) {
            return List.of(new ListPart("true", parts, after));
        }
        List<TicketOrder> rest = parts.subList(1, parts.size());
        List<TicketOrder> known = new ArrayList<>(rest);
        known.add(0, new TicketOrder(TicketOrder.Key.KNOWN_RESOLUTION_DUE, true));
        if (!after.isEmpty() && after.get(0).equals("-infinity")) {
            return List.of(new ListPart(DUE + " = 'infinity'", rest, after.subList(1, after.size())));
        }
        return List.of(
                new ListPart(DUE + " < 'infinity'", known, after),
                new ListPart(DUE + " = 'infinity'", rest, List.of()));
    }

    /** Returns the expression for the place of a ticket in the list. */
    private static String place(List<TicketOrder> order) {
        return withId(order).stream()
                .map(part -> "CAST(" + part.sql() + " AS text)")
                .collect(Collectors.joining(", ", "ARRAY[", "]"));
    }

    /** @param order with the id at its end */
    private static String orderBy(List<TicketOrder> order) {
        return order.stream()
                .map(part -> part.sql() + direction(part, " ASC", " DESC"))
                .collect(Collectors.joining(", "));
    }

    /** Returns the condition that a ticket comes after the place {@code after}. */
    private static String behind(List<TicketOrder> parts) {
        return parts.stream().map(TicketOrder::isDescending).distinct().count() == 1
                // One comparison, at which an index scan can begin.
                ? "(%s) %s (%s)"
                        .formatted(
                                parts.stream().map(TicketOrder::sql).collect(Collectors.joining(", ")),
                                direction(parts.get(0), ">", "<"),
                                values(parts))
                : behind(parts, 0);
    }

    private static String behind(List<TicketOrder> parts, int at) {
        TicketOrder part = parts.get(at);
        String is = part.sql() + "%s" + value(part, at);
        String isBehind = is.formatted(direction(part, " > ", " < "));
        return at == parts.size() - 1
                ? isBehind
                : "(%s OR %s AND %s)".formatted(isBehind, is.formatted(" = "), behind(parts, at + 1));
    }

    private static String values(List<TicketOrder> parts) {
        List<String> values = new ArrayList<>();
        for (int at = 0; at < parts.size(); at++) {
            values.add(value(parts.get(at), at));
        }
        return String.join(", ", values);
    }

    private static String value(TicketOrder part, int at) {
        return "CAST((CAST(:after AS text[]))[%d] AS %s)".formatted(at + 1, part.type());
    }

    /** Adds the id, in the direction of the last part, to break ties. */
    private static List<TicketOrder> withId(List<TicketOrder> order) {
        List<TicketOrder> parts = new ArrayList<>(order);
        parts.add(
                new TicketOrder(TicketOrder.Key.ID, order.get(order.size() - 1).isDescending()));
        return parts;
    }

    private static String direction(TicketOrder part, String ascending, String descending) {
        return part.isDescending() ? descending : ascending;
    }
}
