CREATE TABLE business_calendars (
    account_id text   NOT NULL REFERENCES accounts,
    id         text   NOT NULL,
    name       text   NOT NULL,
    zone       text   NOT NULL,
    weekly     jsonb  NOT NULL,
    holidays   date[] NOT NULL DEFAULT '{}',
    openings   jsonb  NOT NULL DEFAULT '{}',
    PRIMARY KEY (account_id, id)
);
CALL isolate_by_account('business_calendars');
GRANT SELECT, INSERT, UPDATE, DELETE ON business_calendars TO docket_server;

CREATE TABLE sla_policies (
    account_id text    NOT NULL REFERENCES accounts,
    id         text    NOT NULL,
    name       text    NOT NULL,
    version    integer NOT NULL,
    is_default boolean NOT NULL DEFAULT false,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX sla_policies_default_key ON sla_policies (account_id) WHERE is_default;
CALL isolate_by_account('sla_policies');
GRANT SELECT, INSERT, UPDATE, DELETE ON sla_policies TO docket_server;

-- A ticket keeps the version that it was made under, so its due dates can be computed again after any edit.
-- calendar_id names the calendar that was copied into the version; both are NULL for 24x7 in UTC.
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
    FOREIGN KEY (account_id, calendar_id) REFERENCES business_calendars,
    CHECK ((calendar_id IS NULL) = (calendar IS NULL))
);
CALL isolate_by_account('sla_policy_versions');
GRANT SELECT, INSERT ON sla_policy_versions TO docket_server;

CREATE TRIGGER bump_configuration AFTER INSERT OR UPDATE OR DELETE ON sla_policies
    FOR EACH ROW EXECUTE FUNCTION bump_configuration();
