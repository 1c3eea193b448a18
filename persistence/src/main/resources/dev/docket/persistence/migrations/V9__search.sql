-- The search for tickets.

-- The words that a ticket is found by. They have a table of their own, so that reading a ticket does not read them, and
-- changing a ticket does not index them again. The lexemes, and their weights:
--   a word         A in the fields that name the ticket, B in its description, C in a comment, D in an internal note
--   @account       in every ticket of the account: an index of words does not know accounts
--   #tag           for the filter by tags
--   =name=value    for the filter by custom fields
CREATE TABLE ticket_search (
    account_id text     NOT NULL,
    ticket_id  bigint   NOT NULL,
    own        tsvector NOT NULL,
    comments   tsvector NOT NULL DEFAULT '',
    PRIMARY KEY (account_id, ticket_id),
    FOREIGN KEY (account_id, ticket_id) REFERENCES tickets ON DELETE CASCADE
);
CALL isolate_by_account('ticket_search');
CALL narrow_for_requester('ticket_search', $$
    EXISTS (SELECT FROM docket.tickets t
             WHERE t.account_id = ticket_search.account_id
               AND t.id = ticket_search.ticket_id)
$$);
GRANT SELECT, INSERT, UPDATE ON ticket_search TO docket_server;

-- The columns need no statistics of their own: the index below has them, and says how frequent a word is.
ALTER TABLE ticket_search
    ALTER own SET STATISTICS 0,
    ALTER comments SET STATISTICS 0;

-- Words enter the index in batches. Every search also reads a pending list of at most 64 KiB; the transaction that
-- fills the list moves all of it into the index, which takes a few milliseconds. Moving each word by itself would take
-- three times as long in total.
CREATE INDEX ticket_search_words_idx ON ticket_search USING gin ((own || comments))
    WITH (fastupdate = on, gin_pending_list_limit = 64);

-- The words of a text: runs of letters and digits, in lower case and without accents. So each part of an email address
-- or of a hyphenated word is a word. PostgreSQL's own parser treats those by rules of its own, and what it takes for a
-- letter depends on the database. The ranges are the characters that are neither letter nor digit, after compatible
-- forms have become one (NFKD). A text in ASCII has only the few that ASCII has, which is faster.
-- Only the first 100,000 characters count, and 100 of a word: a tsvector holds 1 MiB, and 2 KiB of a word.
CREATE FUNCTION search_words(content text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_remove(
               CASE
                   WHEN octet_length(content) = length(content)
                   THEN regexp_split_to_array(lower(left(content, 100000)), '[\u0001-\u002F\u003A-\u0060\u007B-\u007F]+')
                   ELSE regexp_split_to_array(
                       lower(regexp_replace(left(normalize(content, NFKD), 100000), '[\u0300-\u036F]+', '', 'g')),
                       '[\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00BF\u00D7\u00F7\u02C2-\u02DF\u055A-\u055F'
                           '\u0589\u058A\u05BE\u05C0\u05C3\u05F3\u05F4\u060C\u061B\u061F\u066A-\u066D\u06D4\u0964\u0965'
                           '\u2000-\u206F\u20A0-\u20CF\u2190-\u2BFF\u2E00-\u2E7F\u3001-\u3004\u3008-\u3020\u3030'
                           '\u30FB\uFE00-\uFE6F\U0001F000-\U0001FAFF]+')
               END,
               '')
$$;

-- The words of a comment, all with one weight.
CREATE FUNCTION search_vector(content text, weight "char") RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(
               CAST(coalesce(string_agg('''' || left(word, 100) || ''':' || place, ' '), '') AS tsvector),
               weight)
      FROM unnest(docket.search_words(content)) WITH ORDINALITY w (word, place)
$$;

-- The lexeme of a custom field. A longer value that begins alike may have the same lexeme, so a search compares the
-- column again.
CREATE FUNCTION field_mark(name text, value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT left('=' || name || '=' || value, 200)
$$;

-- The lexemes of a ticket's own fields, as one row. PostgreSQL inlines a function of this form into the query that
-- calls it, which costs a third less than a call. The words of the description come after the words that name the
-- ticket.
CREATE FUNCTION ticket_words(ticket tickets) RETURNS TABLE (own tsvector)
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

-- Triggers write the words in the transaction of the change, so that a search finds what a response has confirmed.
-- New tickets are indexed together, once per statement. Changed tickets are few, and are indexed one by one.
CREATE FUNCTION index_new_tickets() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO docket.ticket_search (account_id, ticket_id, own)
    SELECT n.account_id, n.id, w.own
      FROM new_ticket n
      CROSS JOIN LATERAL docket.ticket_words(CAST(ROW(n.*) AS docket.tickets)) w;
    RETURN NULL;
END
$$;
CREATE TRIGGER index_new_tickets AFTER INSERT ON tickets
    REFERENCING NEW TABLE AS new_ticket
    FOR EACH STATEMENT EXECUTE FUNCTION index_new_tickets();

CREATE FUNCTION index_ticket() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE docket.ticket_search s
       SET own = w.own
      FROM docket.ticket_words(NEW) w
     WHERE s.account_id = NEW.account_id
       AND s.ticket_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER index_changed_ticket AFTER UPDATE ON tickets
    FOR EACH ROW WHEN (
        (OLD.ticket_number, OLD.subject, OLD.description, OLD.requester_name, OLD.requester_email, OLD.requester_phone,
         OLD.merchant_name, OLD.tags, OLD.custom_fields)
        IS DISTINCT FROM
        (NEW.ticket_number, NEW.subject, NEW.description, NEW.requester_name, NEW.requester_email, NEW.requester_phone,
         NEW.merchant_name, NEW.tags, NEW.custom_fields))
    EXECUTE FUNCTION index_ticket();

-- The query for terms and tags. NULL, which finds nothing, if the terms hold no word.
-- terms: [{text, is_prefix, is_excluded}]; the words of each term follow one another. NULL: by tags only.
-- tags: the ticket must have all of them. sees_notes: whether words of internal notes count.
CREATE FUNCTION search_query(terms jsonb, tags text[], sees_notes boolean) RETURNS tsquery
LANGUAGE sql STABLE AS $$
    WITH words AS (
        SELECT t.number, t.is_excluded, w.place,
               '''' || left(w.word, 100) || ''':'
                   || CASE WHEN t.is_prefix AND w.place = cardinality(found) THEN '*' ELSE '' END
                   || CASE WHEN sees_notes THEN '' ELSE 'ABC' END AS lexeme
          FROM ROWS FROM (jsonb_to_recordset(terms) AS (text text, is_prefix boolean, is_excluded boolean))
                   WITH ORDINALITY t (text, is_prefix, is_excluded, number)
          CROSS JOIN LATERAL docket.search_words(t.text) found
          CROSS JOIN LATERAL unnest(found) WITH ORDINALITY w (word, place)
    ),
    parts AS (
        SELECT CASE WHEN is_excluded THEN '!(' ELSE '(' END || string_agg(lexeme, ' <-> ' ORDER BY place) || ')' AS part
          FROM words
         GROUP BY number, is_excluded
        UNION ALL
        SELECT '''#' || replace(replace(tag, '\', '\\'), '''', '''''') || ''''
          FROM unnest(tags) tag
    )
    SELECT CAST(string_agg(part, ' & ') AS tsquery)
      FROM parts
     WHERE terms IS NULL OR EXISTS (SELECT FROM words)
$$;

-- The tickets that match, in no order, of the accounts that the setting docket.accounts names. Without the setting it
-- finds no ticket.
-- terms, tags, sees_notes: as in search_query.
-- marks: the lexemes of custom fields (see field_mark); the ticket must have all of them.
-- is_ranked: whether relevance is computed; it is 0 otherwise.
-- newest: at most this number of tickets in each account, those with the greatest ids; NULL: all tickets.
-- The plan is made for the words, at each call: PostgreSQL looks for a word that most tickets have in the newest
-- tickets, and for a word that few have in the index.
-- The function reads past the policies of the tickets, because PostgreSQL uses no index for full-text search behind a
-- policy: the operators are not leakproof. So its owner is docket_search, a role that has no other right, and the
-- function names the accounts itself. See adr/0006.
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
GRANT SELECT ON ticket_search TO docket_search;
CREATE POLICY search ON ticket_search FOR SELECT TO docket_search USING (true);

-- A role needs the right to create in the schema while it becomes the owner of a function.
GRANT CREATE ON SCHEMA docket TO docket_search;
ALTER FUNCTION search_tickets OWNER TO docket_search;
REVOKE CREATE ON SCHEMA docket FROM docket_search;
