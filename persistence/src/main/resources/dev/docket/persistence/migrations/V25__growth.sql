-- What keeps lists and searches as quick as they are when there are a million tickets, and what they do not need any more.

-- Statuses and priorities in their order. (A CASE of comparisons is leakproof, so that the index is used behind the policies,
-- which array_position is not.) The first also finds the few tickets in a status among many.
CREATE INDEX tickets_status_idx ON tickets (
    account_id,
    (CASE status WHEN 'open' THEN 1 WHEN 'in_progress' THEN 2 WHEN 'waiting_customer' THEN 3 WHEN 'waiting_internal' THEN 4
                 WHEN 'resolved' THEN 5 ELSE 6 END),
    id);
CREATE INDEX tickets_priority_idx ON tickets (
    account_id,
    (CASE priority WHEN 'low' THEN 1 WHEN 'medium' THEN 2 WHEN 'high' THEN 3 ELSE 4 END),
    id);

-- What few tickets have of what has few values: any of these columns, since an index with so few different keys is small, and
-- can be skipped through. It replaces the one of types.
CREATE INDEX tickets_kind_idx ON tickets (account_id, ticket_type_id, category, source, requester_type);
DROP INDEX tickets_type_idx;

-- One index for whose tickets these are, whose are open, and which open ones are nobody's.
DROP INDEX tickets_assigned_to_idx, tickets_open_assignee_idx;
CREATE INDEX tickets_assigned_to_idx ON tickets (
    account_id,
    assigned_to,
    (CASE status WHEN 'open' THEN 1 WHEN 'in_progress' THEN 2 WHEN 'waiting_customer' THEN 3 WHEN 'waiting_internal' THEN 4
                 WHEN 'resolved' THEN 5 ELSE 6 END));

-- Breached until an instant or not before it; what is at risk is among the latter. It replaces one of what was at risk from some
-- instant on, of which the most are breached by now.
CREATE INDEX tickets_breached_from_idx ON tickets (account_id, sla_breached_from) WHERE sla_breached_from IS NOT NULL;
DROP INDEX tickets_open_at_risk_idx;

-- Nothing to pay for a ticket that is neither.
CREATE INDEX tickets_paused_idx ON tickets (account_id, sla_paused_at)
    WHERE sla_paused_at IS NOT NULL AND resolved_at IS NULL;
CREATE INDEX tickets_deleted_idx ON tickets (account_id, created_at, id) WHERE deleted_at IS NOT NULL;

-- As before, and newest: of so many tickets at most, those with the greatest ids; NULL: of all. marks: of custom fields, all of
-- them. A word that most tickets have is looked for in the newest of them, one that few have in the index: so the plan is made for
-- the words, each time.
DROP FUNCTION search_tickets(jsonb, text[], boolean, boolean);
CREATE FUNCTION search_tickets(
    terms jsonb, tags text[], sees_notes boolean, is_ranked boolean, newest integer DEFAULT NULL, marks text[] DEFAULT '{}')
RETURNS TABLE (account_id text, ticket_id bigint, relevance real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = docket, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    marked  CONSTANT tsquery := CAST(
        (SELECT string_agg('''' || replace(replace(mark, '\', '\\'), '''', '''''') || '''', ' & ') FROM unnest(marks) mark)
        AS tsquery);
    asked   CONSTANT tsquery := search_query(terms, tags, sees_notes);
    words   CONSTANT tsquery := search_query(terms, '{}', sees_notes);
    wanted  CONSTANT tsquery := CASE WHEN marked IS NULL THEN asked
                                     WHEN terms IS NULL AND tags = '{}' THEN marked
                                     ELSE asked && marked END;
    account text;
    here    tsquery;
BEGIN
    FOREACH account IN ARRAY coalesce(string_to_array(current_setting('docket.accounts', true), ','), '{}') LOOP
        here := CAST('''@' || account || '''' AS tsquery) && wanted;
        IF newest IS NULL THEN
            RETURN QUERY
            SELECT s.account_id, s.ticket_id,
                   CASE WHEN is_ranked THEN ts_rank(s.own || s.comments, words) ELSE 0 END
              FROM ticket_search s
             WHERE s.account_id = account
               AND s.own || s.comments @@ here;
        ELSE
            RETURN QUERY
            SELECT s.account_id, s.ticket_id,
                   CASE WHEN is_ranked THEN ts_rank(s.own || s.comments, words) ELSE 0 END
              FROM (SELECT f.*
                      FROM ticket_search f
                     WHERE f.account_id = account
                       AND f.own || f.comments @@ here
                     ORDER BY f.ticket_id DESC
                     LIMIT newest) s;
        END IF;
    END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION search_tickets FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_tickets TO docket_server;
GRANT CREATE ON SCHEMA docket TO docket_search;
ALTER FUNCTION search_tickets OWNER TO docket_search;
REVOKE CREATE ON SCHEMA docket FROM docket_search;
