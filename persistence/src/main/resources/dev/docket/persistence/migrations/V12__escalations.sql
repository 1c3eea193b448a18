-- Escalations of tickets: by a caller, or by rules that watch the clock.

-- Rows are only added. level: 1 for the first escalation of its ticket.
-- user_id, team_id, rotation_id: the intended target, which may be deleted since.
-- refusal: why the ticket did not go to its target.
CREATE TABLE ticket_escalations (
    account_id     text        NOT NULL,
    ticket_id      bigint      NOT NULL,
    level          bigint      NOT NULL,
    id             uuid        NOT NULL,
    reason         text        NOT NULL,
    priority       text,
    user_id        text,
    team_id        bigint,
    rotation_id    text,
    refusal        text,
    rule_id        text,
    history_number integer     NOT NULL,
    PRIMARY KEY (account_id, ticket_id, level),
    UNIQUE (account_id, id),
    FOREIGN KEY (account_id, ticket_id, history_number) REFERENCES ticket_history
);
CALL isolate_by_account('ticket_escalations');
-- A requester sees no reasons, and escalates nothing.
CALL narrow_for_requester('ticket_escalations', $$
    false
$$);
GRANT SELECT, INSERT ON ticket_escalations TO docket_server;

-- priorities, ticket_type_ids: the tickets that the rule escalates; empty for all.
-- user_id, team_id, rotation_id: the target, which may be deleted. The rule then escalates without a target.
-- author_permissions: the permissions of the caller that wrote the rule last; the rule does nothing that they do not
-- allow. created_by, updated_by: {type, id, name} of those callers, as actor_* of ticket_history.
CREATE TABLE escalation_rules (
    account_id         text        NOT NULL REFERENCES accounts,
    id                 text        NOT NULL,
    name               text        NOT NULL,
    is_active          boolean     NOT NULL,
    priorities         text[]      NOT NULL,
    ticket_type_ids    text[]      NOT NULL,
    event              text        NOT NULL CHECK (event IN
        ('created', 'unassigned', 'no_response', 'first_response_due', 'resolution_due', 'at_risk')),
    minutes            integer     NOT NULL,
    user_id            text,
    team_id            bigint,
    rotation_id        text,
    raise_priority_to  text,
    note               text,
    revision           bigint      NOT NULL,
    created_at         timestamptz NOT NULL,
    updated_at         timestamptz NOT NULL,
    author_permissions text[]      NOT NULL,
    created_by         jsonb       NOT NULL,
    updated_by         jsonb       NOT NULL,
    PRIMARY KEY (account_id, id),
    CHECK (num_nonnulls(user_id, team_id, rotation_id) <= 1)
);
CALL isolate_by_account('escalation_rules');
GRANT SELECT, INSERT, UPDATE, DELETE ON escalation_rules TO docket_server;

-- The escalations that rules have made: each rule once for each ticket in each cycle. A cycle ends when the ticket is
-- reopened.
CREATE TABLE escalation_firings (
    account_id text   NOT NULL,
    rule_id    text   NOT NULL,
    ticket_id  bigint NOT NULL,
    cycle      bigint NOT NULL,
    PRIMARY KEY (account_id, rule_id, ticket_id, cycle),
    FOREIGN KEY (account_id, rule_id) REFERENCES escalation_rules ON DELETE CASCADE,
    FOREIGN KEY (account_id, ticket_id) REFERENCES tickets
);
CALL isolate_by_account('escalation_firings');
CALL narrow_for_requester('escalation_firings', $$
    EXISTS (SELECT FROM docket.tickets t
             WHERE t.account_id = escalation_firings.account_id
               AND t.id = escalation_firings.ticket_id)
$$);
GRANT SELECT, INSERT ON escalation_firings TO docket_server;

-- Accounts whose rules were changed. The open tickets with ids after after_id must still be planned again.
CREATE TABLE escalation_replans (
    account_id text   NOT NULL PRIMARY KEY REFERENCES accounts,
    after_id   bigint NOT NULL
);
CALL isolate_by_account('escalation_replans');
GRANT SELECT, INSERT, UPDATE, DELETE ON escalation_replans TO docket_server;

-- When the rule escalates the ticket if nothing else happens; NULL: never, or not in the ticket's present state.
CREATE FUNCTION escalation_due_at(ticket tickets, rule escalation_rules) RETURNS timestamptz
LANGUAGE sql STABLE AS $$
    SELECT CASE
               WHEN ticket.resolved_at IS NOT NULL OR ticket.deleted_at IS NOT NULL OR NOT rule.is_active
                   OR EXISTS (SELECT FROM docket.ticket_types y
                               WHERE y.account_id = ticket.account_id
                                 AND y.id = ticket.ticket_type_id
                                 AND NOT y.required_permissions <@ rule.author_permissions)
                   OR rule.priorities <> '{}' AND NOT ticket.priority = ANY (rule.priorities)
                   OR rule.ticket_type_ids <> '{}'
                       AND (ticket.ticket_type_id = ANY (rule.ticket_type_ids)) IS NOT TRUE
                   OR EXISTS (SELECT FROM docket.escalation_firings f
                               WHERE f.account_id = ticket.account_id
                                 AND f.rule_id = rule.id
                                 AND f.ticket_id = ticket.id
                                 AND f.cycle = ticket.reopen_count)
               THEN NULL
               ELSE make_interval(mins => rule.minutes) + CASE rule.event
                   WHEN 'created' THEN coalesce(ticket.reopened_at, ticket.created_at)
                   WHEN 'unassigned' THEN
                       CASE WHEN ticket.assigned_to IS NULL
                            THEN greatest(coalesce(ticket.unassigned_since, ticket.created_at), ticket.reopened_at) END
                   WHEN 'no_response' THEN
                       CASE WHEN ticket.last_response_at IS NULL
                              OR ticket.last_response_at < ticket.last_customer_response_at
                            THEN greatest(coalesce(ticket.last_customer_response_at, ticket.created_at),
                                          ticket.reopened_at) END
                   WHEN 'first_response_due' THEN
                       CASE WHEN runs.first_response THEN ticket.sla_first_response_due END
                   WHEN 'resolution_due' THEN
                       CASE WHEN runs.resolution THEN ticket.sla_resolution_due END
                   WHEN 'at_risk' THEN
                       least(CASE WHEN runs.first_response THEN ticket.sla_first_response_at_risk_at END,
                             CASE WHEN runs.resolution THEN ticket.sla_resolution_at_risk_at END)
               END
           END
      FROM (SELECT ticket.sla_paused_at IS NULL AS resolution,
                   ticket.first_response_at IS NULL
                       AND (ticket.sla_paused_at IS NULL
                            OR NOT EXISTS (SELECT FROM docket.sla_policy_versions v
                                            WHERE v.account_id = ticket.account_id
                                              AND v.sla_policy_id = ticket.sla_policy_id
                                              AND v.version = ticket.sla_policy_version
                                              AND v.pauses_first_response)) AS first_response) runs
$$;

-- When the first of the account's active rules escalates the ticket; NULL: never.
CREATE FUNCTION next_escalation_at(ticket tickets) RETURNS timestamptz
LANGUAGE sql STABLE AS $$
    SELECT min(docket.escalation_due_at(ticket, r))
      FROM docket.escalation_rules r
     WHERE r.account_id = ticket.account_id
       AND r.is_active
$$;

-- A trigger plans the escalation, so that no statement that writes tickets can forget it. No ticket misses a rule:
-- changing a rule locks the account first, as creating a ticket does; changing a ticket locks its row, as planning it
-- again does.
CREATE FUNCTION plan_escalation() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.assigned_to IS DISTINCT FROM OLD.assigned_to THEN
            NEW.unassigned_since := CASE WHEN NEW.assigned_to IS NULL THEN NEW.updated_at END;
        END IF;
        IF NEW.reopen_count > OLD.reopen_count THEN
            NEW.reopened_at := NEW.updated_at;
        END IF;
    END IF;
    IF EXISTS (SELECT FROM docket.escalation_rules WHERE account_id = NEW.account_id AND is_active) THEN
        NEW.escalates_at := docket.next_escalation_at(NEW);
    ELSE
        NEW.escalates_at := NULL;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER plan_escalation BEFORE INSERT OR UPDATE ON tickets
    FOR EACH ROW EXECUTE FUNCTION plan_escalation();

-- A type that asks for other permissions than before is one that other rules may escalate.
CREATE FUNCTION replan_type() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO docket.escalation_replans (account_id, after_id)
    VALUES (NEW.account_id, 0)
    ON CONFLICT (account_id) DO UPDATE SET after_id = 0;
    RETURN NULL;
END
$$;
CREATE TRIGGER replan_type AFTER UPDATE ON ticket_types
    FOR EACH ROW WHEN (NEW.required_permissions <> OLD.required_permissions) EXECUTE FUNCTION replan_type();
