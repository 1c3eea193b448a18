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

    assigned_to                   text,
    assigned_team_id              bigint,
    merchant_id                   bigint,
    merchant_name                 text,
    lead_id                       bigint,
    application_id                text,
    mid_id                        bigint,

    created_at                    timestamptz NOT NULL,
    updated_at                    timestamptz NOT NULL,
    resolved_at                   timestamptz,
    closed_at                     timestamptz,
    first_response_at             timestamptz,
    last_response_at              timestamptz,
    last_customer_response_at     timestamptz,

    -- No policy and no due date: the ticket has no SLA. A due date without a policy: Docket's own default.
    sla_policy_id                 text,
    sla_policy_version            integer,
    sla_first_response_at_risk_at timestamptz,
    sla_first_response_due        timestamptz,
    sla_resolution_at_risk_at     timestamptz,
    sla_resolution_due            timestamptz,
    sla_breached_at               timestamptz,
    sla_paused_at                 timestamptz,
    sla_paused_seconds            bigint      NOT NULL DEFAULT 0,

    response_count                bigint      NOT NULL DEFAULT 0,
    internal_note_count           bigint      NOT NULL DEFAULT 0,
    attachment_count              bigint      NOT NULL DEFAULT 0,
    reopen_count                  bigint      NOT NULL DEFAULT 0,
    escalation_count              bigint      NOT NULL DEFAULT 0,

    custom_fields                 jsonb       NOT NULL DEFAULT '{}',
    tags                          text[]      NOT NULL DEFAULT '{}',
    meta_data                     jsonb       NOT NULL DEFAULT '{}',

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
GRANT SELECT, INSERT, UPDATE ON tickets TO docket_server;

-- Every change of a ticket. The server may add to it and read it, nothing else.
-- number: from 1, without a gap in its ticket. actor_id: the token that acted.
CREATE TABLE ticket_history (
    account_id text        NOT NULL,
    ticket_id  bigint      NOT NULL,
    number     integer     NOT NULL,
    at         timestamptz NOT NULL,
    action     text        NOT NULL,
    actor_id   text        NOT NULL,
    actor_name text        NOT NULL,
    request_id text        NOT NULL,
    before     jsonb       NOT NULL,
    after      jsonb       NOT NULL,
    PRIMARY KEY (account_id, ticket_id, number),
    FOREIGN KEY (account_id, ticket_id) REFERENCES tickets
);
CALL isolate_by_account('ticket_history');
GRANT SELECT, INSERT ON ticket_history TO docket_server;

-- Why a ticket is with whom it is, one row for each history entry that decided it. For a turn of a rotation the epoch
-- holds the rest: the candidates, their credits, and who was skipped.
CREATE TABLE ticket_assignments (
    account_id     text    NOT NULL,
    ticket_id      bigint  NOT NULL,
    history_number integer NOT NULL,
    reason         text    NOT NULL CHECK (reason IN ('manual', 'rotation', 'empty_pool')),
    assigned_to    text,
    rotation_id    text,
    epoch          integer,
    turn           bigint,
    PRIMARY KEY (account_id, ticket_id, history_number),
    UNIQUE (account_id, rotation_id, turn),
    FOREIGN KEY (account_id, ticket_id, history_number) REFERENCES ticket_history,
    CHECK ((reason = 'rotation') = (turn IS NOT NULL)),
    CHECK ((reason = 'empty_pool') = (assigned_to IS NULL))
);
CALL isolate_by_account('ticket_assignments');
GRANT SELECT, INSERT ON ticket_assignments TO docket_server;
