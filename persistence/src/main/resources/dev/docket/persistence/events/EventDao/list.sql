-- Lists entries of the feed, each with its ticket as it was directly after it. What later entries of the history changed
-- is taken back: of each field, the earliest later entry has the value of then.
WITH field AS (
    SELECT *
      FROM unnest(CAST(:names AS text[]), CAST(:columns AS text[])) f (name, column_name)
),

-- Entries whose ticket has a long later history cost more, so there are fewer of them.
wanted AS (
    SELECT *
      FROM (SELECT e.account_id, e.position, e.ticket_id, e.history_number,
                   sum(t.version - e.history_number) OVER (ORDER BY e.position) AS later,
                   row_number() OVER (ORDER BY e.position) AS place
              FROM (SELECT *
                      FROM events
                     WHERE account_id = :accountId
                       AND position >= :from
                       <part>
                     LIMIT :limit) e
              JOIN tickets t ON t.account_id = e.account_id AND t.id = e.ticket_id) e
     WHERE later <= :mostLater OR place = 1
)

SELECT w.position,
       h.number, h.at, h.action, h.actor_type, h.actor_id, h.actor_name, h.request_id, h.depth, h.before, h.after,
       coalesce(present_type.required_permissions, '{}') AS present_permissions,
       <ticketColumns>
  FROM wanted w
  JOIN ticket_history h
    ON h.account_id = w.account_id AND h.ticket_id = w.ticket_id AND h.number = w.history_number
  JOIN tickets present
    ON present.account_id = w.account_id AND present.id = w.ticket_id
  LEFT JOIN ticket_types present_type
    ON present_type.account_id = present.account_id AND present_type.id = present.ticket_type_id
 CROSS JOIN LATERAL (
           SELECT coalesce(jsonb_object_agg(c.column_name, c.value), '{}') AS fields
             FROM (SELECT DISTINCT ON (f.column_name) f.column_name, l.before -> f.name AS value
                     FROM ticket_history l
                     JOIN field f ON jsonb_exists(l.before, f.name) OR jsonb_exists(l.after, f.name)
                    WHERE l.account_id = w.account_id
                      AND l.ticket_id = w.ticket_id
                      AND l.number > w.history_number
                    ORDER BY f.column_name, l.number) c
       ) taken_back
-- Events of the SLA, which only take time to pass, do not update a ticket.
 CROSS JOIN LATERAL (
           SELECT l.at
             FROM ticket_history l
            WHERE l.account_id = w.account_id
              AND l.ticket_id = w.ticket_id
              AND l.number <= w.history_number
              AND l.action NOT IN ('sla_at_risk', 'sla_breached')
            ORDER BY l.number DESC
            LIMIT 1
       ) update
 CROSS JOIN LATERAL (
           SELECT coalesce(jsonb_agg(CASE WHEN CAST(p.pause ->> 'until' AS timestamptz) > h.at
                                          THEN p.pause - 'until'
                                          ELSE p.pause END ORDER BY p.place), '[]') AS list
             FROM jsonb_array_elements(present.sla_pauses) WITH ORDINALITY p (pause, place)
            WHERE CAST(p.pause ->> 'from' AS timestamptz) <= h.at
              AND (p.pause ->> 'cause' <> 'resolved' OR CAST(p.pause ->> 'until' AS timestamptz) <= h.at)
       ) pauses
 CROSS JOIN LATERAL jsonb_populate_record(
           present,
           CASE WHEN present.version = w.history_number
                THEN '{}'
                ELSE taken_back.fields || jsonb_build_object(
                         'version', w.history_number,
                         'updated_at', update.at,
                         'sla_pauses', pauses.list) END) t
<ticketJoins>
 ORDER BY w.position
