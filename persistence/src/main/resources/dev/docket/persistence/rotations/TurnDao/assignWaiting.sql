-- Gives turns to the tickets that have waited longest, each with its history entry and its assignment record.
-- If a rule made the ticket wait, its new entry has the depth of the rule's change.
WITH turn AS (
    SELECT *
      FROM ROWS FROM (unnest(CAST(:userIds AS text[])), unnest(CAST(:epochs AS integer[])))
           WITH ORDINALITY AS turn (user_id, epoch, place)
),

waiting AS (
    SELECT w.*, row_number() OVER (ORDER BY w.created_at, w.id) AS place
      FROM (SELECT id, created_at
              FROM tickets
             WHERE account_id = :accountId
               AND awaits_rotation_id = :rotationId
             ORDER BY created_at, id
             LIMIT cardinality(CAST(:userIds AS text[]))
               FOR UPDATE) w
),

counter AS (
    UPDATE rotation_turns
       SET turns = turns + (SELECT count(*) FROM waiting)
     WHERE account_id = :accountId
       AND rotation_id = :rotationId
    RETURNING turns - (SELECT count(*) FROM waiting) AS turns_before
),

assigned AS (
    UPDATE tickets t
       SET assigned_to = turn.user_id,
           awaits_rotation_id = NULL,
           version = t.version + 1,
           updated_at = greatest(t.updated_at, :now)
      FROM waiting
      JOIN turn ON turn.place = waiting.place
     WHERE t.account_id = :accountId
       AND t.id = waiting.id
    RETURNING t.account_id, t.id, turn.user_id, turn.epoch, turn.place,
              t.version AS history_number
),

entry AS (
    SELECT a.account_id,
           a.id                     AS ticket_id,
           a.history_number         AS number,
           CAST(:now AS timestamptz) AS at,
           'assigned'               AS action,
           'system'                 AS actor_type,
           :actorId                 AS actor_id,
           :actorName               AS actor_name,
           :requestId               AS request_id,
           coalesce(cause.depth, 0) AS depth,
           CAST('{}' AS jsonb)      AS before,
           jsonb_strip_nulls(jsonb_build_object(
               'assignedTo', a.user_id,
               'causedBy', CASE WHEN cause.depth > 0 THEN cause.number END)) AS after
      FROM assigned a
      LEFT JOIN LATERAL (
               SELECT h.number, h.depth
                 FROM ticket_assignments w
                 JOIN ticket_history h
                   ON h.account_id = w.account_id AND h.ticket_id = w.ticket_id AND h.number = w.history_number
                WHERE w.account_id = a.account_id
                  AND w.ticket_id = a.id
                  AND w.reason = 'empty_pool'
                ORDER BY w.history_number DESC
                LIMIT 1
           ) cause ON true
),

history AS (
    <writeHistory>
),

assignment AS (
    INSERT INTO ticket_assignments (
               account_id, ticket_id, history_number, reason, assigned_to, rotation_id, epoch, turn)
        SELECT a.account_id, a.id, a.history_number, 'rotation',
               a.user_id, :rotationId, a.epoch, c.turns_before + a.place
          FROM assigned a
         CROSS JOIN counter c
)

SELECT count(*)
  FROM assigned
