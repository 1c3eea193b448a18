-- Rotations, which deal tickets to their members in turn.

CREATE TABLE ticket_rotations (
    account_id text        NOT NULL REFERENCES accounts,
    id         text        NOT NULL,
    name       text        NOT NULL,
    status     text        NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive')),
    revision   bigint      NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, id)
);
CALL isolate_by_account('ticket_rotations');
GRANT SELECT, INSERT, UPDATE, DELETE ON ticket_rotations TO docket_server;

-- max_open_tickets: the member takes no turn while it has that many tickets in a working status; NULL: no limit.
CREATE TABLE rotation_members (
    account_id       text    NOT NULL,
    rotation_id      text    NOT NULL,
    user_id          text    NOT NULL,
    place            integer NOT NULL,
    weight           integer NOT NULL CHECK (weight BETWEEN 1 AND 10),
    max_open_tickets integer CHECK (max_open_tickets BETWEEN 1 AND 100000),
    PRIMARY KEY (account_id, rotation_id, user_id),
    UNIQUE (account_id, rotation_id, place),
    FOREIGN KEY (account_id, rotation_id) REFERENCES ticket_rotations ON DELETE CASCADE,
    FOREIGN KEY (account_id, user_id) REFERENCES users
);
CREATE INDEX rotation_members_user_idx ON rotation_members (account_id, user_id);
CALL isolate_by_account('rotation_members');
GRANT SELECT, INSERT, UPDATE, DELETE ON rotation_members TO docket_server;

-- The decks that were dealt. A row never changes, so that an assignment can be explained from it for ever.
-- members: [{userId, weight, carry, skipped}] in the order of the rotation.
-- deck: places (from 0) in user_ids. After its end the deck continues at cycle_start.
-- turns_before: the turns that the rotation had taken when the epoch began.
-- is_fallback: no member is present, and the deck holds the absent members, for ticket types that want that.
CREATE TABLE rotation_epochs (
    account_id   text        NOT NULL,
    rotation_id  text        NOT NULL,
    epoch        integer     NOT NULL,
    turns_before bigint      NOT NULL,
    members      jsonb       NOT NULL,
    user_ids     text[]      NOT NULL,
    deck         smallint[]  NOT NULL,
    cycle_start  integer     NOT NULL,
    is_fallback  boolean     NOT NULL DEFAULT false,
    dealt_at     timestamptz NOT NULL,
    PRIMARY KEY (account_id, rotation_id, epoch),
    FOREIGN KEY (account_id, rotation_id) REFERENCES ticket_rotations ON DELETE CASCADE
);
CALL isolate_by_account('rotation_epochs');
GRANT SELECT, INSERT ON rotation_epochs TO docket_server;

-- turns: the number of turns taken; the only value that a ticket changes in its rotation.
-- valid_until: when the next member leaves or comes back. After it no turn is taken until the presence of the members
-- has been checked again; NULL: never. It is a part of the configuration, and the number of turns is not.
CREATE TABLE rotation_turns (
    account_id  text        NOT NULL,
    rotation_id text        NOT NULL,
    epoch       integer     NOT NULL,
    turns       bigint      NOT NULL,
    valid_until timestamptz,
    PRIMARY KEY (account_id, rotation_id),
    FOREIGN KEY (account_id, rotation_id, epoch) REFERENCES rotation_epochs ON DELETE CASCADE
) WITH (fillfactor = 50);
CREATE INDEX rotation_turns_valid_until_idx ON rotation_turns (account_id, valid_until) WHERE valid_until IS NOT NULL;
CALL isolate_by_account('rotation_turns');
GRANT SELECT, INSERT, UPDATE ON rotation_turns TO docket_server;

CREATE TRIGGER bump_configuration AFTER INSERT OR UPDATE OR DELETE ON ticket_rotations
    FOR EACH ROW EXECUTE FUNCTION bump_configuration();
CREATE TRIGGER bump_configuration AFTER INSERT ON rotation_epochs
    FOR EACH ROW EXECUTE FUNCTION bump_configuration();
CREATE TRIGGER bump_configuration AFTER UPDATE OF valid_until ON rotation_turns
    FOR EACH ROW EXECUTE FUNCTION bump_configuration();
