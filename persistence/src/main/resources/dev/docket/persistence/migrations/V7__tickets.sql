-- Tickets, and what is recorded of their changes.
-- The file ticket_lists has the indexes of the lists, and search has the words that a ticket is found by.

CREATE TABLE tickets (
    account_id                    text        NOT NULL REFERENCES accounts,
    id                            bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    unique_id                     uuid        NOT NULL,
    ticket_number                 text        NOT NULL,
    version                       bigint      NOT NULL DEFAULT 1,

    ticket_type_id                text,
    ticket_type_version           integer,
    subject                       text        NOT NULL,
    description                   text        NOT NULL,
    status                        text        NOT NULL CHECK (status IN
        ('open', 'in_progress', 'waiting_customer', 'waiting_internal', 'resolved', 'closed')),
    priority                      text        NOT NULL CHECK (priority IN ('low', 'medium', 'high', 'urgent')),
    category                      text        NOT NULL CHECK (category IN
        ('technical', 'billing', 'account', 'compliance', 'feature_request', 'underwriting', 'general_support',
         'general_forms', 'retention', 'activations', 'fee_change_forms', 'bank_submissions')),
    source                        text        NOT NULL CHECK (source IN ('email', 'phone', 'portal', 'internal', 'api')),

    requester_type                text        NOT NULL CHECK (requester_type IN
        ('application', 'lead', 'user', 'merchant', 'merchant-internal', 'mid', 'external')),
    requester_id                  text        NOT NULL,
    requester_name                text        NOT NULL,
    requester_email               text        NOT NULL,
    requester_phone               text,

    merchant_id                   bigint,
    merchant_name                 text,
    lead_id                       bigint,
    application_id                text,
    mid_id                        bigint,

    assigned_to                   text,
    assigned_team_id              bigint,
    -- When the ticket lost its assignee. NULL also for a ticket that never had one.
    unassigned_since              timestamptz,
    -- The rotation whose pool was empty when the ticket asked for a turn. The ticket that has waited longest gets the
    -- next turn. NULL again once the ticket has an assignee or its work has ended.
    awaits_rotation_id            text,

    created_at                    timestamptz NOT NULL,
    updated_at                    timestamptz NOT NULL,
    resolved_at                   timestamptz,
    closed_at                     timestamptz,
    -- The last time that the ticket was reopened.
    reopened_at                   timestamptz,
    deleted_at                    timestamptz,
    first_response_at             timestamptz,
    last_response_at              timestamptz,
    last_customer_response_at     timestamptz,

    -- Without a policy and a due date the ticket has no SLA. With a due date and no policy it has Docket's own default.
    sla_policy_id                 text,
    sla_policy_version            integer,
    sla_first_response_at_risk_at timestamptz,
    sla_first_response_due        timestamptz,
    sla_resolution_at_risk_at     timestamptz,
    sla_resolution_due            timestamptz,
    sla_breached_at               timestamptz,
    sla_paused_at                 timestamptz,
    -- [{cause, reason, from, until}], from which every due date can be computed again. The pause that still lasts has
    -- no until.
    sla_pauses                    jsonb       NOT NULL DEFAULT '[]',
    -- If nothing else happens, the ticket is breached after sla_breached_from and at risk from sla_at_risk_from on.
    -- sla_next_event_at: when to check whether sla_events needs another row. NULL for never, in all three.
    sla_breached_from             timestamptz,
    sla_at_risk_from              timestamptz,
    sla_next_event_at             timestamptz,

    -- When the next rule escalates the ticket if nothing else happens; NULL: never.
    escalates_at                  timestamptz,

    response_count                bigint      NOT NULL DEFAULT 0,
    internal_note_count           bigint      NOT NULL DEFAULT 0,
    attachment_count              bigint      NOT NULL DEFAULT 0,
    reopen_count                  bigint      NOT NULL DEFAULT 0,
    escalation_count              bigint      NOT NULL DEFAULT 0,

    custom_fields                 jsonb       NOT NULL DEFAULT '{}',
    tags                          text[]      NOT NULL DEFAULT '{}',
    meta_data                     jsonb       NOT NULL DEFAULT '{}',

    -- The version of the ticket in which all of its personal data was erased, because it had ended long ago. NULL: it
    -- was never erased for that.
    erased_version                bigint,

    PRIMARY KEY (account_id, id),
    UNIQUE (account_id, unique_id),
    UNIQUE (account_id, ticket_number),
    FOREIGN KEY (account_id, ticket_type_id, ticket_type_version) REFERENCES ticket_type_versions,
    FOREIGN KEY (account_id, assigned_to) REFERENCES users,
    FOREIGN KEY (account_id, assigned_team_id) REFERENCES teams,
    FOREIGN KEY (account_id, merchant_id) REFERENCES merchants,
    FOREIGN KEY (account_id, lead_id) REFERENCES leads,
    FOREIGN KEY (account_id, application_id) REFERENCES applications (account_id, unique_id) ON UPDATE CASCADE,
    FOREIGN KEY (account_id, mid_id) REFERENCES mids,
    FOREIGN KEY (account_id, sla_policy_id, sla_policy_version) REFERENCES sla_policy_versions
);
CALL isolate_by_account('tickets');
-- A requester's own tickets: those that name it by one of its ids; a user and an external requester, by their email
-- address. tickets_own_idx finds them.
CALL narrow_for_requester('tickets', $$
    requester_type = (SELECT current_setting('docket.requester_type', true))
    AND (requester_type NOT IN ('user', 'external')
         AND requester_id
             = ANY ((SELECT CAST(nullif(current_setting('docket.requester_ids', true), '') AS text[]))::text[])
         OR requester_type IN ('user', 'external')
         AND lower(CASE requester_type WHEN 'user' THEN requester_id ELSE requester_email END)
             = ANY ((SELECT CAST(nullif(current_setting('docket.requester_ids', true), '') AS text[]))::text[]))
$$);
GRANT SELECT, INSERT, UPDATE ON tickets TO docket_server;

-- A column that no list, filter or order compares needs no statistics. These columns are long. PostgreSQL analyzes the
-- table more often the more tickets are created; with statistics of these columns it took a third of the time.
ALTER TABLE tickets
    ALTER subject SET STATISTICS 0,
    ALTER description SET STATISTICS 0,
    ALTER requester_name SET STATISTICS 0,
    ALTER requester_email SET STATISTICS 0,
    ALTER requester_phone SET STATISTICS 0,
    ALTER merchant_name SET STATISTICS 0,
    ALTER custom_fields SET STATISTICS 0,
    ALTER sla_pauses SET STATISTICS 0;

-- The tickets that refer to an entity which is to be deleted. Foreign keys look for them, too.
-- (tickets_kind_idx and tickets_assigned_to_idx find the tickets of a ticket type and of a user.)
CREATE INDEX tickets_assigned_team_idx ON tickets (account_id, assigned_team_id) WHERE assigned_team_id IS NOT NULL;
CREATE INDEX tickets_merchant_idx ON tickets (account_id, merchant_id) WHERE merchant_id IS NOT NULL;
CREATE INDEX tickets_mid_idx ON tickets (account_id, mid_id) WHERE mid_id IS NOT NULL;
CREATE INDEX tickets_lead_idx ON tickets (account_id, lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX tickets_application_idx ON tickets (account_id, application_id) WHERE application_id IS NOT NULL;
CREATE INDEX tickets_sla_policy_idx ON tickets (account_id, sla_policy_id, status, sla_policy_version)
    WHERE sla_policy_id IS NOT NULL;

-- The tickets that wait for work which Docket does by itself: a turn of a rotation, an SLA event, an escalation, and
-- the erasure of personal data. (The erasure of a user finds its tickets by tickets_of_users_idx.)
CREATE INDEX tickets_awaiting_idx ON tickets (account_id, awaits_rotation_id, created_at, id)
    WHERE awaits_rotation_id IS NOT NULL;
CREATE INDEX tickets_sla_next_event_idx ON tickets (account_id, sla_next_event_at)
    WHERE sla_next_event_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX tickets_escalates_at_idx ON tickets (account_id, escalates_at) WHERE escalates_at IS NOT NULL;
CREATE INDEX tickets_to_erase_closed_idx ON tickets (account_id, closed_at, id)
    WHERE closed_at IS NOT NULL AND (erased_version IS NULL OR erased_version < version);
CREATE INDEX tickets_to_erase_deleted_idx ON tickets (account_id, deleted_at, id)
    WHERE deleted_at IS NOT NULL AND (erased_version IS NULL OR erased_version < version);
CREATE INDEX tickets_of_users_idx ON tickets (account_id, id) WHERE requester_type = 'user';

-- Every change of a ticket. The server may add rows and read them, and nothing else.
-- number: the version that the ticket had after the change; from 1, without a gap in its ticket.
-- actor_id: the token that acted. actor_type: what acted.
-- depth: how many automatic changes led to this one, one after the other; 0 for a change that a caller made.
-- transaction_id: the transaction that wrote the entry. See adr/0016.
CREATE TABLE ticket_history (
    account_id text        NOT NULL,
    ticket_id  bigint      NOT NULL,
    number     integer     NOT NULL,
    at         timestamptz NOT NULL,
    action     text        NOT NULL,
    actor_type text        NOT NULL DEFAULT 'agent' CHECK (actor_type IN ('agent', 'requester', 'system')),
    actor_id   text        NOT NULL,
    actor_name text        NOT NULL,
    request_id text        NOT NULL,
    depth      smallint    NOT NULL DEFAULT 0,
    before     jsonb       NOT NULL,
    after      jsonb       NOT NULL,
    transaction_id xid8    NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (account_id, ticket_id, number),
    FOREIGN KEY (account_id, ticket_id) REFERENCES tickets
);
CALL isolate_by_account('ticket_history');
-- A requester does not learn of internal notes and files.
CALL narrow_for_requester('ticket_history', $$
    EXISTS (SELECT FROM docket.tickets t
             WHERE t.account_id = ticket_history.account_id
               AND t.id = ticket_history.ticket_id)
    AND (after ->> 'isInternal') IS DISTINCT FROM 'true'
$$);
GRANT SELECT, INSERT ON ticket_history TO docket_server;
-- As for tickets: no statement compares these columns.
ALTER TABLE ticket_history
    ALTER before SET STATISTICS 0,
    ALTER after SET STATISTICS 0;

-- Why a ticket has its assignee, or none: one row for each history entry that decided it. For a turn of a rotation the
-- epoch holds the rest: the candidates, their credits, and the members that were skipped.
-- A caller may also take a ticket away from its assignee; the reason is manual then, and assigned_to NULL.
CREATE TABLE ticket_assignments (
    account_id     text    NOT NULL,
    ticket_id      bigint  NOT NULL,
    history_number integer NOT NULL,
    reason         text    NOT NULL CHECK (reason IN ('manual', 'rotation', 'fallback', 'empty_pool')),
    assigned_to    text,
    rotation_id    text,
    epoch          integer,
    turn           bigint,
    PRIMARY KEY (account_id, ticket_id, history_number),
    UNIQUE (account_id, rotation_id, turn),
    FOREIGN KEY (account_id, ticket_id, history_number) REFERENCES ticket_history,
    CHECK ((reason IN ('rotation', 'fallback')) = (turn IS NOT NULL)),
    CHECK (reason = 'manual' OR (reason = 'empty_pool') = (assigned_to IS NULL))
);
CALL isolate_by_account('ticket_assignments');
CALL narrow_for_requester('ticket_assignments', $$
    EXISTS (SELECT FROM docket.tickets t
             WHERE t.account_id = ticket_assignments.account_id
               AND t.id = ticket_assignments.ticket_id)
$$);
GRANT SELECT, INSERT ON ticket_assignments TO docket_server;

-- When an SLA target of a ticket came at risk or was breached: once for each target in each cycle. A cycle ends when
-- the ticket is reopened.
-- at: when it happened, and not when Docket noticed it; history_number says when Docket noticed.
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
CALL narrow_for_requester('sla_events', $$
    EXISTS (SELECT FROM docket.tickets t
             WHERE t.account_id = sla_events.account_id
               AND t.id = sla_events.ticket_id)
$$);
GRANT SELECT, INSERT ON sla_events TO docket_server;
