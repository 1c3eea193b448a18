-- SLA policies and business calendars are set up by the API.

ALTER TABLE business_calendars
    ADD revision   bigint      NOT NULL DEFAULT 1,
    ADD created_at timestamptz NOT NULL DEFAULT now(),
    ADD updated_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE business_calendars
    ALTER created_at DROP DEFAULT,
    ALTER updated_at DROP DEFAULT;

-- calendar_id: the calendar that the policy uses now; NULL: 24x7 in UTC.
ALTER TABLE sla_policies
    ADD calendar_id text,
    ADD revision    bigint      NOT NULL DEFAULT 1,
    ADD created_at  timestamptz NOT NULL DEFAULT now(),
    ADD updated_at  timestamptz NOT NULL DEFAULT now(),
    ADD FOREIGN KEY (account_id, calendar_id) REFERENCES business_calendars;
ALTER TABLE sla_policies
    ALTER created_at DROP DEFAULT,
    ALTER updated_at DROP DEFAULT;

-- The migrating role is bound by the policies, too.
ALTER TABLE sla_policies NO FORCE ROW LEVEL SECURITY;
ALTER TABLE sla_policy_versions NO FORCE ROW LEVEL SECURITY;
UPDATE sla_policies p
   SET calendar_id = v.calendar_id
  FROM sla_policy_versions v
 WHERE v.account_id = p.account_id AND v.sla_policy_id = p.id AND v.version = p.version
   AND v.calendar_id IS NOT NULL;
ALTER TABLE sla_policies FORCE ROW LEVEL SECURITY;
ALTER TABLE sla_policy_versions FORCE ROW LEVEL SECURITY;

-- A version has its copy of the calendar, which may be gone: calendar_id only says what its id was.
ALTER TABLE sla_policy_versions
    DROP CONSTRAINT sla_policy_versions_account_id_calendar_id_fkey;
CREATE INDEX sla_policies_calendar_idx ON sla_policies (account_id, calendar_id) WHERE calendar_id IS NOT NULL;

-- The open tickets of a policy that have yet to be moved to a version of it; the row goes when all are.
-- actor_id, actor_name, request_id: whose edit it was, for the histories of the tickets.
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

CREATE INDEX tickets_sla_policy_idx ON tickets (account_id, sla_policy_id, status, sla_policy_version)
    WHERE sla_policy_id IS NOT NULL;
CREATE INDEX ticket_types_sla_policy_idx ON ticket_types (account_id, sla_policy_id) WHERE sla_policy_id IS NOT NULL;
