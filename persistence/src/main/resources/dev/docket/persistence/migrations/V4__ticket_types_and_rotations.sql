CREATE TABLE ticket_rotations (
    account_id text NOT NULL REFERENCES accounts,
    id         text NOT NULL,
    name       text NOT NULL,
    status     text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive')),
    PRIMARY KEY (account_id, id)
);
CALL isolate_by_account('ticket_rotations');
GRANT SELECT, INSERT, UPDATE, DELETE ON ticket_rotations TO docket_server;

CREATE TABLE rotation_members (
    account_id  text    NOT NULL,
    rotation_id text    NOT NULL,
    user_id     text    NOT NULL,
    place       integer NOT NULL,
    weight      integer NOT NULL CHECK (weight BETWEEN 1 AND 10),
    PRIMARY KEY (account_id, rotation_id, user_id),
    UNIQUE (account_id, rotation_id, place),
    FOREIGN KEY (account_id, rotation_id) REFERENCES ticket_rotations ON DELETE CASCADE,
    FOREIGN KEY (account_id, user_id) REFERENCES users
);
CALL isolate_by_account('rotation_members');
GRANT SELECT, INSERT, UPDATE, DELETE ON rotation_members TO docket_server;

-- What was dealt, and never changed afterwards: an assignment can be explained from it for ever.
-- members: [{userId, weight, carry, skipped}] in the order of the rotation. deck: places (from 0) in user_ids; after its
-- end it goes on at cycle_start. turns_before: turns that the rotation had taken when the epoch began.
CREATE TABLE rotation_epochs (
    account_id   text        NOT NULL,
    rotation_id  text        NOT NULL,
    epoch        integer     NOT NULL,
    turns_before bigint      NOT NULL,
    members      jsonb       NOT NULL,
    user_ids     text[]      NOT NULL,
    deck         smallint[]  NOT NULL,
    cycle_start  integer     NOT NULL,
    dealt_at     timestamptz NOT NULL,
    PRIMARY KEY (account_id, rotation_id, epoch),
    FOREIGN KEY (account_id, rotation_id) REFERENCES ticket_rotations ON DELETE CASCADE
);
CALL isolate_by_account('rotation_epochs');
GRANT SELECT, INSERT ON rotation_epochs TO docket_server;

-- The one thing that a ticket changes in its rotation: the number of turns taken.
CREATE TABLE rotation_turns (
    account_id  text    NOT NULL,
    rotation_id text    NOT NULL,
    epoch       integer NOT NULL,
    turns       bigint  NOT NULL,
    PRIMARY KEY (account_id, rotation_id),
    FOREIGN KEY (account_id, rotation_id, epoch) REFERENCES rotation_epochs ON DELETE CASCADE
) WITH (fillfactor = 50);
CALL isolate_by_account('rotation_turns');
GRANT SELECT, INSERT, UPDATE ON rotation_turns TO docket_server;

CREATE TABLE ticket_types (
    account_id              text    NOT NULL REFERENCES accounts,
    id                      text    NOT NULL,
    name                    text    NOT NULL,
    description             text    NOT NULL DEFAULT '',
    category                text,
    required_permissions    text[]  NOT NULL DEFAULT '{}',
    auto_assignment_enabled boolean NOT NULL DEFAULT false,
    rotation_id             text,
    sla_policy_id           text,
    version                 integer NOT NULL,
    is_active               boolean NOT NULL DEFAULT true,
    sort_order              integer NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id, rotation_id) REFERENCES ticket_rotations,
    FOREIGN KEY (account_id, sla_policy_id) REFERENCES sla_policies
);
CALL isolate_by_account('ticket_types');
GRANT SELECT, INSERT, UPDATE, DELETE ON ticket_types TO docket_server;

-- A ticket keeps the version of the fields that it was made with.
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

CREATE TRIGGER bump_configuration AFTER INSERT OR UPDATE OR DELETE ON ticket_rotations
    FOR EACH ROW EXECUTE FUNCTION bump_configuration();
CREATE TRIGGER bump_configuration AFTER INSERT ON rotation_epochs
    FOR EACH ROW EXECUTE FUNCTION bump_configuration();
CREATE TRIGGER bump_configuration AFTER INSERT OR UPDATE OR DELETE ON ticket_types
    FOR EACH ROW EXECUTE FUNCTION bump_configuration();
