-- Tickets are found by their custom fields in the index of words, instead of by looking at all tickets of the account.

-- How a custom field stands in the index. It may be that of another value, too, which begins alike: who asks looks again.
CREATE FUNCTION field_mark(name text, value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT left('=' || name || '=' || value, 200)
$$;

-- As before, with the custom fields that are neither objects nor arrays.
CREATE OR REPLACE FUNCTION ticket_words(ticket tickets) RETURNS TABLE (own tsvector)
LANGUAGE sql STABLE AS $$
    SELECT array_to_tsvector(
               array_prepend('@' || ticket.account_id, ARRAY(SELECT '#' || tag FROM unnest(ticket.tags) tag))
               || ARRAY(SELECT docket.field_mark(f.key, f.value #>> '{}')
                          FROM jsonb_each(ticket.custom_fields) f
                         WHERE jsonb_typeof(f.value) IN ('string', 'number', 'boolean')))
        || CAST(coalesce(string_agg('''' || left(w.word, 100) || ''':' || w.place || w.weight, ' '), '') AS tsvector)
      FROM (SELECT word, place, 'A' AS weight
              FROM unnest(docket.search_words(
                       concat_ws(' ', ticket.ticket_number, ticket.subject, ticket.requester_name, ticket.requester_email,
                                 ticket.requester_phone, regexp_replace(ticket.requester_phone, '[^0-9]', '', 'g'),
                                 ticket.merchant_name, array_to_string(ticket.tags, ' '))))
                       WITH ORDINALITY n (word, place)
            UNION ALL
            SELECT word, 200 + place, 'B'
              FROM unnest(docket.search_words(ticket.description)) WITH ORDINALITY d (word, place)) w
$$;

DROP TRIGGER index_changed_ticket ON tickets;
CREATE TRIGGER index_changed_ticket AFTER UPDATE ON tickets
    FOR EACH ROW WHEN (
        (OLD.ticket_number, OLD.subject, OLD.description, OLD.requester_name, OLD.requester_email, OLD.requester_phone,
         OLD.merchant_name, OLD.tags, OLD.custom_fields)
        IS DISTINCT FROM
        (NEW.ticket_number, NEW.subject, NEW.description, NEW.requester_name, NEW.requester_email, NEW.requester_phone,
         NEW.merchant_name, NEW.tags, NEW.custom_fields))
    EXECUTE FUNCTION index_ticket();

-- The owner that migrates is bound by the policies, too.
ALTER TABLE tickets NO FORCE ROW LEVEL SECURITY;
ALTER TABLE ticket_search NO FORCE ROW LEVEL SECURITY;
UPDATE ticket_search s
   SET own = w.own
  FROM tickets t
 CROSS JOIN LATERAL ticket_words(t) w
 WHERE t.custom_fields <> '{}'
   AND s.account_id = t.account_id
   AND s.ticket_id = t.id;
ALTER TABLE tickets FORCE ROW LEVEL SECURITY;
ALTER TABLE ticket_search FORCE ROW LEVEL SECURITY;

-- As before; marks: of custom fields, all of them.
DROP FUNCTION search_tickets(jsonb, text[], boolean, boolean, integer);
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
