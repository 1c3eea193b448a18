-- Inserts the data of years of use: :tickets tickets of ten accounts, 60 percent of them in the account 2311 and a
-- quarter in the next one, and rows for every other list. Run it as a superuser, on a database with the demo's
-- accounts.
-- Constraints and triggers are off, and the indexes are created at the end, which is ten times as fast.

SET session_replication_role = replica;
SET search_path = docket;
SET synchronous_commit = off;
SET maintenance_work_mem = '512MB';
SET statement_timeout = 0;
SELECT setseed(0.42);

CREATE TEMP TABLE dropped AS
SELECT i.indexrelid::regclass AS name, pg_get_indexdef(i.indexrelid) AS definition
  FROM pg_index i
 WHERE i.indrelid IN ('tickets'::regclass, 'ticket_search'::regclass, 'ticket_history'::regclass)
   AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid);
DO $$
DECLARE
    index record;
BEGIN
    FOR index IN SELECT * FROM dropped LOOP
        EXECUTE 'DROP INDEX ' || index.name;
    END LOOP;
END
$$;

INSERT INTO accounts (account_id, name, ticket_prefix, created_at, updated_at)
SELECT 'account-' || n, 'Account ' || n, 'TKT', now(), now()
  FROM generate_series(1, 2000) n;
INSERT INTO account_ids (account_id)
SELECT account_id FROM accounts ON CONFLICT DO NOTHING;

-- Returns the value for a random place in [0, 1): each value is half as frequent as the one before it.
CREATE FUNCTION pg_temp.halving(place double precision, VARIADIC options text[]) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT options[least(cardinality(options), 1 + floor(-ln(1 - place) / ln(2))::int)]
$$;

CREATE TEMP TABLE drawn AS
SELECT n AS id,
       CASE WHEN account < 0.6 THEN '2311' WHEN account < 0.85 THEN 'account-1' ELSE 'account-' || 2 + floor(account * 1000)::int % 8 END AS account_id,
       timestamptz '2023-03-01' + n * (interval '3 years' / :tickets) AS created_at,
       work, kind, who, words, random() AS a, random() AS b, random() AS c
  FROM (SELECT n, CASE n WHEN 1 THEN 0 ELSE random() END AS account, random() AS work, random() AS kind, random() AS who, random() AS words
          FROM generate_series(1, :tickets) n) draw;

-- All tickets have one type. PostgreSQL then estimates that excluding some other types leaves no rows.
INSERT INTO tickets (
       account_id, id, unique_id, ticket_number, ticket_type_id, ticket_type_version, subject, description,
       status, priority, category, source,
       requester_type, requester_id, requester_name, requester_email, requester_phone,
       assigned_to, assigned_team_id, merchant_id, merchant_name, lead_id, application_id, mid_id,
       created_at, updated_at, resolved_at, closed_at, deleted_at,
       sla_policy_id, sla_policy_version, sla_resolution_at_risk_at, sla_resolution_due, sla_paused_at,
       sla_breached_from, sla_at_risk_from, sla_next_event_at, tags, custom_fields)
OVERRIDING SYSTEM VALUE
SELECT account_id, id, uuidv7(created_at - clock_timestamp()), 'TKT-' || id,
       'type-0', 1,
       'Card reader shows error ' || id % 1000, repeat('It stops after the tip screen. ', 5),
       status, pg_temp.halving(b, 'medium', 'low', 'high', 'urgent'),
       pg_temp.halving(c, 'technical', 'billing', 'account', 'compliance', 'feature_request', 'underwriting',
                       'general_support', 'general_forms', 'retention', 'activations', 'fee_change_forms', 'bank_submissions'),
       pg_temp.halving(who, 'portal', 'email', 'phone', 'internal', 'api'),
       CASE WHEN who < 0.8 THEN 'external' ELSE 'merchant' END, 'visitor-' || floor(who * :tickets / 20)::int,
       'Sam Reed', 'Visitor-' || floor(who * :tickets / 20)::int || '@example.com', '+1 212 555 0147',
       CASE WHEN kind < 0.9 THEN 'user-' || floor(200 * a)::int END, CASE WHEN b < 0.5 THEN floor(20 * b)::int END,
       CASE WHEN a < 0.5 THEN floor(10000 * a)::int END, CASE WHEN a < 0.5 THEN 'Blue Door Bakery' END,
       CASE WHEN a > 0.95 THEN floor(20000 * a)::int END, CASE WHEN c > 0.95 THEN 'application-' || floor(20000 * c)::int END,
       CASE WHEN a < 0.3 THEN floor(20000 * a)::int END,
       created_at, created_at + c * interval '20 days',
       CASE WHEN ends THEN created_at + b * interval '9 days' END, CASE WHEN status = 'closed' THEN created_at + interval '10 days' END,
       CASE WHEN words > 0.999 THEN created_at + interval '11 days' END,
       CASE WHEN kind < 0.8 THEN 'standard' END, CASE WHEN kind < 0.8 THEN 1 END,
       CASE WHEN kind < 0.8 THEN created_at + interval '1 day' END, CASE WHEN kind < 0.8 THEN created_at + interval '2 days' END,
       CASE WHEN status = 'waiting_customer' THEN created_at + interval '1 hour' END,
       CASE WHEN kind < 0.8 AND (a < 0.1 OR NOT ends) THEN created_at + interval '2 days' END,
       CASE WHEN kind < 0.8 THEN created_at + interval '1 day' END,
       CASE WHEN kind < 0.8 AND NOT ends THEN created_at + interval '1 day' END,
       CASE WHEN words > 0.9 THEN ARRAY['terminal', 'tag-' || id % 500] ELSE '{}' END,
       jsonb_build_object('serialNumber', 'TX-' || id % 100000)
  FROM (SELECT d.*, status, status IN ('resolved', 'closed') AS ends
          FROM drawn d,
               -- All but the newest tickets are mostly resolved or closed.
               LATERAL (SELECT CASE WHEN work < 0.7 AND id < :tickets * 0.97 THEN 'closed'
                                    WHEN work < 0.98 AND id < :tickets * 0.99 THEN 'resolved'
                                    ELSE pg_temp.halving(a, 'open', 'in_progress', 'waiting_customer', 'waiting_internal')
                               END AS status) s) t
 ORDER BY id;
SELECT setval(pg_get_serial_sequence('tickets', 'id'), :tickets);

INSERT INTO ticket_search (account_id, ticket_id, own)
SELECT t.account_id, t.id,
       CAST(format('''@%s'' %s ''tkt'':1A ''%s'':2A ''card'':3A %s ''error'':5A ''%s'':6A ''w%s'':7B ''w%s'':8B',
                   t.account_id, (SELECT string_agg('''#' || tag || '''', ' ') FROM unnest(t.tags) tag),
                   t.id, CASE WHEN d.words < 0.6 THEN '''reader'':4A' END, t.id % 1000,
                   floor(d.a * 2000), floor(d.b * d.b * 2000)) AS tsvector)
       || array_to_tsvector(ARRAY['=serialNumber=' || (t.custom_fields ->> 'serialNumber'), '!TKT-' || t.id, '!' || t.id])
  FROM tickets t
  JOIN drawn d ON d.id = t.id;

INSERT INTO ticket_imports (account_id, external_id, ticket_id)
SELECT account_id, 'zd-' || id, id
  FROM tickets;

INSERT INTO ticket_history (
       account_id, ticket_id, number, at, action, actor_type, actor_id, actor_name, request_id, before, after, transaction_id)
SELECT account_id, id, number, created_at + number * interval '1 hour', 'updated', 'agent', 'a', 'A', 'r', jsonb '{}', jsonb '{}',
       CAST(CAST(3 + id % 700 AS text) AS xid8)
  FROM drawn, generate_series(1, 2) number
 UNION ALL
SELECT account_id, id, number, created_at + number * interval '1 hour', 'updated', 'agent', 'a', 'A', 'r', jsonb '{}', jsonb '{}',
       CAST(CAST(3 + number AS text) AS xid8)
  FROM drawn, generate_series(3, 500) number
 WHERE id = 1;

-- The feeds of the other accounts were read; that of the account 2311 is new.
INSERT INTO event_feeds (account_id, cluster)
SELECT account_id, system_identifier FROM accounts, pg_control_system();
INSERT INTO events (account_id, position, ticket_id, history_number, numbered_at)
SELECT account_id, row_number() OVER (PARTITION BY account_id ORDER BY ticket_id, number), ticket_id, number, at
  FROM ticket_history
 WHERE account_id <> '2311';

INSERT INTO ticket_comments (
       account_id, ticket_id, id, number, is_internal, author_type, author_id, author_name, created_at, version, content, mentions,
       edited_at, editor_type, editor_id, editor_name, words)
SELECT account_id, id, uuidv7(), number, false, 'agent', 'a', 'A', created_at, 501, 'C', '{}', created_at, 'agent', 'a', 'A', ''
  FROM drawn, LATERAL generate_series(1, CASE id WHEN 1 THEN 500 ELSE 1 END) number
 WHERE id <= 20000;
INSERT INTO former_ticket_comments (
       account_id, ticket_id, comment_id, version, content, mentions, edited_at, editor_type, editor_id, editor_name)
SELECT account_id, ticket_id, id, said, 'C', '{}', created_at, 'agent', 'a', 'A'
  FROM ticket_comments, LATERAL generate_series(1, CASE WHEN ticket_id = 1 AND number = 1 THEN 500 ELSE 1 END) said;
INSERT INTO attachments (
       account_id, id, ticket_id, state, store, file_name, content_type, detected_type, size, sha256, author_type, author_id,
       author_name, created_at)
SELECT account_id, uuidv7(), id, 'attached', 's3', 'a.txt', 'text/plain', 'text/plain', 1, repeat('0', 64), 'agent', 'a', 'A', created_at
  FROM drawn, LATERAL generate_series(1, CASE id WHEN 1 THEN 500 ELSE 1 END) number
 WHERE id <= 20000;
INSERT INTO ticket_escalations (account_id, ticket_id, level, id, reason, history_number)
SELECT account_id, id, level, uuidv7(), 'R', 1
  FROM drawn, LATERAL generate_series(1, CASE id WHEN 1 THEN 500 ELSE 1 END) level
 WHERE id <= 20000;
INSERT INTO automation_runs (account_id, rule_id, ticket_id, history_number, outcome, at)
SELECT account_id, CASE WHEN id % 2 = 0 THEN 'refunds' ELSE 'other' END, id, 1, 'changed', created_at
  FROM drawn
 WHERE id <= 40000;

INSERT INTO users (account_id, id, name, email, search_text)
SELECT '2311', 'user-' || n, 'Name ' || n, n || '@docket.example', 'name ' || n FROM generate_series(0, 9999) n;
INSERT INTO out_of_office (account_id, user_id, starts_at, ends_at)
SELECT '2311', 'user-' || n, now(), now() + interval '1 day' FROM generate_series(0, 9999) n;
INSERT INTO teams (account_id, id, name, search_text)
SELECT '2311', n, 'Name ' || n, 'name ' || n FROM generate_series(100, 10000) n;
INSERT INTO team_members (account_id, team_id, user_id)
SELECT '2311', n, 'user-' || n % 1000 FROM generate_series(100, 10000) n;
INSERT INTO merchants (account_id, id, unique_id, dba_name, search_text)
SELECT '2311', n, 'unique-' || n, 'Name ' || n, 'name ' || n FROM generate_series(10000, 60000) n;
INSERT INTO mids (account_id, id, unique_id, merchant_id, descriptor, search_text)
SELECT '2311', n, 'unique-' || n, n, 'Name ' || n, 'name ' || n FROM generate_series(10000, 60000) n;
INSERT INTO leads (account_id, id, unique_id, name, search_text)
SELECT '2311', n, 'unique-' || n, 'Name ' || n, 'name ' || n FROM generate_series(10000, 30000) n;
INSERT INTO applications (account_id, id, unique_id, dba_name, search_text)
SELECT '2311', n, 'unique-' || n, 'Name ' || n, 'name ' || n FROM generate_series(10000, 30000) n;
INSERT INTO requester_erasures (
       account_id, id, requester_type, requester_ids, include_agent_texts, after_id, tickets, comments, attachments, actor_type,
       actor_id, actor_name, request_id, requested_at, finished_at)
SELECT '2311', uuidv7(), 'external', '{}', false, 0, 0, 0, 0, 'agent', 'a', 'A', 'r', now(), now() FROM generate_series(1, 10000);
INSERT INTO tokens (id, secret_sha256, name, permissions, accounts, created_at)
SELECT uuidv7(), sha256(n::text::bytea), 'N', '{}', ARRAY[CASE WHEN n % 2 = 0 THEN '2311' ELSE 'account-1' END], now()
  FROM generate_series(1, 10000) n;

-- The configurations of the accounts: few rows in each of many accounts.
INSERT INTO ticket_types (account_id, id, name, version, created_at, updated_at)
SELECT a.account_id, 'type-' || n, 'N', 1, now(), now() FROM accounts a, generate_series(0, 29) n;
INSERT INTO ticket_type_versions (account_id, ticket_type_id, version, custom_fields, created_at)
SELECT account_id, id, n, '[]', now() FROM ticket_types, generate_series(1, 2) n WHERE id LIKE 'type-%';
INSERT INTO ticket_rotations (account_id, id, name, status, created_at, updated_at)
SELECT a.account_id, 'rotation-' || n, 'N', 'active', now(), now() FROM accounts a, generate_series(1, 10) n;
INSERT INTO rotation_members (account_id, rotation_id, user_id, place, weight)
SELECT account_id, id, 'user-1', 0, 1 FROM ticket_rotations WHERE id LIKE 'rotation-%';
INSERT INTO rotation_epochs (
       account_id, rotation_id, epoch, turns_before, members, user_ids, deck, cycle_start, dealt_at)
SELECT account_id, id, 1, 0, '[]', '{}', '{}', 0, now() FROM ticket_rotations WHERE id LIKE 'rotation-%';
INSERT INTO rotation_turns (account_id, rotation_id, epoch, turns)
SELECT account_id, id, 1, 0 FROM ticket_rotations WHERE id LIKE 'rotation-%';
INSERT INTO escalation_rules (
       account_id, id, name, is_active, priorities, ticket_type_ids, event, minutes, revision, created_at, updated_at,
       author_permissions, created_by, updated_by)
SELECT a.account_id, 'rule-' || n, 'N', false, '{}', '{}', 'created', 0, 1, now(), now(),
       '{}', '{"type": "agent", "id": "x", "name": "X"}', '{"type": "agent", "id": "x", "name": "X"}'
  FROM accounts a, generate_series(1, 10) n;
INSERT INTO automation_rules (
       account_id, id, name, is_active, sort_order, events, conditions, actions, revision, created_at, updated_at,
       author_permissions, created_by, updated_by)
SELECT a.account_id, 'rule-' || n, 'N', false, 0, '{commented}', '{"all": [], "any": []}', '[{"type": "unassign"}]', 1, now(), now(),
       '{}', '{"type": "agent", "id": "x", "name": "X"}', '{"type": "agent", "id": "x", "name": "X"}'
  FROM accounts a, generate_series(1, 10) n;
INSERT INTO business_calendars (account_id, id, name, zone, weekly, holidays, openings, created_at, updated_at)
SELECT a.account_id, 'calendar-' || n, c.name, c.zone, c.weekly, c.holidays, c.openings, now(), now()
  FROM accounts a, generate_series(1, 10) n, business_calendars c
 WHERE c.account_id = '2311';
INSERT INTO sla_policies (account_id, id, name, version, is_default, created_at, updated_at)
SELECT a.account_id, 'policy-' || n, 'N', 1, false, now(), now() FROM accounts a, generate_series(1, 10) n;
INSERT INTO sla_policy_versions (
       account_id, sla_policy_id, version, targets, pausing_statuses, at_risk_percent, pauses_first_response, created_at)
SELECT account_id, id, 1, '{}', '{}', 80, false, now() FROM sla_policies WHERE id LIKE 'policy-%';

DO $$
DECLARE
    index record;
BEGIN
    FOR index IN SELECT * FROM dropped LOOP
        EXECUTE index.definition;
    END LOOP;
END
$$;
DROP TABLE drawn, dropped;
RESET session_replication_role;
ANALYZE;
