-- Access that is set up by the API.

ALTER TABLE accounts
    ADD revision   bigint      NOT NULL DEFAULT 1,
    ADD updated_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE accounts
    ALTER updated_at DROP DEFAULT;

-- Which accounts there are, for whoever works for all of them: row-level security shows a session only those that it
-- names. Ids and nothing else; whoever knows one still has to name it to see anything of it.
CREATE TABLE account_ids (
    account_id text PRIMARY KEY REFERENCES accounts
);
GRANT SELECT, INSERT ON account_ids TO docket_server;

-- The owner that migrates is bound by the policy, too, and names no account.
ALTER TABLE accounts NO FORCE ROW LEVEL SECURITY;
INSERT INTO account_ids (account_id)
SELECT account_id
  FROM accounts;
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;

-- roles: named sets of permissions, beside those that are listed one by one. accounts: {*} is every account there is.
ALTER TABLE tokens
    ADD roles    text[] NOT NULL DEFAULT '{}',
    ADD revision bigint NOT NULL DEFAULT 1;
CREATE INDEX tokens_accounts_idx ON tokens USING gin (accounts);
