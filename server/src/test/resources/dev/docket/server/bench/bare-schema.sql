-- The least that creating a ticket can be: it takes a number of the account and a turn of its rotation, and inserts one
-- row with two indexes.
CREATE TABLE account_counters (
    account_id  integer PRIMARY KEY,
    last_number bigint  NOT NULL
) WITH (fillfactor = 50);
CREATE TABLE rotation_turns (
    account_id integer PRIMARY KEY,
    turns      bigint  NOT NULL
) WITH (fillfactor = 50);
CREATE TABLE tickets (
    account_id  integer     NOT NULL,
    id          bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    number      bigint      NOT NULL,
    turn        bigint      NOT NULL,
    subject     text        NOT NULL,
    description text        NOT NULL,
    status      text        NOT NULL,
    priority    text        NOT NULL,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (account_id, id),
    UNIQUE (account_id, number)
);
INSERT INTO account_counters SELECT account, 0 FROM generate_series(0, 9999) account;
INSERT INTO rotation_turns SELECT account, 0 FROM generate_series(0, 9999) account;
VACUUM ANALYZE;
