-- Gives positions to entries of the history that this statement sees, and that no earlier one saw.
-- A position is final, and every later entry gets a greater one. So no reader of the feed misses an entry or reads it
-- twice, in any order of the beginnings, writes and commits of transactions.
WITH feed AS (
    SELECT account_id, last_position, seen, pg_current_snapshot() AS present
      FROM event_feeds
     WHERE account_id = :accountId
),

-- By transaction, so that a snapshot can describe a part of many entries. An index has this order.
first AS (
    SELECT h.ticket_id, h.number, h.transaction_id
      FROM feed f
     CROSS JOIN LATERAL (
               SELECT h.ticket_id, h.number, h.transaction_id
                 FROM ticket_history h
                WHERE h.account_id = :accountId
                  AND <unnumbered>
                ORDER BY h.transaction_id
                LIMIT :limit
           ) h
),

-- A transaction may have waited for another one to change the ticket, and yet have the smaller id. The entry of the
-- other one comes first.
earlier AS (
    SELECT h.ticket_id, h.number, h.transaction_id
      FROM feed f
     CROSS JOIN (SELECT ticket_id, max(number) AS greatest
                   FROM first
                  GROUP BY ticket_id) t
      JOIN ticket_history h ON h.account_id = f.account_id AND h.ticket_id = t.ticket_id
       AND h.number < t.greatest
       AND h.number > coalesce((SELECT max(e.history_number)
                                  FROM events e
                                 WHERE e.account_id = f.account_id
                                   AND e.ticket_id = t.ticket_id), 0)
     WHERE <unnumbered>
),

numbered AS (
    INSERT INTO events (account_id, position, ticket_id, history_number, numbered_at)
    SELECT f.account_id,
           f.last_position + row_number() OVER (ORDER BY o.place, o.ticket_id, o.number),
           o.ticket_id, o.number, :now
      FROM feed f
     CROSS JOIN (SELECT ticket_id, number,
                        max(transaction_id) OVER (PARTITION BY ticket_id ORDER BY number) AS place
                   FROM (SELECT * FROM first UNION SELECT * FROM earlier) entry) o
    RETURNING position
),

-- What remains after a part: the last transaction of it, those after it, and those that have not ended.
progress AS (
    SELECT max(position) AS last_position, count(*) AS entries
      FROM numbered
),

moved AS (
    UPDATE event_feeds f
       SET last_position = p.last_position,
           seen = CASE WHEN (SELECT count(*) FROM first) < :limit
                       THEN o.present
                       ELSE (SELECT CAST(
                                        CAST(least(pg_snapshot_xmin(o.present), l.last) AS text) || ':' || l.last || ':'
                                        || coalesce((SELECT string_agg(CAST(x AS text), ',' ORDER BY x)
                                                       FROM pg_snapshot_xip(o.present) x
                                                      WHERE x < l.last), '')
                                    AS pg_snapshot)
                               FROM (SELECT max(transaction_id) AS last FROM first) l)
                   END
      FROM feed o, progress p
     WHERE f.account_id = o.account_id
       AND p.entries > 0
)

SELECT entries
  FROM progress
