-- Events: the feed of all history entries, and those that automation rules must still read.

-- The order of the feed. Each history entry gets a position in its account when the feed is read, after the commit of
-- the transaction that wrote it. Positions have no gaps, and the entries of a ticket keep their order. See adr/0016.
CREATE TABLE events (
    account_id     text        NOT NULL,
    position       bigint      NOT NULL,
    ticket_id      bigint      NOT NULL,
    history_number integer     NOT NULL,
    numbered_at    timestamptz NOT NULL,
    PRIMARY KEY (account_id, position),
    UNIQUE (account_id, ticket_id, history_number),
    FOREIGN KEY (account_id, ticket_id, history_number) REFERENCES ticket_history
);
CALL isolate_by_account('events');
CALL narrow_for_requester('events', $$
    false
$$);
GRANT SELECT, INSERT, DELETE ON events TO docket_server;
CREATE INDEX ticket_history_transaction_idx ON ticket_history (account_id, transaction_id);

-- How far the feed of an account is numbered. An account has a row once its feed was read.
-- last_position: the greatest position. removed_position: the last one that was removed because it was too old.
-- seen: the entries of all transactions that this snapshot sees have positions.
-- cluster: the cluster whose transactions these are.
CREATE TABLE event_feeds (
    account_id       text        PRIMARY KEY REFERENCES accounts,
    last_position    bigint      NOT NULL DEFAULT 0,
    removed_position bigint      NOT NULL DEFAULT 0,
    seen             pg_snapshot NOT NULL DEFAULT '1:1:',
    cluster          bigint      NOT NULL
);
CALL isolate_by_account('event_feeds');
GRANT SELECT, INSERT, UPDATE ON event_feeds TO docket_server;

-- Continues the feeds in another cluster, after a dump was restored there and before Docket starts: to be called by a
-- superuser. The entries without a position get one, and all count as older than every transaction of this cluster.
CREATE PROCEDURE renew_event_feeds()
LANGUAGE sql SET search_path = docket, pg_temp AS $$
    INSERT INTO events (account_id, position, ticket_id, history_number, numbered_at)
    SELECT f.account_id,
           f.last_position
               + row_number() OVER (PARTITION BY f.account_id ORDER BY h.transaction_id, h.ticket_id, h.number),
           h.ticket_id, h.number, now()
      FROM event_feeds f
      JOIN ticket_history h ON h.account_id = f.account_id
     WHERE NOT pg_visible_in_snapshot(h.transaction_id, f.seen)
       AND NOT EXISTS (SELECT
                         FROM events e
                        WHERE e.account_id = h.account_id
                          AND e.ticket_id = h.ticket_id
                          AND e.history_number = h.number);
    UPDATE ticket_history
       SET transaction_id = '3';
    UPDATE event_feeds f
       SET last_position = coalesce((SELECT max(e.position)
                                       FROM events e
                                      WHERE e.account_id = f.account_id), f.last_position),
           seen = pg_current_snapshot(),
           cluster = (SELECT system_identifier FROM pg_control_system());
$$;
REVOKE EXECUTE ON PROCEDURE renew_event_feeds FROM PUBLIC;

-- A row is deleted in the transaction of the work that follows from it. history_number is not a foreign key, because a
-- history entry is never deleted.
CREATE TABLE outbox (
    account_id     text    NOT NULL,
    id             bigint  NOT NULL GENERATED ALWAYS AS IDENTITY,
    ticket_id      bigint  NOT NULL,
    history_number integer NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE INDEX outbox_ticket_idx ON outbox (account_id, ticket_id, id);
CALL isolate_by_account('outbox');
CALL narrow_for_requester('outbox', $$
    EXISTS (SELECT FROM docket.tickets t
             WHERE t.account_id = outbox.account_id
               AND t.id = outbox.ticket_id)
$$);
GRANT SELECT, INSERT, DELETE ON outbox TO docket_server;

-- The outbox is filled only for accounts that have an active rule. A transaction that writes history shares an advisory
-- lock of the account until its end; a transaction that makes a rule active takes the lock exclusively. So every entry
-- that is committed after the rule is in the outbox. The second statement sees the rules that were committed while the
-- first one waited for the lock.
CREATE FUNCTION fill_outbox() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(a.account_id, 17))
       FROM (SELECT DISTINCT account_id FROM entry ORDER BY account_id) a;
    INSERT INTO docket.outbox (account_id, ticket_id, history_number)
    SELECT e.account_id, e.ticket_id, e.number
      FROM entry e
     WHERE EXISTS (SELECT FROM docket.automation_rules r
                    WHERE r.account_id = e.account_id
                      AND r.is_active)
     ORDER BY e.account_id, e.ticket_id, e.number;
    RETURN NULL;
END
$$;
CREATE TRIGGER fill_outbox AFTER INSERT ON ticket_history
    REFERENCING NEW TABLE AS entry
    FOR EACH STATEMENT EXECUTE FUNCTION fill_outbox();

CREATE FUNCTION begin_automation() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.account_id, 17));
    RETURN NULL;
END
$$;
CREATE TRIGGER begin_automation AFTER INSERT OR UPDATE ON automation_rules
    FOR EACH ROW WHEN (NEW.is_active) EXECUTE FUNCTION begin_automation();
