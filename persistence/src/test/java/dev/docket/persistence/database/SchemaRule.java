package dev.docket.persistence.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Rules for the whole schema, each with a query for offenders and an example of an offence. */
enum SchemaRule {
    EVERY_TABLE_BELONGS_TO_ACCOUNTS("""
            SELECT relname
              FROM tables t
             WHERE NOT EXISTS (SELECT FROM pg_attribute a
                                WHERE a.attrelid = t.oid AND a.attname = 'account_id' AND a.attnotnull)
            """, "CREATE TABLE loose (id bigint PRIMARY KEY)", "loose"),

    NOT_EVEN_AN_OWNER_SEES_PAST_THE_POLICIES(
            "SELECT relname FROM tables WHERE NOT (relrowsecurity AND relforcerowsecurity)",
            "ALTER TABLE teams NO FORCE ROW LEVEL SECURITY; ALTER TABLE leads DISABLE ROW LEVEL SECURITY",
            "teams",
            "leads"),

    EVERY_TABLE_HAS_THE_ONE_POLICY_FOR_ALL_ROLES_AND_COMMANDS("""
            SELECT t.relname
              FROM tables t
              LEFT JOIN pg_policy p ON p.polrelid = t.oid
             WHERE NOT coalesce(t.relname = 'ticket_search' AND p.polname = 'search' AND p.polcmd = 'r'
                                AND p.polroles = ARRAY['docket_search'::regrole::oid], false)
               AND NOT coalesce(p.polname = 'own_requester' AND p.polcmd = '*' AND NOT p.polpermissive
                                AND p.polroles = ARRAY['docket_requester'::regrole::oid], false)
             GROUP BY t.relname
            HAVING array_agg(concat_ws(' ', p.polcmd, p.polpermissive, p.polroles,
                                       regexp_replace(pg_get_expr(p.polqual, p.polrelid), '\\s+', ' ', 'g'),
                                       pg_get_expr(p.polwithcheck, p.polrelid)))
                   <> ARRAY['* t {0} (account_id = ANY (( SELECT string_to_array('
                            || 'current_setting(''docket.accounts''::text, true), '',''::text) AS string_to_array)::text[]))']
            """, """
            CREATE TABLE bare (account_id text PRIMARY KEY REFERENCES accounts);
            CREATE POLICY everybody ON leads USING (true);
            DROP POLICY account_isolation ON teams;
            CREATE POLICY account_isolation ON teams FOR SELECT USING (account_id = current_setting('docket.accounts'))
            """, "bare", "leads", "teams"),

    /** Except the totals of an erasure and the responses to a caller's own requests, which name no ticket. */
    EVERY_TABLE_OF_TICKETS_IS_NARROWED_FOR_A_REQUESTER("""
            SELECT t.relname
              FROM tables t
             WHERE (t.relname IN ('tickets', 'former_ticket_comments', 'attachment_chunks')
                    OR EXISTS (SELECT FROM pg_attribute a
                                WHERE a.attrelid = t.oid AND a.attname = 'ticket_id' AND NOT a.attisdropped))
               AND NOT EXISTS (SELECT FROM pg_policy p
                                WHERE p.polrelid = t.oid AND p.polname = 'own_requester' AND NOT p.polpermissive
                                  AND p.polcmd = '*' AND p.polroles = ARRAY['docket_requester'::regrole::oid]
                                  AND pg_get_expr(p.polqual, p.polrelid) <> 'true' AND p.polwithcheck IS NULL)
            """, """
            DROP POLICY own_requester ON tickets;
            DROP POLICY own_requester ON attachments;
            CREATE POLICY own_requester ON attachments TO docket_requester USING (true);
            """, "attachments", "tickets"),

    EVERY_TABLE_HAS_A_PRIMARY_KEY("""
            SELECT relname
              FROM tables t
             WHERE NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = t.oid AND i.indisprimary)
            """, "CREATE TABLE heap (account_id text NOT NULL REFERENCES accounts)", "heap"),

    EVERY_UNIQUE_INDEX_BEGINS_WITH_THE_ACCOUNT("""
            SELECT i.indexrelid::regclass::text
              FROM tables t
              JOIN pg_index i ON i.indrelid = t.oid AND i.indisunique
              LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
             WHERE a.attname IS DISTINCT FROM 'account_id'
            """, """
            CREATE UNIQUE INDEX any_email ON users (lower(email), account_id);
            ALTER TABLE leads ADD CONSTRAINT any_lead UNIQUE (unique_id)
            """, "any_email", "any_lead"),

    EVERY_FOREIGN_KEY_BEGINS_WITH_THE_ACCOUNT_ON_BOTH_SIDES("""
            SELECT c.conname
              FROM tables t
              JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'f'
              JOIN pg_attribute here ON here.attrelid = c.conrelid AND here.attnum = c.conkey[1]
              JOIN pg_attribute there ON there.attrelid = c.confrelid AND there.attnum = c.confkey[1]
             WHERE here.attname <> 'account_id' OR there.attname <> 'account_id'
            """, """
            CREATE UNIQUE INDEX any_user ON users (id);
            ALTER TABLE leads ADD owner_id text, ADD CONSTRAINT any_owner FOREIGN KEY (owner_id) REFERENCES users (id);
            ALTER TABLE leads ADD CONSTRAINT swapped FOREIGN KEY (unique_id, account_id)
                REFERENCES applications (account_id, unique_id)
            """, "any_owner", "swapped"),

    /** Like the next rule, a condition of Citus: such a table has a copy on every host, an account is on one. */
    NO_FOREIGN_KEY_LEADS_FROM_A_TABLE_WITHOUT_ACCOUNTS_TO_ONE_WITH(
            """
            SELECT c.conname
              FROM pg_constraint c
              JOIN tables there ON there.oid = c.confrelid
             WHERE c.contype = 'f'
               AND NOT EXISTS (SELECT FROM pg_attribute a
                                WHERE a.attrelid = c.conrelid AND a.attname = 'account_id' AND a.attnotnull)
            """,
            "ALTER TABLE tokens ADD account_id text, ADD CONSTRAINT of_one FOREIGN KEY (account_id) REFERENCES accounts",
            "of_one"),

    /** Except two, which are the only ones to be replaced before Citus can distribute the tables. */
    NO_FOREIGN_KEY_CHANGES_A_ROW_THAT_REFERS_TO_ANOTHER("""
            SELECT c.conname
              FROM tables t
              JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'f'
             WHERE (c.confupdtype <> 'a' OR c.confdeltype NOT IN ('a', 'c'))
               AND c.conname NOT IN ('tickets_account_id_application_id_fkey',
                                     'former_ticket_comments_account_id_ticket_id_comment_id_fkey')
            """, """
            ALTER TABLE leads ADD owner_id text,
                ADD CONSTRAINT follows FOREIGN KEY (account_id, owner_id) REFERENCES users ON UPDATE CASCADE,
                ADD CONSTRAINT forgets FOREIGN KEY (account_id, owner_id) REFERENCES users ON DELETE SET NULL (owner_id)
            """, "follows", "forgets"),

    THE_SERVER_OWNS_NOTHING(
            """
            SELECT pg_describe_object(classid, objid, objsubid)
              FROM pg_shdepend
             WHERE refclassid = 'pg_authid'::regclass AND refobjid = 'docket_server'::regrole AND deptype = 'o'
               AND dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
            """,
            "ALTER TABLE teams OWNER TO docket_server; CREATE SCHEMA loot AUTHORIZATION docket_server",
            "table teams",
            "schema loot"),

    THE_SERVER_IS_A_PLAIN_ROLE(
            """
            SELECT rolname
              FROM pg_roles
             WHERE rolname IN ('docket_server', 'docket_requester', 'docket_search', 'docket_eraser')
               AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication OR rolcanlogin)
            """,
            "ALTER ROLE docket_server BYPASSRLS; ALTER ROLE docket_search LOGIN; ALTER ROLE docket_eraser CREATEDB",
            "docket_server",
            "docket_search",
            "docket_eraser"),

    THE_SERVER_IS_NO_MEMBER_OF_ANOTHER_ROLE(
            "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = 'docket_server'::regrole",
            "CREATE ROLE clique; GRANT clique TO docket_server",
            "clique"),

    A_REQUESTER_HAS_NO_RIGHT_THAT_THE_SERVER_DOES_NOT_HAVE(
            """
            SELECT c.relname
              FROM pg_class c
             CROSS JOIN LATERAL aclexplode(c.relacl) r
             WHERE c.relnamespace = 'docket'::regnamespace AND r.grantee = 'docket_requester'::regrole
            UNION ALL
            SELECT roleid::regrole::text
              FROM pg_auth_members
             WHERE member = 'docket_requester'::regrole AND roleid <> 'docket_server'::regrole
            """,
            "GRANT DELETE ON tickets TO docket_requester; CREATE ROLE clique; GRANT clique TO docket_requester",
            "tickets",
            "clique"),

    THE_SERVER_MAKES_NO_OBJECTS("""
            SELECT nspname
              FROM pg_namespace
             WHERE nspname !~ '^pg_' AND has_schema_privilege('docket_server', oid, 'CREATE')
            """, "GRANT CREATE ON SCHEMA docket TO docket_server", "docket"),

    WHAT_IS_WRITTEN_FOR_GOOD_THE_SERVER_CANNOT_CHANGE(
            """
            SELECT relname
              FROM tables
             WHERE (relname IN ('ticket_history', 'ticket_assignments', 'rotation_epochs') OR relname LIKE '%\\_versions')
               AND (has_table_privilege('docket_server', oid, 'DELETE')
                    OR has_any_column_privilege('docket_server', oid, 'UPDATE'))
            """,
            "GRANT UPDATE (action) ON ticket_history TO docket_server; GRANT DELETE ON ticket_type_versions TO PUBLIC",
            "ticket_history",
            "ticket_type_versions"),

    THE_SERVER_HAS_NO_RIGHT_THAT_POLICIES_DO_NOT_BIND(
            """
            SELECT relname
              FROM pg_class
             WHERE relnamespace = 'docket'::regnamespace AND relkind IN ('r', 'p')
               AND has_table_privilege('docket_server', oid, 'TRUNCATE, REFERENCES, TRIGGER')
            """,
            "GRANT TRUNCATE ON tickets TO docket_server; GRANT REFERENCES ON users TO docket_server",
            "tickets",
            "users"),

    /** Except those that were reviewed for that: see ADR 6 and ADR 9. */
    NO_FUNCTION_ACTS_AS_ITS_OWNER("""
            SELECT proname
              FROM pg_proc
             WHERE pronamespace = 'docket'::regnamespace AND prosecdef
               AND NOT ((proname, proowner) IN (('search_tickets', 'docket_search'::regrole),
                                                ('erase_ticket_history', 'docket_eraser'::regrole))
                        AND 'search_path=docket, pg_temp' = ANY (coalesce(proconfig, '{}'))
                        AND NOT EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0))
            """, """
            ALTER FUNCTION bump_configuration() SECURITY DEFINER;
            ALTER FUNCTION search_tickets RESET search_path;
            """, "bump_configuration", "search_tickets"),

    WHOEVER_SEARCHES_CAN_DO_NOTHING_ELSE("""
            SELECT relname
              FROM pg_class
             WHERE relnamespace = 'docket'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
               AND (has_table_privilege('docket_search', oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
                    OR relname <> 'ticket_search' AND has_any_column_privilege('docket_search', oid, 'SELECT'))
            UNION ALL
            SELECT pg_describe_object(classid, objid, objsubid)
              FROM pg_shdepend
             WHERE refclassid = 'pg_authid'::regclass AND refobjid = 'docket_search'::regrole AND deptype = 'o'
               AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
               AND (classid, objid) <> ('pg_proc'::regclass, 'search_tickets'::regproc)
            UNION ALL
            SELECT roleid::regrole::text FROM pg_auth_members WHERE member = 'docket_search'::regrole
            """, """
            GRANT SELECT (subject) ON tickets TO docket_search;
            GRANT UPDATE ON ticket_search TO docket_search;
            CREATE SEQUENCE loot;
            ALTER SEQUENCE loot OWNER TO docket_search;
            CREATE ROLE clique;
            GRANT clique TO docket_search;
            """, "tickets", "ticket_search", "sequence loot", "clique"),

    WHOEVER_ERASES_CAN_REPLACE_WHAT_IS_PERSONAL_AND_DO_NOTHING_ELSE(
            """
            SELECT relname
              FROM pg_class
             WHERE relnamespace = 'docket'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
               AND has_table_privilege('docket_eraser', oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
            UNION ALL
            SELECT concat_ws('.', c.relname, a.attname)
              FROM pg_class c
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             WHERE c.relnamespace = 'docket'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
               AND (has_column_privilege('docket_eraser', c.oid, a.attnum, 'UPDATE')
                    AND (c.relname, a.attname) NOT IN (
                        ('ticket_history', 'actor_id'), ('ticket_history', 'actor_name'),
                        ('ticket_history', 'before'), ('ticket_history', 'after'),
                        ('ticket_escalations', 'reason'),
                        ('ticket_comments', 'author_id'), ('ticket_comments', 'author_name'),
                        ('ticket_comments', 'editor_id'), ('ticket_comments', 'editor_name'),
                        ('former_ticket_comments', 'editor_id'), ('former_ticket_comments', 'editor_name'))
                    OR has_column_privilege('docket_eraser', c.oid, a.attnum, 'SELECT')
                       AND (c.relname NOT IN ('ticket_history', 'ticket_escalations', 'ticket_comments', 'former_ticket_comments')
                            OR a.attname IN ('content', 'mentions', 'words', 'redaction_reason', 'request_id')))
            UNION ALL
            SELECT pg_describe_object(classid, objid, objsubid)
              FROM pg_shdepend
             WHERE refclassid = 'pg_authid'::regclass AND refobjid = 'docket_eraser'::regrole AND deptype = 'o'
               AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
               AND (classid, objid) <> ('pg_proc'::regclass, 'erase_ticket_history'::regproc)
            UNION ALL
            SELECT roleid::regrole::text FROM pg_auth_members WHERE member = 'docket_eraser'::regrole
            """, """
            GRANT SELECT (subject) ON tickets TO docket_eraser;
            GRANT UPDATE (action) ON ticket_history TO docket_eraser;
            GRANT DELETE ON ticket_history TO docket_eraser;
            CREATE SEQUENCE loot;
            ALTER SEQUENCE loot OWNER TO docket_eraser;
            CREATE ROLE clique;
            GRANT clique TO docket_eraser;
            """, "tickets.subject", "ticket_history.action", "ticket_history", "sequence loot", "clique"),

    NO_VIEW_ACTS_AS_ITS_OWNER(
            """
            SELECT relname
              FROM pg_class
             WHERE relnamespace = 'docket'::regnamespace
               AND (relkind = 'm'
                    OR relkind = 'v' AND NOT coalesce(reloptions::text[] && ARRAY['security_invoker=true', 'security_invoker=on'], false))
            """,
            "CREATE VIEW window_ AS SELECT * FROM leads; CREATE MATERIALIZED VIEW photograph AS SELECT * FROM leads",
            "window_",
            "photograph");

    /**
     * Tables that belong to the installation and not to an account: a token may be for several accounts and is looked
     * up before any is known; work for all accounts begins with their ids, the only content of account_ids; jobs; the
     * list of migrations.
     */
    private static final String TABLES = """
            WITH tables AS (
                SELECT *
                  FROM pg_class
                 WHERE relnamespace = 'docket'::regnamespace
                   AND relkind IN ('r', 'p', 'f')
                   AND relname NOT IN ('tokens', 'account_ids', 'scheduled_tasks', 'flyway_schema_history')
            )
            """;

    private final String offenders;
    private final String example;
    private final List<String> examples;

    SchemaRule(String offenders, String example, String... examples) {
        this.offenders = offenders;
        this.example = example;
        this.examples = List.of(examples);
    }

    /** Names of the offenders. */
    List<String> offenders(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TABLES + offenders)) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }

    /** Breaks this rule. */
    void violate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(example);
        }
    }

    /** The offenders after {@link #violate}. */
    List<String> examples() {
        return examples;
    }
}
