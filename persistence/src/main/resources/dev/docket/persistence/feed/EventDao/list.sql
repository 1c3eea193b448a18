-- Lists entries of the feed, each with its ticket as it was directly after it. The changes of later entries of the
-- history are taken back: of each field, the earliest later entry has the value of then.
WITH field AS (
    SELECT *
      FROM unnest(CAST(:names AS text[]), CAST(:columns AS text[])) f (name, column_name)
),

-- Entries whose ticket has a long later history cost more, so there are fewer of them.
wanted AS MATERIALIZED (
    SELECT *
      FROM (SELECT e.account_id, e.position, e.ticket_id, e.history_number,
                   sum(e.later) OVER (ORDER BY e.position) AS later,
                   row_number() OVER (ORDER BY e.position) AS place
              FROM (SELECT *, (SELECT version
                                 FROM tickets
                                WHERE account_id = :accountId
                                  AND id = events.ticket_id) - history_number AS later
                      FROM events
                     WHERE account_id = :accountId
                       AND position >= :from
                       <part>
                     LIMIT :limit) e) e
     WHERE later <= :mostLater OR place = 1
)

SELECT w.position,
       h.number, h.at, h.action, h.actor_type, h.actor_id, h.actor_name, h.request_id, h.depth, h.before, h.after,
       present.permissions AS present_permissions,
       comment.id           AS comment_id,
       comment.number       AS comment_number,
       comment.is_internal  AS comment_is_internal,
       comment.author_type  AS comment_author_type,
       comment.author_id    AS comment_author_id,
       comment.author_name  AS comment_author_name,
       comment.created_at   AS comment_created_at,
       version.version      AS comment_version,
       version.content      AS comment_content,
       version.mentions     AS comment_mentions,
       version.edited_at    AS comment_edited_at,
       version.editor_type  AS comment_editor_type,
       version.editor_id    AS comment_editor_id,
       version.editor_name  AS comment_editor_name,
       comment.redacted_at  AS comment_redacted_at,
       comment.redactor_type AS comment_redactor_type,
       comment.redactor_id  AS comment_redactor_id,
       comment.redactor_name AS comment_redactor_name,
       comment.redaction_reason AS comment_redaction_reason,
       <ticketColumns>
  FROM wanted w
 CROSS JOIN LATERAL (
           SELECT *, CAST(after ->> 'commentId' AS uuid) AS comment_id
             FROM ticket_history
            WHERE account_id = w.account_id
              AND ticket_id = w.ticket_id
              AND number = w.history_number
            LIMIT 1
       ) h
 CROSS JOIN LATERAL (
           SELECT t AS ticket, t.version, t.sla_pauses,
                  coalesce(tt.required_permissions, '{}') AS permissions
             FROM tickets t
             LEFT JOIN ticket_types tt
               ON tt.account_id = t.account_id AND tt.id = t.ticket_type_id
            WHERE t.account_id = w.account_id
              AND t.id = w.ticket_id
            LIMIT 1
       ) present
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
           present.ticket,
           CASE WHEN present.version = w.history_number
                THEN '{}'
                ELSE taken_back.fields || jsonb_build_object(
                         'version', w.history_number,
                         'updated_at', update.at,
                         'sla_pauses', pauses.list) END) t
<ticketJoins>
  LEFT JOIN LATERAL (
           SELECT *
             FROM ticket_comments
            WHERE account_id = w.account_id
              AND ticket_id = w.ticket_id
              AND id = h.comment_id
            LIMIT 1
       ) comment ON true
  LEFT JOIN LATERAL (
           SELECT comment.version, comment.content, comment.mentions, comment.edited_at,
                  comment.editor_type, comment.editor_id, comment.editor_name
            WHERE h.action = 'comment_redacted'
               OR comment.version = coalesce(CAST(h.after ->> 'version' AS integer), 1)
        UNION ALL
           SELECT f.version, f.content, f.mentions, f.edited_at, f.editor_type, f.editor_id, f.editor_name
             FROM former_ticket_comments f
            WHERE f.account_id = comment.account_id
              AND f.ticket_id = comment.ticket_id
              AND f.comment_id = comment.id
              AND f.version = coalesce(CAST(h.after ->> 'version' AS integer), 1)
              AND h.action <> 'comment_redacted'
       ) version ON true
 ORDER BY w.position
