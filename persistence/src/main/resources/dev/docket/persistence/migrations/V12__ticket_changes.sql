-- Tickets are changed, and their service levels stop, go on and are watched.

-- sla_pauses: [{cause, reason, from, until}], the one that lasts without an end; from it every due date can be computed again.
-- sla_breached_from: after it the ticket is breached if nothing else happens. sla_at_risk_from: from then on it is at risk.
-- sla_next_event_at: when to look whether something has to be recorded in sla_events. All three are NULL for never.
ALTER TABLE tickets
    DROP sla_paused_seconds,
    ADD deleted_at        timestamptz,
    ADD sla_pauses        jsonb NOT NULL DEFAULT '[]',
    ADD sla_breached_from timestamptz,
    ADD sla_at_risk_from  timestamptz,
    ADD sla_next_event_at timestamptz;

-- The migrating role is bound by the policies, too.
ALTER TABLE tickets NO FORCE ROW LEVEL SECURITY;
ALTER TABLE sla_policy_versions NO FORCE ROW LEVEL SECURITY;
UPDATE tickets t
   SET sla_pauses = CASE WHEN t.sla_paused_at IS NULL THEN '[]'
                         ELSE jsonb_build_array(jsonb_build_object('cause', 'status', 'from', t.sla_paused_at)) END,
       sla_breached_from = least(CASE WHEN runs.first_response THEN t.sla_first_response_due END,
                                 CASE WHEN runs.resolution THEN t.sla_resolution_due END),
       sla_at_risk_from = least(CASE WHEN runs.first_response THEN t.sla_first_response_at_risk_at END,
                                CASE WHEN runs.resolution THEN t.sla_resolution_at_risk_at END),
       sla_next_event_at = least(CASE WHEN runs.first_response THEN t.sla_first_response_at_risk_at END,
                                 CASE WHEN runs.resolution THEN t.sla_resolution_at_risk_at END)
  FROM (SELECT r.account_id, r.id,
               r.sla_paused_at IS NULL OR NOT coalesce(v.pauses_first_response, false) AS first_response,
               r.sla_paused_at IS NULL AS resolution
          FROM tickets r
          LEFT JOIN sla_policy_versions v
            ON v.account_id = r.account_id AND v.sla_policy_id = r.sla_policy_id AND v.version = r.sla_policy_version
       ) runs
 WHERE runs.account_id = t.account_id AND runs.id = t.id
   AND t.resolved_at IS NULL;
ALTER TABLE tickets FORCE ROW LEVEL SECURITY;
ALTER TABLE sla_policy_versions FORCE ROW LEVEL SECURITY;

CREATE INDEX tickets_sla_next_event_idx ON tickets (account_id, sla_next_event_at)
    WHERE sla_next_event_at IS NOT NULL AND deleted_at IS NULL;

-- What a service level came to, once for each target in each cycle: a cycle ends when the ticket is reopened.
-- at: when it was so, and not when it was noticed; history_number says when that was.
CREATE TABLE sla_events (
    account_id     text        NOT NULL,
    ticket_id      bigint      NOT NULL,
    target         text        NOT NULL CHECK (target IN ('first_response', 'resolution')),
    kind           text        NOT NULL CHECK (kind IN ('at_risk', 'breached')),
    cycle          bigint      NOT NULL,
    at             timestamptz NOT NULL,
    history_number integer     NOT NULL,
    PRIMARY KEY (account_id, ticket_id, target, kind, cycle),
    FOREIGN KEY (account_id, ticket_id, history_number) REFERENCES ticket_history
);
CALL isolate_by_account('sla_events');
GRANT SELECT, INSERT ON sla_events TO docket_server;

-- number is the version that the ticket had from then on. actor_type: what acted. depth: how many automatic changes led to
-- this one, one after the other; 0 for what somebody did.
ALTER TABLE ticket_history
    ADD actor_type text     NOT NULL DEFAULT 'agent' CHECK (actor_type IN ('agent', 'requester', 'system')),
    ADD depth      smallint NOT NULL DEFAULT 0;

-- Somebody may take a ticket away from its assignee by hand, too.
ALTER TABLE ticket_assignments
    DROP CONSTRAINT ticket_assignments_check1,
    ADD CHECK (reason = 'manual' OR (reason = 'empty_pool') = (assigned_to IS NULL));
