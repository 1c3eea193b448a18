-- The entities of the CRM, by the ids that the CRM gave. A unique_id is matched before an integer id.
-- An email address or a phone number that the CRM does not have is the empty string.
-- search_text: the folded texts that people search an entity by (SearchText), each on a line.
-- name_words, contact_words: the words that a ticket of this requester is found by (RequesterWords), so that storing a
-- ticket does not make them again.

-- A user takes turns of rotations while it is active, available and not out of office.
CREATE TABLE users (
    account_id    text     NOT NULL REFERENCES accounts,
    id            text     NOT NULL,
    name          text     NOT NULL,
    email         text     NOT NULL,
    is_active     boolean  NOT NULL DEFAULT true,
    is_available  boolean  NOT NULL DEFAULT true,
    revision      bigint   NOT NULL DEFAULT 1,
    search_text   text     NOT NULL DEFAULT '',
    name_words    tsvector NOT NULL DEFAULT '',
    contact_words tsvector NOT NULL DEFAULT '',
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX users_email_key ON users (account_id, lower(email));
CALL isolate_by_account('users');
GRANT SELECT, INSERT, UPDATE, DELETE ON users TO docket_server;

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

CREATE TABLE teams (
    account_id text   NOT NULL REFERENCES accounts,
    id         bigint NOT NULL,
    name       text   NOT NULL,
    revision   bigint NOT NULL DEFAULT 1,
    search_text text   NOT NULL DEFAULT '',
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
CREATE INDEX team_members_user_idx ON team_members (account_id, user_id);
CALL isolate_by_account('team_members');
GRANT SELECT, INSERT, UPDATE, DELETE ON team_members TO docket_server;

CREATE TABLE merchants (
    account_id      text     NOT NULL REFERENCES accounts,
    id              bigint   NOT NULL,
    unique_id       text     NOT NULL,
    dba_name        text     NOT NULL,
    principal_name  text     NOT NULL DEFAULT '',
    principal_email text     NOT NULL DEFAULT '',
    principal_phone text     NOT NULL DEFAULT '',
    revision        bigint   NOT NULL DEFAULT 1,
    search_text     text     NOT NULL DEFAULT '',
    name_words      tsvector NOT NULL DEFAULT '',
    contact_words   tsvector NOT NULL DEFAULT '',
    PRIMARY KEY (account_id, id),
    UNIQUE (account_id, unique_id)
);
CALL isolate_by_account('merchants');
GRANT SELECT, INSERT, UPDATE, DELETE ON merchants TO docket_server;

CREATE TABLE mids (
    account_id  text     NOT NULL REFERENCES accounts,
    id          bigint   NOT NULL,
    unique_id   text     NOT NULL,
    merchant_id bigint   NOT NULL,
    descriptor  text     NOT NULL,
    revision    bigint   NOT NULL DEFAULT 1,
    search_text text     NOT NULL DEFAULT '',
    name_words  tsvector NOT NULL DEFAULT '',
    PRIMARY KEY (account_id, id),
    UNIQUE (account_id, unique_id),
    FOREIGN KEY (account_id, merchant_id) REFERENCES merchants
);
CREATE INDEX mids_merchant_idx ON mids (account_id, merchant_id);
CALL isolate_by_account('mids');
GRANT SELECT, INSERT, UPDATE, DELETE ON mids TO docket_server;

CREATE TABLE leads (
    account_id    text     NOT NULL REFERENCES accounts,
    id            bigint   NOT NULL,
    unique_id     text     NOT NULL,
    name          text     NOT NULL,
    email         text     NOT NULL DEFAULT '',
    phone         text     NOT NULL DEFAULT '',
    revision      bigint   NOT NULL DEFAULT 1,
    search_text   text     NOT NULL DEFAULT '',
    name_words    tsvector NOT NULL DEFAULT '',
    contact_words tsvector NOT NULL DEFAULT '',
    PRIMARY KEY (account_id, id),
    UNIQUE (account_id, unique_id)
);
CALL isolate_by_account('leads');
GRANT SELECT, INSERT, UPDATE, DELETE ON leads TO docket_server;

CREATE TABLE applications (
    account_id    text     NOT NULL REFERENCES accounts,
    id            bigint   NOT NULL,
    unique_id     text     NOT NULL,
    dba_name      text     NOT NULL,
    dba_email     text     NOT NULL DEFAULT '',
    dba_phone     text     NOT NULL DEFAULT '',
    revision      bigint   NOT NULL DEFAULT 1,
    search_text   text     NOT NULL DEFAULT '',
    name_words    tsvector NOT NULL DEFAULT '',
    contact_words tsvector NOT NULL DEFAULT '',
    PRIMARY KEY (account_id, id),
    UNIQUE (account_id, unique_id)
);
CALL isolate_by_account('applications');
GRANT SELECT, INSERT, UPDATE, DELETE ON applications TO docket_server;

-- An entity that a ticket refers to may be deleted before the ticket is stored. So creating a ticket depends on these
-- changes: the ticket is computed again instead of breaking a foreign key.
CREATE TRIGGER bump_configuration AFTER DELETE ON users
    FOR EACH ROW EXECUTE FUNCTION bump_configuration();
CREATE TRIGGER bump_configuration AFTER DELETE ON teams
    FOR EACH ROW EXECUTE FUNCTION bump_configuration();
CREATE TRIGGER bump_configuration AFTER DELETE ON merchants
    FOR EACH ROW EXECUTE FUNCTION bump_configuration();
CREATE TRIGGER bump_configuration AFTER DELETE ON mids
    FOR EACH ROW EXECUTE FUNCTION bump_configuration();
CREATE TRIGGER bump_configuration AFTER DELETE ON leads
    FOR EACH ROW EXECUTE FUNCTION bump_configuration();
CREATE TRIGGER bump_configuration AFTER DELETE ON applications
    FOR EACH ROW EXECUTE FUNCTION bump_configuration();
CREATE TRIGGER bump_configuration_of_unique_id AFTER UPDATE ON applications
    FOR EACH ROW WHEN (OLD.unique_id <> NEW.unique_id) EXECUTE FUNCTION bump_configuration();
CREATE TRIGGER bump_configuration_of_activity AFTER UPDATE ON users
    FOR EACH ROW WHEN (OLD.is_active <> NEW.is_active) EXECUTE FUNCTION bump_configuration();
