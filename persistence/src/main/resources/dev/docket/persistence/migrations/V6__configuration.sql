-- What an account sets up by the API: every part has a revision, which is its entity tag and grows with every change.

ALTER TABLE ticket_types
    ADD empty_pool_policy text        NOT NULL DEFAULT 'leave_unassigned'
        CHECK (empty_pool_policy IN ('leave_unassigned', 'fallback_any')),
    ADD revision          bigint      NOT NULL DEFAULT 1,
    ADD created_at        timestamptz NOT NULL DEFAULT now(),
    ADD updated_at        timestamptz NOT NULL DEFAULT now();
ALTER TABLE ticket_types
    ALTER created_at DROP DEFAULT,
    ALTER updated_at DROP DEFAULT;
CREATE INDEX ticket_types_order_idx ON ticket_types (account_id, sort_order, id);
CREATE INDEX ticket_types_rotation_idx ON ticket_types (account_id, rotation_id);
CREATE INDEX tickets_type_idx ON tickets (account_id, ticket_type_id) WHERE ticket_type_id IS NOT NULL;

ALTER TABLE ticket_rotations
    ADD revision   bigint      NOT NULL DEFAULT 1,
    ADD created_at timestamptz NOT NULL DEFAULT now(),
    ADD updated_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE ticket_rotations
    ALTER created_at DROP DEFAULT,
    ALTER updated_at DROP DEFAULT;

-- max_open_tickets: the member takes no turn while it has as many tickets in a working status; NULL: it has no such limit.
ALTER TABLE rotation_members
    ADD max_open_tickets integer CHECK (max_open_tickets BETWEEN 1 AND 100000);
CREATE INDEX rotation_members_user_idx ON rotation_members (account_id, user_id);

-- A user takes turns of rotations while active, available and not out of office.
ALTER TABLE users
    ADD is_available boolean NOT NULL DEFAULT true;
CREATE TABLE out_of_office (
    account_id text        NOT NULL,
    user_id    text        NOT NULL,
    starts_at  timestamptz NOT NULL,
    ends_at    timestamptz NOT NULL,
    PRIMARY KEY (account_id, user_id, starts_at),
    FOREIGN KEY (account_id, user_id) REFERENCES users ON DELETE CASCADE,
    CHECK (starts_at < ends_at)
);
CALL isolate_by_account('out_of_office');
GRANT SELECT, INSERT, UPDATE, DELETE ON out_of_office TO docket_server;

-- is_fallback: nobody is there, and the deck is of those who are away, for ticket types that want that.
ALTER TABLE rotation_epochs
    ADD is_fallback boolean NOT NULL DEFAULT false;

-- valid_until: somebody leaves or comes back then, and no turn is taken afterwards before that was looked at; NULL: never.
-- It is a part of the configuration, and the number of turns is not.
ALTER TABLE rotation_turns
    ADD valid_until timestamptz;
CREATE INDEX rotation_turns_valid_until_idx ON rotation_turns (account_id, valid_until) WHERE valid_until IS NOT NULL;
CREATE TRIGGER bump_configuration AFTER UPDATE OF valid_until ON rotation_turns
    FOR EACH ROW EXECUTE FUNCTION bump_configuration();

-- The rotation whose pool was empty when the ticket asked for a turn: the longest waiting gets the next one. Not set any
-- more once it has an assignee or its work has ended.
ALTER TABLE tickets
    ADD awaits_rotation_id text;
CREATE INDEX tickets_awaiting_idx ON tickets (account_id, awaits_rotation_id, created_at, id)
    WHERE awaits_rotation_id IS NOT NULL;
CREATE INDEX tickets_open_assignee_idx ON tickets (account_id, assigned_to)
    WHERE assigned_to IS NOT NULL AND status NOT IN ('resolved', 'closed');

ALTER TABLE ticket_assignments
    DROP CONSTRAINT ticket_assignments_reason_check,
    DROP CONSTRAINT ticket_assignments_check,
    ADD CHECK (reason IN ('manual', 'rotation', 'fallback', 'empty_pool')),
    ADD CHECK ((reason IN ('rotation', 'fallback')) = (turn IS NOT NULL));
