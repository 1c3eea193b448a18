-- The search for tickets.

-- The words that a ticket is found by. They have a table of their own, so that reading a ticket does not read them, and
-- changing a ticket does not index them again. The server makes them (TicketWords) in the transaction of the change, so
-- a search finds what a response has confirmed. The lexemes, and their weights:
--   a word         A in the fields that name the ticket, B in its description, C in a comment, D in an internal note
--   @account       in every ticket of the account: an index of words does not know accounts
--   others         for filters, and for the ticket number
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

-- The tickets that match, in no order, of the accounts that the setting docket.accounts names. Without the setting it
-- finds no ticket.
-- wanted: the condition; NULL finds nothing.
-- words: what relevance is computed of; without words it is 0.
-- exact: tickets that match this condition, too, come before all others, and are always found; NULL: no ticket.
-- is_ranked: whether relevance is computed; it is 0 otherwise.
-- newest: at most this number of tickets in each account, those with the greatest ids; NULL: all tickets.
-- The plan is made for the words, at each call: PostgreSQL looks for a word that most tickets have in the newest
-- tickets, and for a word that few have in the index.
-- The function reads past the policies of the tickets, because PostgreSQL uses no index for full-text search behind a
-- policy: the operators are not leakproof. So its owner is docket_search, a role that has no other right, and the
-- function names the accounts itself. See adr/0006.
CREATE FUNCTION search_tickets(
    wanted tsquery, words tsquery, exact tsquery, is_ranked boolean, newest integer DEFAULT NULL)
RETURNS TABLE (account_id text, ticket_id bigint, relevance real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = docket, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    account text;
    here    tsquery;
    first   bigint[];
BEGIN
    FOREACH account IN ARRAY coalesce(string_to_array(current_setting('docket.accounts', true), ','), '{}') LOOP
        here := CAST('''@' || account || '''' AS tsquery) && wanted;
        first := CASE WHEN exact IS NULL THEN '{}' ELSE ARRAY(
            SELECT s.ticket_id
              FROM ticket_search s
             WHERE s.account_id = account
               AND s.own || s.comments @@ (here && exact)) END;
        RETURN QUERY
        SELECT account, f.ticket_id, CAST(CASE WHEN is_ranked THEN 10 ELSE 0 END AS real)
          FROM unnest(first) f (ticket_id);
        IF newest IS NULL THEN
            RETURN QUERY
            SELECT s.account_id, s.ticket_id,
                   CASE WHEN is_ranked THEN coalesce(ts_rank(s.own || s.comments, words), 0) ELSE 0 END
              FROM ticket_search s
             WHERE s.account_id = account
               AND s.own || s.comments @@ here
               AND s.ticket_id <> ALL (first);
        ELSE
            RETURN QUERY
            SELECT s.account_id, s.ticket_id,
                   CASE WHEN is_ranked THEN coalesce(ts_rank(s.own || s.comments, words), 0) ELSE 0 END
              FROM (SELECT f.*
                      FROM ticket_search f
                     WHERE f.account_id = account
                       AND f.own || f.comments @@ here
                       AND f.ticket_id <> ALL (first)
                     ORDER BY f.ticket_id DESC
                     LIMIT newest - cardinality(first)) s;
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
