-- The plain role that every session of the server acts as. It owns nothing and is bound by row-level security.
-- A role belongs to the whole cluster: another database, or another node that migrates now, may have made it already.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'docket_server') THEN
        CREATE ROLE docket_server NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;

-- Whoever migrates may step down to that role. A superuser needs no grant, and where the role belongs to somebody else
-- a database administrator grants it; the server checks at its start that it can act as this role and says so if not.
DO $$
BEGIN
    EXECUTE format('GRANT docket_server TO %I', current_user);
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE WARNING 'grant docket_server to % as an administrator', current_user;
END
$$;

GRANT USAGE ON SCHEMA docket TO docket_server;
GRANT SELECT ON flyway_schema_history TO docket_server;

-- Puts a table behind row-level security: a session sees the rows of the accounts named in the setting docket.accounts
-- (ids with a comma between them) and no others; where it is not set, none. The subselect is evaluated once per
-- statement, not once per row.
CREATE PROCEDURE isolate_by_account(isolated regclass)
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', isolated);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', isolated);
    EXECUTE format(
        'CREATE POLICY account_isolation ON %s USING (account_id = ANY '
            '((SELECT string_to_array(current_setting(''docket.accounts'', true), '',''))::text[]))',
        isolated);
END
$$;

CREATE TABLE accounts (
    account_id    text        PRIMARY KEY CHECK (account_id ~ '^[A-Za-z0-9_-]{1,64}$'),
    name          text        NOT NULL,
    ticket_prefix text        NOT NULL DEFAULT 'TKT' CHECK (ticket_prefix ~ '^[A-Z][A-Z0-9]{0,9}$'),
    created_at    timestamptz NOT NULL
);
CALL isolate_by_account('accounts');
GRANT SELECT, INSERT, UPDATE ON accounts TO docket_server;

-- What changes with every ticket of an account is kept apart from what does not, so that the row stays small.
-- configuration_version grows with every change of what creating a ticket depends on (see bump_configuration).
CREATE TABLE account_counters (
    account_id            text   PRIMARY KEY REFERENCES accounts,
    last_ticket_number    bigint NOT NULL DEFAULT 0,
    configuration_version bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
CALL isolate_by_account('account_counters');
GRANT SELECT, INSERT, UPDATE ON account_counters TO docket_server;

-- A node computes a ticket from the configuration that it has cached, and the statement that stores the ticket compares
-- the version: so a change is in force for every ticket that is committed after it, on every node.
CREATE FUNCTION bump_configuration() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE docket.account_counters
       SET configuration_version = configuration_version + 1
     WHERE account_id = coalesce(NEW.account_id, OLD.account_id);
    RETURN NULL;
END
$$;

CREATE TRIGGER bump_configuration AFTER UPDATE ON accounts
    FOR EACH ROW EXECUTE FUNCTION bump_configuration();

-- Tokens belong to the installation: one may be granted several accounts, and it is looked up before any account is
-- known. The secret itself is never stored.
CREATE TABLE tokens (
    id            uuid        PRIMARY KEY,
    secret_sha256 bytea       NOT NULL UNIQUE CHECK (octet_length(secret_sha256) = 32),
    name          text        NOT NULL,
    permissions   text[]      NOT NULL,
    accounts      text[]      NOT NULL,
    created_at    timestamptz NOT NULL,
    expires_at    timestamptz,
    revoked_at    timestamptz,
    last_used_at  timestamptz
);
GRANT SELECT, INSERT, UPDATE ON tokens TO docket_server;
