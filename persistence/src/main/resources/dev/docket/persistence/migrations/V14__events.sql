-- Events: the history entries that automation rules must still read. See adr/0007.

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
