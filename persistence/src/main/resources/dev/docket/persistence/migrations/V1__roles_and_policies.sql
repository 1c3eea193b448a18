-- What keeps accounts apart: the roles of the server, and the policy that every table of an account gets.

-- docket_server: every session of the server acts as this role.
-- docket_requester: a transaction for a token that is bound to a requester acts as this role. It has the rights of
-- docket_server, and sees the tickets of that requester only.
-- docket_search: owns search_tickets. docket_eraser: owns erase_ticket_history.
-- None of them can log in, owns a table or bypasses row-level security.
-- A role belongs to the whole cluster: another database, or another node that migrates at the same time, may have
-- created it. The migrating role becomes a member. A superuser needs no membership. Where the role belongs to another
-- owner, an administrator grants the membership; the server checks at its start that it can act as docket_server.
DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY '{docket_server,docket_requester,docket_search,docket_eraser}'::text[] LOOP
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
                EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE', role);
            END IF;
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN NULL;
        END;
        BEGIN
            EXECUTE format('GRANT %I TO %I', role, current_user);
        EXCEPTION
            WHEN insufficient_privilege THEN
                RAISE WARNING 'grant % to % as an administrator', role, current_user;
        END;
    END LOOP;
END
$$;

DO $$
BEGIN
    GRANT docket_server TO docket_requester;
EXCEPTION
    WHEN insufficient_privilege THEN
        RAISE WARNING 'grant docket_server to docket_requester as an administrator';
END
$$;

GRANT USAGE ON SCHEMA docket TO docket_server, docket_search, docket_eraser;
GRANT SELECT ON flyway_schema_history TO docket_server;

-- Puts a table behind row-level security: a session sees the rows of the accounts that the setting docket.accounts
-- names (ids separated by commas), and no other rows. Without the setting it sees no row. PostgreSQL evaluates the
-- subselect once per statement, not once per row.
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

-- Narrows a table that belongs to tickets for the role docket_requester, besides the policy of its account: a session
-- of that role sees, adds and changes only the rows for which the condition holds. Other roles are not affected, nor
-- are the plans of their statements. See adr/0014.
CREATE PROCEDURE narrow_for_requester(narrowed regclass, condition text)
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE POLICY own_requester ON %s AS RESTRICTIVE TO docket_requester USING (%s)', narrowed, condition);
END
$$;
