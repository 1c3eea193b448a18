-- Stores new tickets of any accounts. It stores a ticket with everything that belongs to it, or not at all.
-- A ticket that is rejected, stale, busy or only to be checked takes no number and no turn.
WITH draft AS (
    SELECT *
      FROM ROWS FROM (jsonb_to_recordset(CAST(:tickets AS jsonb)) AS (
               account_id text, configuration_version bigint, check_only boolean, unique_id uuid,
               ticket_type_id text, ticket_type_version integer, subject text, description text,
               status text, priority text, category text, source text,
               requester_type text, requester_id text, requester_number bigint,
               requester_name text, requester_email text, requester_phone text,
               assigned_to text, assigned_team_id bigint,
               rotation_id text, rotation_epoch integer, takes_turn boolean,
               merchant_id bigint, lead_id bigint, application_id text, application_number bigint, mid_id bigint,
               created_at timestamptz, resolved_at timestamptz, closed_at timestamptz,
               sla_policy_id text, sla_policy_version integer,
               sla_first_response_at_risk_at timestamptz, sla_first_response_due timestamptz,
               sla_resolution_at_risk_at timestamptz, sla_resolution_due timestamptz, sla_paused_at timestamptz,
               sla_pauses jsonb, sla_breached_from timestamptz, sla_at_risk_from timestamptz,
               sla_next_event_at timestamptz,
               custom_fields jsonb, tags text[], words tsvector,
               actor_type text, actor_id text, actor_name text, request_id text, key_hash text
           )) WITH ORDINALITY
),

-- The drafts whose idempotency key was used before or is in use now, also by another draft of this statement.
-- This statement may not see that the other request is committed already. (Storing the response then fails.)
repeated AS MATERIALIZED (
    SELECT ordinality
      FROM (SELECT account_id, actor_id, ordinality, decode(key_hash, 'base64') AS key_hash,
                   row_number() OVER (PARTITION BY account_id, actor_id, key_hash ORDER BY ordinality) AS place
              FROM draft
             WHERE key_hash IS NOT NULL) d
     WHERE CASE WHEN place > 1
                THEN true
                WHEN NOT pg_try_advisory_xact_lock(
                             hashtextextended(account_id || ' ' || actor_id || ' ' || encode(key_hash, 'hex'), 19))
                THEN true
                ELSE EXISTS (SELECT
                               FROM idempotency_keys k
                              WHERE k.account_id = d.account_id
                                AND k.caller_id = CAST(d.actor_id AS uuid)
                                AND k.key_hash = d.key_hash)
           END
),

-- The requester, and the entities that follow from it: one branch for each requesterType.
-- A unique ID is preferred to an integer ID that looks the same.
checked AS (
    SELECT d.ordinality, d.account_id, d.unique_id, d.configuration_version, d.check_only, d.rotation_id, d.takes_turn,
           d.assigned_to,
           r.name  AS found_name,
           r.email AS found_email,
           r.phone AS found_phone,
           coalesce(r.application_id, linked_application.unique_id)            AS found_application_id,
           coalesce(r.lead_id, d.lead_id)                                      AS found_lead_id,
           coalesce(r.mid_id, d.mid_id)                                        AS found_mid_id,
           coalesce(r.merchant_id, linked_mid.merchant_id, d.merchant_id)      AS found_merchant_id,
           coalesce(r.merchant_name, linked_mid.merchant_name, linked_merchant.dba_name) AS found_merchant_name,
           r.name_words || r.contact_words
               || coalesce(r.merchant_words, linked_mid.merchant_words, linked_merchant.name_words, '') || d.words AS words,
           array_remove(ARRAY[
               CASE WHEN r.name IS NULL
                    THEN '/requesterId unknown_reference' END,
               CASE WHEN d.assigned_to IS NOT NULL AND assignee.id IS NULL
                    THEN '/assignedTo unknown_reference'
                    WHEN NOT assignee.is_active
                    THEN '/assignedTo inactive_reference' END,
               CASE WHEN d.assigned_team_id IS NOT NULL AND team.id IS NULL
                    THEN '/assignedTeamId unknown_reference' END,
               CASE WHEN d.merchant_id IS NOT NULL AND linked_merchant.id IS NULL
                    THEN '/merchantId unknown_reference'
                    WHEN d.merchant_id <> coalesce(r.merchant_id, linked_mid.merchant_id)
                    THEN '/merchantId contradiction' END,
               CASE WHEN d.lead_id IS NOT NULL AND linked_lead.id IS NULL
                    THEN '/leadId unknown_reference'
                    WHEN d.lead_id <> r.lead_id
                    THEN '/leadId contradiction' END,
               CASE WHEN d.application_id IS NOT NULL AND linked_application.unique_id IS NULL
                    THEN '/applicationId unknown_reference'
                    WHEN linked_application.unique_id <> r.application_id
                    THEN '/applicationId contradiction' END,
               CASE WHEN d.mid_id IS NOT NULL AND linked_mid.id IS NULL
                    THEN '/midId unknown_reference'
                    WHEN d.mid_id <> r.mid_id OR linked_mid.merchant_id <> r.merchant_id
                    THEN '/midId contradiction' END
           ], NULL) AS refusals
      FROM draft d
      LEFT JOIN LATERAL (
               SELECT a.dba_name AS name, a.dba_email AS email, a.dba_phone AS phone,
                      a.unique_id AS application_id, NULL::bigint AS lead_id, NULL::bigint AS mid_id,
                      NULL::bigint AS merchant_id, NULL AS merchant_name,
                      a.name_words, a.contact_words, NULL::tsvector AS merchant_words,
                      a.unique_id = d.requester_id AS by_unique_id
                 FROM applications a
                WHERE d.requester_type = 'application' AND a.account_id = d.account_id
                  AND (a.unique_id = d.requester_id OR a.id = d.requester_number)
            UNION ALL
               SELECT l.name, l.email, l.phone, NULL, l.id, NULL, NULL, NULL,
                      l.name_words, l.contact_words, NULL, l.unique_id = d.requester_id
                 FROM leads l
                WHERE d.requester_type = 'lead' AND l.account_id = d.account_id
                  AND (l.unique_id = d.requester_id OR l.id = d.requester_number)
            UNION ALL
               SELECT u.name, u.email, NULL, NULL, NULL, NULL, NULL, NULL,
                      u.name_words, u.contact_words, NULL, true
                 FROM users u
                WHERE d.requester_type = 'user' AND u.account_id = d.account_id
                  AND lower(u.email) = lower(d.requester_id)
            UNION ALL
               SELECT m.dba_name, m.principal_email, m.principal_phone, NULL, NULL, NULL, m.id, m.dba_name,
                      m.name_words, m.contact_words, m.name_words, m.unique_id = d.requester_id
                 FROM merchants m
                WHERE d.requester_type IN ('merchant', 'merchant-internal') AND m.account_id = d.account_id
                  AND (m.unique_id = d.requester_id OR m.id = d.requester_number)
            UNION ALL
               SELECT mid.descriptor, m.principal_email, m.principal_phone, NULL, NULL, mid.id, m.id, m.dba_name,
                      mid.name_words, m.contact_words, m.name_words, mid.unique_id = d.requester_id
                 FROM mids mid
                 JOIN merchants m ON m.account_id = mid.account_id AND m.id = mid.merchant_id
                WHERE d.requester_type = 'mid' AND mid.account_id = d.account_id
                  AND (mid.unique_id = d.requester_id OR mid.id = d.requester_number)
            UNION ALL
               SELECT coalesce(d.requester_name, ''), coalesce(d.requester_email, ''), d.requester_phone,
                      NULL, NULL, NULL, NULL, NULL, '', '', NULL, true
                WHERE d.requester_type = 'external'
             ORDER BY by_unique_id DESC
             LIMIT 1
           ) r ON true
      LEFT JOIN LATERAL (
               SELECT a.unique_id
                 FROM applications a
                WHERE a.account_id = d.account_id
                  AND (a.unique_id = d.application_id OR a.id = d.application_number)
             ORDER BY a.unique_id = d.application_id DESC
             LIMIT 1
           ) linked_application ON true
      LEFT JOIN LATERAL (
               SELECT mid.id, mid.merchant_id, m.dba_name AS merchant_name, m.name_words AS merchant_words
                 FROM mids mid
                 JOIN merchants m ON m.account_id = mid.account_id AND m.id = mid.merchant_id
                WHERE mid.account_id = d.account_id AND mid.id = d.mid_id
           ) linked_mid ON true
      LEFT JOIN merchants linked_merchant
             ON linked_merchant.account_id = d.account_id AND linked_merchant.id = d.merchant_id
      LEFT JOIN leads linked_lead
             ON linked_lead.account_id = d.account_id AND linked_lead.id = d.lead_id
      LEFT JOIN teams team
             ON team.account_id = d.account_id AND team.id = d.assigned_team_id
      LEFT JOIN users assignee
             ON assignee.account_id = d.account_id AND assignee.id = d.assigned_to
),

wanted AS MATERIALIZED (
    SELECT ordinality, account_id, configuration_version, rotation_id, takes_turn, assigned_to
      FROM checked
     WHERE refusals = '{}' AND NOT check_only
       AND ordinality NOT IN (SELECT ordinality FROM repeated)
),

-- The counters of the accounts, locked in one order. A counter that another transaction has locked is skipped, so that
-- no ticket waits for another account.
locked AS MATERIALIZED (
    SELECT account_id
      FROM account_counters
     WHERE account_id IN (SELECT account_id FROM wanted)
     ORDER BY account_id
       FOR NO KEY UPDATE SKIP LOCKED
),

-- The lock on the account's counter and the compared version keep the configuration in force until the commit. (The
-- UPDATE reads again a row that changed after this statement began, so it sees a newer version.)
numbers AS (
    UPDATE account_counters c
       SET last_ticket_number = c.last_ticket_number + w.tickets
      FROM (SELECT account_id, configuration_version AS version, count(*) AS tickets
              FROM wanted
             GROUP BY account_id, configuration_version) w
      JOIN locked l ON l.account_id = w.account_id
     WHERE c.account_id = w.account_id
       AND c.configuration_version = w.version
    RETURNING c.account_id, c.configuration_version, c.last_ticket_number - w.tickets AS numbers_before
),

numbered AS (
    SELECT d.ordinality, d.account_id, d.rotation_id, d.takes_turn, d.assigned_to,
           a.ticket_prefix || '-' || n.numbers_before
               + row_number() OVER (PARTITION BY d.account_id ORDER BY d.ordinality) AS ticket_number,
           CASE WHEN d.takes_turn
                THEN row_number() OVER (PARTITION BY d.account_id, d.rotation_id, d.takes_turn ORDER BY d.ordinality) END AS turn_here
      FROM wanted d
      JOIN numbers n ON n.account_id = d.account_id AND n.configuration_version = d.configuration_version
      JOIN accounts a ON a.account_id = d.account_id
),

turns AS (
    UPDATE rotation_turns t
       SET turns = t.turns + wanted.turns
      FROM (SELECT account_id, rotation_id, count(*) AS turns
              FROM numbered
             WHERE takes_turn
             GROUP BY account_id, rotation_id) wanted,
           rotation_epochs e
     WHERE t.account_id = wanted.account_id AND t.rotation_id = wanted.rotation_id
       AND e.account_id = t.account_id AND e.rotation_id = t.rotation_id AND e.epoch = t.epoch
    RETURNING t.account_id, t.rotation_id, t.turns - wanted.turns AS turns_before,
              e.is_fallback, e.turns_before AS turns_before_epoch, e.user_ids, e.deck, e.cycle_start
),

-- The pick of turn number turns_before + turn_here. After its end the deck continues at cycle_start.
assigned AS (
    SELECT d.ordinality, d.ticket_number, t.is_fallback,
           t.turns_before + d.turn_here AS turn,
           coalesce(d.assigned_to, t.user_ids[1 + t.deck[1 + CASE
               WHEN pick.number < cardinality(t.deck) THEN pick.number
               ELSE t.cycle_start + (pick.number - t.cycle_start) % (cardinality(t.deck) - t.cycle_start)
           END]]) AS assignee
      FROM numbered d
      LEFT JOIN turns t ON t.account_id = d.account_id AND t.rotation_id = d.rotation_id AND d.takes_turn
      CROSS JOIN LATERAL (SELECT t.turns_before + d.turn_here - 1 - t.turns_before_epoch AS number) pick
),

ticket AS (
    INSERT INTO tickets (
               account_id, unique_id, ticket_number, ticket_type_id, ticket_type_version,
               subject, description, status, priority, category, source,
               requester_type, requester_id, requester_name, requester_email, requester_phone,
               assigned_to, assigned_team_id, awaits_rotation_id,
               merchant_id, merchant_name, lead_id, application_id, mid_id,
               created_at, updated_at, resolved_at, closed_at,
               sla_policy_id, sla_policy_version,
               sla_first_response_at_risk_at, sla_first_response_due,
               sla_resolution_at_risk_at, sla_resolution_due, sla_paused_at,
               sla_pauses, sla_breached_from, sla_at_risk_from, sla_next_event_at,
               custom_fields, tags)
        SELECT d.account_id, d.unique_id, a.ticket_number, d.ticket_type_id, d.ticket_type_version,
               d.subject, d.description, d.status, d.priority, d.category, d.source,
               d.requester_type, d.requester_id, c.found_name, c.found_email, nullif(c.found_phone, ''),
               a.assignee, d.assigned_team_id,
               CASE WHEN NOT d.takes_turn AND d.resolved_at IS NULL THEN d.rotation_id END,
               c.found_merchant_id, c.found_merchant_name, c.found_lead_id, c.found_application_id, c.found_mid_id,
               d.created_at, coalesce(d.closed_at, d.resolved_at, d.created_at), d.resolved_at, d.closed_at,
               d.sla_policy_id, d.sla_policy_version,
               d.sla_first_response_at_risk_at, d.sla_first_response_due,
               d.sla_resolution_at_risk_at, d.sla_resolution_due, d.sla_paused_at,
               d.sla_pauses, d.sla_breached_from, d.sla_at_risk_from, d.sla_next_event_at,
               d.custom_fields, d.tags
          FROM assigned a
          JOIN draft d ON d.ordinality = a.ordinality
          JOIN checked c ON c.ordinality = a.ordinality
         ORDER BY a.ordinality
    RETURNING *
),

entry AS (
    SELECT t.account_id,
           t.id                AS ticket_id,
           1                   AS number,
           t.created_at        AS at,
           'created'           AS action,
           d.actor_type, d.actor_id, d.actor_name, d.request_id,
           0                   AS depth,
           CAST('{}' AS jsonb) AS before,
           jsonb_strip_nulls(jsonb_build_object(
               'status', t.status,
               'priority', t.priority,
               'category', t.category,
               'source', t.source,
               'ticketTypeId', t.ticket_type_id,
               'assignedTo', t.assigned_to,
               'assignedTeamId', t.assigned_team_id)) AS after
      FROM ticket t
      JOIN draft d ON d.account_id = t.account_id AND d.unique_id = t.unique_id
),

history AS (
    <writeHistory>
),

-- The words of the number are those of TicketWords.
search AS (
    INSERT INTO ticket_search (account_id, ticket_id, own)
        SELECT t.account_id, t.id,
               CAST(format('''!%1$s'' ''!%3$s'' %2$s:1A %3$s:2A', t.ticket_number, lower(number[1]), number[2]) AS tsvector)
                   || c.words
          FROM ticket t
          JOIN draft d ON d.account_id = t.account_id AND d.unique_id = t.unique_id
          JOIN checked c ON c.ordinality = d.ordinality
         CROSS JOIN LATERAL string_to_array(t.ticket_number, '-') number
),

assignment AS (
    INSERT INTO ticket_assignments (
               account_id, ticket_id, history_number, reason, assigned_to, rotation_id, epoch, turn)
        SELECT t.account_id, t.id, 1,
               CASE WHEN d.assigned_to IS NOT NULL THEN 'manual'
                    WHEN NOT d.takes_turn THEN 'empty_pool'
                    WHEN a.is_fallback THEN 'fallback'
                    ELSE 'rotation' END,
               t.assigned_to, d.rotation_id, d.rotation_epoch, a.turn
          FROM ticket t
          JOIN draft d ON d.account_id = t.account_id AND d.unique_id = t.unique_id
          JOIN assigned a ON a.ordinality = d.ordinality
         WHERE d.assigned_to IS NOT NULL OR d.rotation_id IS NOT NULL
)

-- A rejected ticket is stale, too, if it was computed from a configuration that is no longer in force.
SELECT t.id IS NULL
           AND (w.ordinality IS NOT NULL AND l.account_id IS NOT NULL
                OR r.ordinality IS NOT NULL
                OR c.configuration_version IS DISTINCT FROM d.configuration_version) AS is_stale,
       w.ordinality IS NOT NULL AND l.account_id IS NULL AS is_busy,
       d.refusals,
       t.*
  FROM checked d
  LEFT JOIN wanted w ON w.ordinality = d.ordinality
  LEFT JOIN repeated r ON r.ordinality = d.ordinality
  LEFT JOIN locked l ON l.account_id = d.account_id
  LEFT JOIN ticket t ON t.account_id = d.account_id AND t.unique_id = d.unique_id
  LEFT JOIN account_counters c ON c.account_id = d.account_id
 ORDER BY d.ordinality
