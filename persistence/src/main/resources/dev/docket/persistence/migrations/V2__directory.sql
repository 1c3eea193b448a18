-- What the CRM knows, by the ids that the CRM gave. A unique_id is matched before an integer id.
-- An e-mail address or a phone number that the CRM does not have is the empty string.

CREATE TABLE users (
    account_id text    NOT NULL REFERENCES accounts,
    id         text    NOT NULL,
    name       text    NOT NULL,
    email      text    NOT NULL,
    is_active  boolean NOT NULL DEFAULT true,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX users_email_key ON users (account_id, lower(email));
CALL isolate_by_account('users');
GRANT SELECT, INSERT, UPDATE, DELETE ON users TO docket_server;

CREATE TABLE teams (
    account_id text   NOT NULL REFERENCES accounts,
    id         bigint NOT NULL,
    name       text   NOT NULL,
    PRIMARY KEY (account_id, id)
);
CALL isolate_by_account('teams');
GRANT SELECT, INSERT, UPDATE, DELETE ON teams TO docket_server;

CREATE TABLE team_members (
    account_id text   NOT NULL,
    team_id    bigint NOT NULL,
    user_id    text   NOT NULL,
    PRIMARY KEY (account_id, team_id, user_id),
    FOREIGN KEY (account_id, team_id) REFERENCES teams ON DELETE CASCADE,
    FOREIGN KEY (account_id, user_id) REFERENCES users ON DELETE CASCADE
);
CALL isolate_by_account('team_members');
GRANT SELECT, INSERT, UPDATE, DELETE ON team_members TO docket_server;

CREATE TABLE merchants (
    account_id      text   NOT NULL REFERENCES accounts,
    id              bigint NOT NULL,
    unique_id       text   NOT NULL,
    dba_name        text   NOT NULL,
    principal_name  text   NOT NULL DEFAULT '',
    principal_email text   NOT NULL DEFAULT '',
    principal_phone text   NOT NULL DEFAULT '',
    PRIMARY KEY (account_id, id),
    UNIQUE (account_id, unique_id)
);
CALL isolate_by_account('merchants');
GRANT SELECT, INSERT, UPDATE, DELETE ON merchants TO docket_server;

CREATE TABLE mids (
    account_id  text   NOT NULL REFERENCES accounts,
    id          bigint NOT NULL,
    unique_id   text   NOT NULL,
    merchant_id bigint NOT NULL,
    descriptor  text   NOT NULL,
    PRIMARY KEY (account_id, id),
    UNIQUE (account_id, unique_id),
    FOREIGN KEY (account_id, merchant_id) REFERENCES merchants
);
CREATE INDEX mids_merchant_idx ON mids (account_id, merchant_id);
CALL isolate_by_account('mids');
GRANT SELECT, INSERT, UPDATE, DELETE ON mids TO docket_server;

CREATE TABLE leads (
    account_id text   NOT NULL REFERENCES accounts,
    id         bigint NOT NULL,
    unique_id  text   NOT NULL,
    name       text   NOT NULL,
    email      text   NOT NULL DEFAULT '',
    phone      text   NOT NULL DEFAULT '',
    PRIMARY KEY (account_id, id),
    UNIQUE (account_id, unique_id)
);
CALL isolate_by_account('leads');
GRANT SELECT, INSERT, UPDATE, DELETE ON leads TO docket_server;

CREATE TABLE applications (
    account_id text   NOT NULL REFERENCES accounts,
    id         bigint NOT NULL,
    unique_id  text   NOT NULL,
    dba_name   text   NOT NULL,
    dba_email  text   NOT NULL DEFAULT '',
    dba_phone  text   NOT NULL DEFAULT '',
    PRIMARY KEY (account_id, id),
    UNIQUE (account_id, unique_id)
);
CALL isolate_by_account('applications');
GRANT SELECT, INSERT, UPDATE, DELETE ON applications TO docket_server;
