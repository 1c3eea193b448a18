-- Accounts, and the tokens that may use them.
-- revision, here and in every other table: the entity tag of the row. It grows with every change.

-- erase_closed_tickets_after_days: how long the personal data of a ticket is kept after its end; NULL: for ever.
CREATE TABLE accounts (
    account_id                      text        PRIMARY KEY CHECK (account_id ~ '^[A-Za-z0-9_-]{1,64}$'),
    name                            text        NOT NULL,
    ticket_prefix                   text        NOT NULL DEFAULT 'TKT' CHECK (ticket_prefix ~ '^[A-Z][A-Z0-9]{0,9}$'),
    erase_closed_tickets_after_days integer     CHECK (erase_closed_tickets_after_days BETWEEN 1 AND 36500),
    revision                        bigint      NOT NULL DEFAULT 1,
    created_at                      timestamptz NOT NULL,
    updated_at                      timestamptz NOT NULL
);
CALL isolate_by_account('accounts');
GRANT SELECT, INSERT, UPDATE ON accounts TO docket_server;

-- The ids of all accounts, for work that is done for every account: row-level security shows a session only the
-- accounts that it names. This table is not behind a policy. It holds ids and nothing else; a session that knows an id
-- still has to name it to see any other row of the account.
CREATE TABLE account_ids (
    account_id text PRIMARY KEY REFERENCES accounts
);
GRANT SELECT, INSERT ON account_ids TO docket_server;

-- The values of an account that change with every ticket. They have a table of their own, so that the row stays small.
-- configuration_version: grows with every change that creating a ticket depends on (see bump_configuration).
CREATE TABLE account_counters (
    account_id            text   PRIMARY KEY REFERENCES accounts,
    last_ticket_number    bigint NOT NULL DEFAULT 0,
    configuration_version bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
CALL isolate_by_account('account_counters');
GRANT SELECT, INSERT, UPDATE ON account_counters TO docket_server;

-- A node computes a ticket from the configuration that it has cached. The statement that stores the ticket compares the
-- version. So a change is in force for every ticket that is committed after it, on every node.
-- The notification tells every listening node, after the commit, that the configuration of the account has changed. The
-- node then need not compute a ticket that is rejected for its old version.
CREATE FUNCTION bump_configuration() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE docket.account_counters
       SET configuration_version = configuration_version + 1
     WHERE account_id = coalesce(NEW.account_id, OLD.account_id);
    PERFORM pg_notify('docket_configuration', coalesce(NEW.account_id, OLD.account_id));
    RETURN NULL;
END
$$;

CREATE TRIGGER bump_configuration AFTER UPDATE ON accounts
    FOR EACH ROW EXECUTE FUNCTION bump_configuration();

-- Tokens belong to the installation and are not behind a policy: one token may be granted several accounts, and the
-- server looks it up before it knows any account. The secret itself is never stored.
-- permissions: those that are granted one by one. roles: named sets of permissions, granted besides.
-- accounts: {*} means every account.
-- requester_type, requester_id: the requester that the token is bound to, as tickets name it; for an external one, its
-- email address. NULL: the token acts as an agent.
CREATE TABLE tokens (
    id             uuid        PRIMARY KEY,
    secret_sha256  bytea       NOT NULL UNIQUE CHECK (octet_length(secret_sha256) = 32),
    name           text        NOT NULL,
    permissions    text[]      NOT NULL,
    roles          text[]      NOT NULL DEFAULT '{}',
    accounts       text[]      NOT NULL,
    requester_type text,
    requester_id   text,
    revision       bigint      NOT NULL DEFAULT 1,
    created_at     timestamptz NOT NULL,
    expires_at     timestamptz,
    revoked_at     timestamptz,
    last_used_at   timestamptz,
    CHECK (num_nulls(requester_type, requester_id) IN (0, 2)),
    CHECK (requester_type IS NULL OR cardinality(accounts) = 1 AND accounts <> '{*}')
);
CREATE INDEX tokens_accounts_idx ON tokens USING gin (accounts);
GRANT SELECT, INSERT, UPDATE ON tokens TO docket_server;
