package dev.docket.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.server.rotations.TakenTurns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Records what clients requested and the responses they received, for comparison with what is stored. Each request has
 * a key of its own, which is the subject of the ticket, the content of the comment or the reason of the escalation that
 * it requests. Thread-safe.
 */
final class Ledger {

    /** Kinds of requests, with the query for what is stored: account, key and the id in the response. */
    enum Kind {
        TICKET("SELECT account_id, subject, unique_id FROM docket.tickets"),
        COMMENT("SELECT account_id, content, id FROM docket.ticket_comments"),
        ESCALATION("SELECT account_id, reason, id FROM docket.ticket_escalations");

        private final String stored;

        Kind(String stored) {
            this.stored = stored;
        }
    }

    /** @param id as in the response or as stored */
    private record Entry(Kind kind, String account, String key, String id) {}

    /** The result of the comparison. */
    record Balance(List<String> lost, List<String> doubled, List<String> wrong) {

        void assertEven() {
            assertThat(lost).as("acknowledged and not stored").isEmpty();
            assertThat(doubled).as("stored or returned twice").isEmpty();
            assertThat(wrong).as("inconsistent").isEmpty();
        }
    }

    private final AtomicInteger keys = new AtomicInteger();
    private final Map<String, String> asked = new ConcurrentHashMap<>();
    private final Queue<Entry> told = new ConcurrentLinkedQueue<>();
    private final Queue<String> ticketNumbers = new ConcurrentLinkedQueue<>();

    /** Records the start of a request, and returns its key. */
    String ask(Kind kind, String account) {
        String key = "key-" + keys.incrementAndGet();
        asked.put(key, kind + " " + account);
        return key;
    }

    void acknowledged(Kind kind, String account, String key, String id) {
        told.add(new Entry(kind, account, key, id));
    }

    /** Records the ticket number that a client received. */
    void numbered(String account, String id, String ticketNumber) {
        ticketNumbers.add(account + " " + id + " " + ticketNumber);
    }

    int acknowledged() {
        return told.size();
    }

    /** @param query runs SQL and returns the rows of all accounts */
    Balance balance(Function<String, List<List<String>>> query) {
        List<Entry> stored = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            query.apply(kind.stored)
                    .forEach(row -> stored.add(new Entry(kind, row.get(0), String.valueOf(row.get(1)), row.get(2))));
        }
        List<String> lost = new ArrayList<>();
        Set<Entry> there = new HashSet<>(stored);
        told.stream()
                .filter(entry -> !there.contains(entry))
                .map(Entry::toString)
                .forEach(lost::add);

        List<String> doubled =
                new ArrayList<>(repeated(stored.stream().map(Entry::key).toList()));
        doubled.addAll(repeated(told.stream().map(Entry::id).toList()));
        doubled.addAll(repeated(told.stream().map(Entry::key).toList()));

        List<String> wrong = new ArrayList<>();
        stored.stream()
                .filter(entry -> !(entry.kind() + " " + entry.account()).equals(asked.get(entry.key())))
                .forEach(entry -> wrong.add("not requested: " + entry));
        wrong.addAll(wrongNumbers(query));
        wrong.addAll(wrongTurns(query));
        query.apply(COUNTERS).forEach(row -> wrong.add("counters and history differ: " + row));
        return new Balance(lost, doubled, wrong);
    }

    /**
     * Checks that the numbers of each account run from 1 without a gap up to its counter, and match those that clients
     * received.
     */
    private List<String> wrongNumbers(Function<String, List<List<String>>> query) {
        List<String> wrong = new ArrayList<>();
        query.apply("""
                        SELECT c.account_id, c.last_ticket_number, count(t.id), count(DISTINCT n.number),
                               min(n.number), max(n.number)
                          FROM docket.account_counters c
                          LEFT JOIN docket.tickets t ON t.account_id = c.account_id
                          LEFT JOIN LATERAL (SELECT substring(t.ticket_number FROM '[0-9]+$')::bigint AS number) n ON true
                         GROUP BY c.account_id, c.last_ticket_number
                        HAVING c.last_ticket_number <> count(t.id)
                            OR count(t.id) <> count(DISTINCT n.number)
                            OR count(t.id) > 0 AND (min(n.number) <> 1 OR max(n.number) <> count(t.id))
                        """).forEach(row -> wrong.add("account, counter, tickets, numbers, from, to: " + row));
        Set<String> numbers = new HashSet<>();
        query.apply("SELECT account_id, unique_id, ticket_number FROM docket.tickets")
                .forEach(row -> numbers.add(String.join(" ", row)));
        ticketNumbers.stream()
                .filter(number -> !numbers.contains(number))
                .forEach(number -> wrong.add("another number was returned: " + number));
        return wrong;
    }

    private static List<String> wrongTurns(Function<String, List<List<String>>> query) {
        List<String> wrong = new ArrayList<>();
        for (List<String> rotation : query.apply("""
                SELECT r.account_id, r.rotation_id,
                       (SELECT count(*)
                          FROM docket.ticket_assignments a
                         WHERE a.account_id = r.account_id AND a.rotation_id = r.rotation_id AND a.turn IS NOT NULL)
                  FROM docket.rotation_turns r
                """)) {
            try {
                TakenTurns.read(query, rotation.get(0), rotation.get(1)).assertExact(Integer.parseInt(rotation.get(2)));
            } catch (AssertionError failure) {
                wrong.add("turns of " + rotation + ": " + failure.getMessage());
            }
        }
        return wrong;
    }

    private static List<String> repeated(Collection<String> values) {
        Map<String, Integer> times = new HashMap<>();
        values.forEach(value -> times.merge(value, 1, Integer::sum));
        return times.entrySet().stream()
                .filter(each -> each.getValue() > 1)
                .map(each -> each.getValue() + " times " + each.getKey())
                .toList();
    }

    /** The tickets whose counter or changed field contradicts the history. */
    private static final String COUNTERS = """
            WITH last AS (
                SELECT account_id, ticket_id, count(*) AS entries, min(number) AS from_number, max(number) AS to_number,
                       count(*) FILTER (WHERE action = 'created') AS created,
                       count(*) FILTER (WHERE action = 'commented' AND (after ->> 'isInternal')::boolean) AS notes,
                       count(*) FILTER (WHERE action = 'commented' AND NOT (after ->> 'isInternal')::boolean) AS responses,
                       count(*) FILTER (WHERE action = 'escalated') AS escalations,
                       count(*) FILTER (WHERE before ->> 'status' IN ('resolved', 'closed')
                                          AND after ->> 'status' NOT IN ('resolved', 'closed')) AS reopenings,
                       (array_agg(after ->> 'status' ORDER BY number DESC) FILTER (WHERE after ? 'status'))[1] AS status,
                       (array_agg(after ->> 'priority' ORDER BY number DESC) FILTER (WHERE after ? 'priority'))[1] AS priority
                  FROM docket.ticket_history
                 GROUP BY account_id, ticket_id
            ),
            said AS (
                SELECT account_id, ticket_id, count(*) FILTER (WHERE is_internal) AS notes,
                       count(*) FILTER (WHERE NOT is_internal) AS responses, count(*) AS all_of_them, max(number) AS to_number
                  FROM docket.ticket_comments
                 GROUP BY account_id, ticket_id
            ),
            escalated AS (
                SELECT account_id, ticket_id, count(*) AS times, max(level) AS level
                  FROM docket.ticket_escalations
                 GROUP BY account_id, ticket_id
            )
            SELECT t.account_id, t.ticket_number, t.version, h.entries, h.from_number, h.to_number,
                   t.response_count, h.responses, s.responses, t.internal_note_count, h.notes, s.notes,
                   t.escalation_count, h.escalations, e.times, t.reopen_count, h.reopenings,
                   t.status, h.status, t.priority, h.priority
              FROM docket.tickets t
              LEFT JOIN last h ON h.account_id = t.account_id AND h.ticket_id = t.id
              LEFT JOIN said s ON s.account_id = t.account_id AND s.ticket_id = t.id
              LEFT JOIN escalated e ON e.account_id = t.account_id AND e.ticket_id = t.id
             WHERE (t.version, 1, t.version, 1) IS DISTINCT FROM (h.entries, h.from_number, h.to_number, h.created)
                OR (t.response_count, t.internal_note_count) IS DISTINCT FROM (h.responses, h.notes)
                OR (t.response_count, t.internal_note_count)
                   IS DISTINCT FROM (coalesce(s.responses, 0), coalesce(s.notes, 0))
                OR s.all_of_them <> s.to_number
                OR t.escalation_count IS DISTINCT FROM h.escalations
                OR (t.escalation_count, t.escalation_count)
                   IS DISTINCT FROM (coalesce(e.times, 0), coalesce(e.level, 0))
                OR t.reopen_count IS DISTINCT FROM h.reopenings
                OR (t.status, t.priority) IS DISTINCT FROM (h.status, h.priority)
            """;
}
