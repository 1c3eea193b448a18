-- Inserts one of :parts parts of the wanted tickets, with the tickets of all accounts mixed. Nine of ten tickets of an
-- account are closed, as if they had been created closed; every tenth is open. The rows are those that creating a
-- ticket writes. Triggers are off, so this statement also does their work.
WITH part AS (
    SELECT w.account_id, w.had, w.wanted, ? :: bigint AS part, ? :: bigint AS parts
      FROM wanted w
),
draft AS (
    SELECT p.account_id, p.had + k AS number,
           now() - interval '700 days' + interval '600 days' * (k :: float8 / p.wanted) AS at,
           (p.had + k) % 10 = 0 AS is_open
      FROM part p
      CROSS JOIN LATERAL generate_series(p.wanted * p.part / p.parts + 1, p.wanted * (p.part + 1) / p.parts) k
     ORDER BY k :: float8 / p.wanted, p.account_id
),
ticket AS (
    INSERT INTO docket.tickets AS t (
               account_id, unique_id, ticket_number, ticket_type_id, ticket_type_version,
               subject, description, status, priority, category, source,
               requester_type, requester_id, requester_name, requester_email, assigned_to, merchant_id, merchant_name,
               created_at, updated_at, resolved_at, closed_at, sla_policy_id, sla_policy_version,
               sla_first_response_at_risk_at, sla_first_response_due, sla_resolution_at_risk_at, sla_resolution_due,
               sla_breached_from, sla_at_risk_from, sla_next_event_at, custom_fields, tags)
        SELECT account_id, UUID, 'TKT-' || number, 'support', 1,
               CASE WHEN account_id = 'b0000' AND number <= ? THEN 'Card reader ' || ? || ' shows error ' || number % 97
                    ELSE 'Card reader ' || number || ' shows error ' || number % 97 END,
               (? :: text[])[1 + number % ?],
               CASE WHEN is_open THEN 'open' ELSE 'closed' END,
               (ARRAY['low', 'medium', 'high', 'urgent'])[1 + number % 4], 'technical', 'phone',
               'merchant', 'm-' || number % 20, 'Shop number ' || number % 20, 'owner' || number % 20 || '@shops.example',
               (ARRAY['u-ana', 'u-ben', 'u-cho'])[1 + number % 3], number % 20, 'Shop number ' || number % 20,
               at, at,
               CASE WHEN NOT is_open THEN at END, CASE WHEN NOT is_open THEN at END,
               'standard', 1,
               at + interval '1000 days', at + interval '1001 days', at + interval '1002 days', at + interval '1003 days',
               CASE WHEN is_open THEN at + interval '1001 days' END, CASE WHEN is_open THEN at + interval '1000 days' END,
               CASE WHEN is_open THEN at + interval '1000 days' END,
               jsonb_build_object('serialNumber', 'AB-' || 100000 + number % 900000), '{terminal}'
          FROM draft
    RETURNING t.account_id, t.id, t.created_at, t.status, t.priority, t.assigned_to, 
              -- As TicketWords makes them of these texts.
              setweight(to_tsvector('simple', translate(concat_ws(' ', t.ticket_number, t.subject, t.requester_name,
                                                                  t.requester_email, t.merchant_name, t.tags[1]), '-@.', '   ')), 'A')
                  || setweight(to_tsvector('simple', translate(t.description, '-@./', '    ')), 'B')
                  || array_to_tsvector(ARRAY['@' || t.account_id, '#' || t.tags[1],
                                             '=serialNumber=' || (t.custom_fields ->> 'serialNumber'),
                                             '!' || t.ticket_number, '!' || split_part(t.ticket_number, '-', 2)]) AS own
),
history AS (
    INSERT INTO docket.ticket_history (
               account_id, ticket_id, number, at, action, actor_type, actor_id, actor_name, request_id, before, after)
        SELECT account_id, id, 1, created_at, 'created', 'agent', '019a3f0e-5a74-7c3e-9a70-0d7a4c0f3b11', 'bench', 'generated',
               '{}',
               jsonb_build_object('status', status, 'priority', priority, 'category', 'technical', 'source', 'phone',
                                  'ticketTypeId', 'support', 'assignedTo', assigned_to)
          FROM ticket
),
assignment AS (
    INSERT INTO docket.ticket_assignments (account_id, ticket_id, history_number, reason, assigned_to)
        SELECT account_id, id, 1, 'manual', assigned_to
          FROM ticket
),
search AS (
    INSERT INTO docket.ticket_search (account_id, ticket_id, own)
        SELECT account_id, id, own
          FROM ticket
),
counter AS (
    UPDATE docket.account_counters c
       SET last_ticket_number = p.had + p.wanted * (p.part + 1) / p.parts
      FROM part p
     WHERE p.account_id = c.account_id
)
SELECT count(*) FROM ticket
