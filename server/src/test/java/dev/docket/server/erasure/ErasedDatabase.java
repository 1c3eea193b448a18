package dev.docket.server.erasure;

import dev.docket.persistence.testing.TestDatabase;
import java.util.Map;
import java.util.stream.Collectors;

/** The stored data of an account, as a reader of the database or of a copy sees it. */
record ErasedDatabase(TestDatabase database, String account) {

    /**
     * Returns the tables with this text in any of their columns, or in the content of files, with the number of rows.
     */
    Map<String, Integer> tablesWith(String text) {
        return database.queryAsSuperuser("""
                        SELECT * FROM (
                            SELECT relname, CAST(CAST((xpath('/row/count/text()', query_to_xml(format(
                                       'SELECT count(*) FROM docket.%%I t WHERE account_id = %%L'
                                           ' AND (CAST(t AS text) ILIKE %%L OR CAST(t AS text) LIKE %%L)',
                                       relname, '%1$s', '%%%2$s%%', '%%' || encode('%2$s', 'hex') || '%%'),
                                       false, true, '')))[1] AS text) AS integer) AS rows
                              FROM pg_class
                             WHERE relnamespace = 'docket'::regnamespace AND relkind = 'r'
                               AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'account_id')
                        ) found
                         WHERE rows > 0""".formatted(account, text)).stream()
                .collect(Collectors.toMap(row -> row.get(0), row -> Integer.valueOf(row.get(1))));
    }

    /** Returns the data of each ticket that an erasure must keep, by its number: fields, counters and actions. */
    Map<String, String> figures() {
        return database.queryAsSuperuser("""
                        SELECT ticket_number,
                               concat_ws(' ', id, unique_id, status, priority, category, source, requester_type, assigned_to,
                                         assigned_team_id, merchant_id, lead_id, application_id, mid_id, created_at, resolved_at,
                                         closed_at, deleted_at, first_response_at, last_response_at, last_customer_response_at,
                                         sla_policy_id, sla_first_response_due, sla_resolution_due, sla_breached_at,
                                         sla_paused_at, jsonb_array_length(sla_pauses), response_count, internal_note_count,
                                         attachment_count, reopen_count, escalation_count, tags),
                               (SELECT string_agg(concat_ws(' ', number, at, action), ', ' ORDER BY number)
                                  FROM docket.ticket_history h
                                 WHERE h.account_id = t.account_id AND h.ticket_id = t.id AND h.action <> 'erased'),
                               (SELECT string_agg(concat_ws(' ', number, version, created_at), ', ' ORDER BY number)
                                  FROM docket.ticket_comments c
                                 WHERE c.account_id = t.account_id AND c.ticket_id = t.id),
                               (SELECT string_agg(concat_ws(' ', id, state, size), ', ' ORDER BY id)
                                  FROM docket.attachments a
                                 WHERE a.account_id = t.account_id AND a.ticket_id = t.id AND a.state = 'attached'),
                               (SELECT string_agg(concat_ws(' ', level, history_number), ', ' ORDER BY level)
                                  FROM docket.ticket_escalations e
                                 WHERE e.account_id = t.account_id AND e.ticket_id = t.id),
                               (SELECT count(*)
                                  FROM docket.automation_runs r
                                 WHERE r.account_id = t.account_id AND r.ticket_id = t.id)
                          FROM docket.tickets t
                         WHERE account_id = '%s'""".formatted(account)).stream()
                .collect(Collectors.toMap(
                        row -> row.get(0), row -> row.subList(1, row.size()).toString()));
    }
}
