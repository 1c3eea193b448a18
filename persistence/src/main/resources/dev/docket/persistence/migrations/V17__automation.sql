-- Rules that look at what happens to tickets.

-- conditions: {all, any} of {field, operator, value}. actions: [{type, ...}].
CREATE TABLE automation_rules (
    account_id text        NOT NULL REFERENCES accounts,
    id         text        NOT NULL,
    name       text        NOT NULL,
    is_active  boolean     NOT NULL,
    sort_order integer     NOT NULL,
    events     text[]      NOT NULL,
    conditions jsonb       NOT NULL,
    actions    jsonb       NOT NULL,
    revision   bigint      NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE INDEX automation_rules_order_idx ON automation_rules (account_id, sort_order, id);
CALL isolate_by_account('automation_rules');
GRANT SELECT, INSERT, UPDATE, DELETE ON automation_rules TO docket_server;

-- What rules have done where their conditions held. history_number: the change that started it. changed_number: what it did.
CREATE TABLE automation_runs (
    account_id     text        NOT NULL,
    id             bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    rule_id        text        NOT NULL,
    ticket_id      bigint      NOT NULL,
    history_number integer     NOT NULL,
    outcome        text        NOT NULL CHECK (outcome IN ('changed', 'refused', 'stopped', 'failed')),
    changed_number integer,
    detail         text,
    at             timestamptz NOT NULL,
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id, rule_id) REFERENCES automation_rules ON DELETE CASCADE,
    FOREIGN KEY (account_id, ticket_id, history_number) REFERENCES ticket_history
);
CREATE INDEX automation_runs_rule_idx ON automation_runs (account_id, rule_id, id);
CALL isolate_by_account('automation_runs');
GRANT SELECT, INSERT, DELETE ON automation_runs TO docket_server;

-- Entries of the history that the rules have still to look at; see adr/0007. No foreign key: an entry is never deleted.
CREATE TABLE outbox (
    account_id     text    NOT NULL,
    id             bigint  NOT NULL GENERATED ALWAYS AS IDENTITY,
    ticket_id      bigint  NOT NULL,
    history_number integer NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE INDEX outbox_ticket_idx ON outbox (account_id, ticket_id, id);
CALL isolate_by_account('outbox');
GRANT SELECT, INSERT, DELETE ON outbox TO docket_server;

-- Whoever writes history shares a lock of the account until the end of the transaction, and whoever makes a rule active takes
-- it alone: so an entry that is committed after the rule was is in the outbox. The second statement sees what the lock
-- was waited for.
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
