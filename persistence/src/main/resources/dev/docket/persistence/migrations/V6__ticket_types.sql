-- version: the newest version of the custom fields, a row of ticket_type_versions.
CREATE TABLE ticket_types (
    account_id              text        NOT NULL REFERENCES accounts,
    id                      text        NOT NULL,
    name                    text        NOT NULL,
    description             text        NOT NULL DEFAULT '',
    category                text,
    required_permissions    text[]      NOT NULL DEFAULT '{}',
    auto_assignment_enabled boolean     NOT NULL DEFAULT false,
    rotation_id             text,
    empty_pool_policy       text        NOT NULL DEFAULT 'leave_unassigned'
        CHECK (empty_pool_policy IN ('leave_unassigned', 'fallback_any')),
    sla_policy_id           text,
    version                 integer     NOT NULL,
    is_active               boolean     NOT NULL DEFAULT true,
    sort_order              integer     NOT NULL DEFAULT 0,
    revision                bigint      NOT NULL DEFAULT 1,
    created_at              timestamptz NOT NULL,
    updated_at              timestamptz NOT NULL,
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id, rotation_id) REFERENCES ticket_rotations,
    FOREIGN KEY (account_id, sla_policy_id) REFERENCES sla_policies
);
CREATE INDEX ticket_types_order_idx ON ticket_types (account_id, sort_order, id);
CREATE INDEX ticket_types_rotation_idx ON ticket_types (account_id, rotation_id);
CREATE INDEX ticket_types_sla_policy_idx ON ticket_types (account_id, sla_policy_id) WHERE sla_policy_id IS NOT NULL;
CALL isolate_by_account('ticket_types');
GRANT SELECT, INSERT, UPDATE, DELETE ON ticket_types TO docket_server;

CREATE TRIGGER bump_configuration AFTER INSERT OR UPDATE OR DELETE ON ticket_types
    FOR EACH ROW EXECUTE FUNCTION bump_configuration();

-- A ticket keeps the version of the custom fields that it was created with.
CREATE TABLE ticket_type_versions (
    account_id     text        NOT NULL,
    ticket_type_id text        NOT NULL,
    version        integer     NOT NULL,
    custom_fields  jsonb       NOT NULL,
    created_at     timestamptz NOT NULL,
    PRIMARY KEY (account_id, ticket_type_id, version),
    FOREIGN KEY (account_id, ticket_type_id) REFERENCES ticket_types ON DELETE CASCADE
);
CALL isolate_by_account('ticket_type_versions');
GRANT SELECT, INSERT ON ticket_type_versions TO docket_server;
