-- Lists of tickets, and the search for them.

-- What a ticket is found by: words and tags. In a table of its own, so that to read a ticket does not carry them, and to
-- change one does not index them anew. The lexemes, and their weights:
--   a word      A in what names the ticket, B in its description, C in a comment, D in an internal note
--   @account    in every ticket of the account: an index of words knows no accounts
--   #tag        for the filter by tags
CREATE TABLE ticket_search (
    account_id text     NOT NULL,
    ticket_id  bigint   NOT NULL,
    own        tsvector NOT NULL,
    comments   tsvector NOT NULL DEFAULT '',
    PRIMARY KEY (account_id, ticket_id),
    FOREIGN KEY (account_id, ticket_id) REFERENCES tickets ON DELETE CASCADE
);
CALL isolate_by_account('ticket_search');
GRANT SELECT, INSERT, UPDATE ON ticket_search TO docket_server;

-- The words of a text: runs of letters and digits, in lower case and without accents, so that each part of an e-mail address
-- or of a word with hyphens is one. PostgreSQL's own parser has rules of its own for those, and what is a letter to it depends
-- on the database. The ranges are what is neither letter nor digit, when compatible forms have become one.
-- Only the first 100,000 characters, and 100 of a word: a tsvector holds 1 MiB, and 2 KiB of a word.
CREATE FUNCTION search_words(content text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_remove(
               regexp_split_to_array(
                   lower(regexp_replace(left(normalize(content, NFKD), 100000), '[\u0300-\u036F]+', '', 'g')),
                   '[\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00BF\u00D7\u00F7\u02C2-\u02DF\u055A-\u055F'
                       '\u0589\u058A\u05BE\u05C0\u05C3\u05F3\u05F4\u060C\u061B\u061F\u066A-\u066D\u06D4\u0964\u0965'
                       '\u2000-\u206F\u20A0-\u20CF\u2190-\u2BFF\u2E00-\u2E7F\u3001-\u3004\u3008-\u3020\u3030'
                       '\u30FB\uFE00-\uFE6F\U0001F000-\U0001FAFF]+'),
               '')
$$;

CREATE FUNCTION search_vector(content text, weight "char") RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(
               CAST(coalesce(string_agg('''' || left(word, 100) || ''':' || place, ' '), '') AS tsvector),
               weight)
      FROM unnest(docket.search_words(content)) WITH ORDINALITY w (word, place)
$$;

CREATE FUNCTION search_vector(ticket tickets) RETURNS tsvector
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT array_to_tsvector(ARRAY['@' || ticket.account_id] || ARRAY(SELECT '#' || tag FROM unnest(ticket.tags) tag))
        || docket.search_vector(
               concat_ws(' ', ticket.ticket_number, ticket.subject, ticket.requester_name, ticket.requester_email,
                         ticket.requester_phone, regexp_replace(ticket.requester_phone, '[^0-9]', '', 'g'),
                         ticket.merchant_name, array_to_string(ticket.tags, ' ')),
               'A')
        || docket.search_vector(ticket.description, 'B')
$$;

-- In the transaction of the change: what was answered can be found.
CREATE FUNCTION index_ticket() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO docket.ticket_search (account_id, ticket_id, own)
    VALUES (NEW.account_id, NEW.id, docket.search_vector(NEW))
    ON CONFLICT (account_id, ticket_id) DO UPDATE SET own = EXCLUDED.own;
    RETURN NULL;
END
$$;
CREATE TRIGGER index_ticket AFTER INSERT ON tickets
    FOR EACH ROW EXECUTE FUNCTION index_ticket();
CREATE TRIGGER index_changed_ticket AFTER UPDATE ON tickets
    FOR EACH ROW WHEN (
        (OLD.ticket_number, OLD.subject, OLD.description, OLD.requester_name, OLD.requester_email, OLD.requester_phone,
         OLD.merchant_name, OLD.tags)
        IS DISTINCT FROM
        (NEW.ticket_number, NEW.subject, NEW.description, NEW.requester_name, NEW.requester_email, NEW.requester_phone,
         NEW.merchant_name, NEW.tags))
    EXECUTE FUNCTION index_ticket();

-- For whoever stores a comment, in the same transaction. is_internal: only callers who may see internal notes find the ticket
-- by it. The words of all comments of a ticket together hold 256 KiB; those of further ones are not found.
CREATE FUNCTION index_comment(account text, ticket bigint, content text, is_internal boolean) RETURNS void
LANGUAGE sql AS $$
    UPDATE docket.ticket_search s
       SET comments = s.comments || added.words
      FROM docket.search_vector(content, CASE WHEN is_internal THEN 'D' ELSE 'C' END::"char") added (words)
     WHERE s.account_id = account
       AND s.ticket_id = ticket
       AND pg_column_size(s.comments || added.words) <= 262144
$$;

-- The owner that migrates is bound by the policies, too.
ALTER TABLE tickets NO FORCE ROW LEVEL SECURITY;
ALTER TABLE ticket_search NO FORCE ROW LEVEL SECURITY;
INSERT INTO ticket_search (account_id, ticket_id, own)
SELECT account_id, id, search_vector(t)
  FROM tickets t;
ALTER TABLE tickets FORCE ROW LEVEL SECURITY;
ALTER TABLE ticket_search FORCE ROW LEVEL SECURITY;

-- Each change pays for its own words, and not one of many for all of theirs.
CREATE INDEX ticket_search_words_idx ON ticket_search USING gin ((own || comments)) WITH (fastupdate = off);

-- What to look for; NULL, which finds nothing, if there is no word in it.
-- terms: [{text, is_prefix, is_excluded}], the words of each one after the other.
-- tags: all of them. sees_notes: whether words of internal notes count.
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

-- The function below is past the policies of tickets, for an index is not used behind them: the operators of full-text
-- search are not leakproof. So its owner is a role that can do nothing else, and it names the accounts itself.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'docket_search') THEN
        CREATE ROLE docket_search NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;
DO $$
BEGIN
    EXECUTE format('GRANT docket_search TO %I', current_user);
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE WARNING 'grant docket_search to % as an administrator', current_user;
END
$$;
GRANT USAGE ON SCHEMA docket TO docket_search;
GRANT SELECT ON ticket_search TO docket_search;
CREATE POLICY search ON ticket_search FOR SELECT TO docket_search USING (true);

-- The tickets of the accounts named in the setting docket.accounts that match, in no order; where it is not set, none.
-- terms, tags, sees_notes: as above; terms NULL: by tags only. is_ranked: whether relevance is computed, or 0.
CREATE FUNCTION search_tickets(terms jsonb, tags text[], sees_notes boolean, is_ranked boolean)
RETURNS TABLE (account_id text, ticket_id bigint, relevance real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = docket, pg_temp AS $$
DECLARE
    wanted  CONSTANT tsquery := search_query(terms, tags, sees_notes);
    words   CONSTANT tsquery := search_query(terms, '{}', sees_notes);
    account text;
BEGIN
    FOREACH account IN ARRAY coalesce(string_to_array(current_setting('docket.accounts', true), ','), '{}') LOOP
        RETURN QUERY
        SELECT s.account_id, s.ticket_id,
               CASE WHEN is_ranked THEN ts_rank(s.own || s.comments, words) ELSE 0 END
          FROM ticket_search s
         WHERE s.account_id = account
           AND s.own || s.comments @@ (CAST('''@' || account || '''' AS tsquery) && wanted);
    END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION search_tickets FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_tickets TO docket_server;
GRANT CREATE ON SCHEMA docket TO docket_search;
ALTER FUNCTION search_tickets OWNER TO docket_search;
REVOKE CREATE ON SCHEMA docket FROM docket_search;

-- Lists: in the usual orders, and what is not narrowed by an index yet. (Not coalesce: it counts as not leakproof, so that an
-- index on it is not used behind the policies.)
CREATE INDEX tickets_created_at_idx ON tickets (account_id, created_at, id);
CREATE INDEX tickets_updated_at_idx ON tickets (account_id, updated_at, id);
CREATE INDEX tickets_due_idx ON tickets (
    account_id, (CASE WHEN sla_resolution_due IS NULL THEN 'infinity' ELSE sla_resolution_due END), id);
CREATE INDEX tickets_requester_idx ON tickets (account_id, requester_id);
CREATE INDEX tickets_open_at_risk_idx ON tickets (account_id, sla_at_risk_from) WHERE resolved_at IS NULL;
