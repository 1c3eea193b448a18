-- Business calendars and SLA policies. The SLA of a ticket is in tickets; its events are in sla_events.

CREATE TABLE business_calendars (
    account_id text        NOT NULL REFERENCES accounts,
    id         text        NOT NULL,
    name       text        NOT NULL,
    zone       text        NOT NULL,
    weekly     jsonb       NOT NULL,
    holidays   date[]      NOT NULL DEFAULT '{}',
    openings   jsonb       NOT NULL DEFAULT '{}',
    revision   bigint      NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, id)
);
CALL isolate_by_account('business_calendars');
GRANT SELECT, INSERT, UPDATE, DELETE ON business_calendars TO docket_server;

-- version: the newest version of the policy, a row of sla_policy_versions.
-- calendar_id: the calendar that the policy uses now; NULL: 24x7 in UTC.
CREATE TABLE sla_policies (
    account_id  text        NOT NULL REFERENCES accounts,
    id          text        NOT NULL,
    name        text        NOT NULL,
    version     integer     NOT NULL,
    is_default  boolean     NOT NULL DEFAULT false,
    calendar_id text,
    revision    bigint      NOT NULL DEFAULT 1,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id, calendar_id) REFERENCES business_calendars
);
CREATE UNIQUE INDEX sla_policies_default_key ON sla_policies (account_id) WHERE is_default;
CREATE INDEX sla_policies_calendar_idx ON sla_policies (account_id, calendar_id) WHERE calendar_id IS NOT NULL;
CALL isolate_by_account('sla_policies');
GRANT SELECT, INSERT, UPDATE, DELETE ON sla_policies TO docket_server;

CREATE TRIGGER bump_configuration AFTER INSERT OR UPDATE OR DELETE ON sla_policies
    FOR EACH ROW EXECUTE FUNCTION bump_configuration();

-- A ticket keeps the version that it was created under, so that its due dates can be computed again after any edit.
-- calendar: the version's own copy of a calendar. calendar_id: the id of that calendar, which may be deleted since; so
-- it is not a foreign key. Both are NULL for 24x7 in UTC.
CREATE TABLE sla_policy_versions (
    account_id               text        NOT NULL,
    sla_policy_id            text        NOT NULL,
    version                  integer     NOT NULL,
    targets                  jsonb       NOT NULL,
    pausing_statuses         text[]      NOT NULL,
    at_risk_percent          integer     NOT NULL CHECK (at_risk_percent BETWEEN 1 AND 100),
    pauses_first_response    boolean     NOT NULL DEFAULT false,
    calendar_id              text,
    calendar                 jsonb,
    created_at               timestamptz NOT NULL,
    PRIMARY KEY (account_id, sla_policy_id, version),
    FOREIGN KEY (account_id, sla_policy_id) REFERENCES sla_policies ON DELETE CASCADE,
    CHECK ((calendar_id IS NULL) = (calendar IS NULL))
);
CALL isolate_by_account('sla_policy_versions');
GRANT SELECT, INSERT ON sla_policy_versions TO docket_server;

-- Policies whose open tickets must still be moved to a version. The row is deleted when all of them are moved.
-- actor_id, actor_name, request_id: the edit that asked for it, for the histories of the tickets.
CREATE TABLE sla_recalculations (
    account_id    text        NOT NULL,
    sla_policy_id text        NOT NULL,
    version       integer     NOT NULL,
    actor_id      text        NOT NULL,
    actor_name    text        NOT NULL,
    request_id    text        NOT NULL,
    requested_at  timestamptz NOT NULL,
    PRIMARY KEY (account_id, sla_policy_id),
    FOREIGN KEY (account_id, sla_policy_id, version) REFERENCES sla_policy_versions ON DELETE CASCADE
);
CALL isolate_by_account('sla_recalculations');
GRANT SELECT, INSERT, UPDATE, DELETE ON sla_recalculations TO docket_server;
