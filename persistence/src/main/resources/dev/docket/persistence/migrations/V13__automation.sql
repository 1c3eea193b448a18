-- Automation: rules that react to the changes of tickets. The file events has the outbox that they read.

-- conditions: {all, any} of {field, operator, value}. actions: [{type, ...}].
-- author_permissions: the permissions of the caller that wrote the rule last; the rule does nothing that they do not
-- allow. created_by, updated_by: {type, id, name} of those callers, as actor_* of ticket_history.
CREATE TABLE automation_rules (
    account_id         text        NOT NULL REFERENCES accounts,
    id                 text        NOT NULL,
    name               text        NOT NULL,
    is_active          boolean     NOT NULL,
    sort_order         integer     NOT NULL,
    events             text[]      NOT NULL,
    conditions         jsonb       NOT NULL,
    actions            jsonb       NOT NULL,
    revision           bigint      NOT NULL,
    created_at         timestamptz NOT NULL,
    updated_at         timestamptz NOT NULL,
    author_permissions text[]      NOT NULL,
    created_by         jsonb       NOT NULL,
    updated_by         jsonb       NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE INDEX automation_rules_order_idx ON automation_rules (account_id, sort_order, id);
CALL isolate_by_account('automation_rules');
GRANT SELECT, INSERT, UPDATE, DELETE ON automation_rules TO docket_server;

-- The runs of rules whose conditions held.
-- history_number: the change that started the run. changed_number: the change that the run made.
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
CALL narrow_for_requester('automation_runs', $$
    false
$$);
GRANT SELECT, INSERT, DELETE ON automation_runs TO docket_server;
