package dev.docket.persistence.database;

import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Queries about the database itself. */
interface SystemDao {

    @SqlQuery("SELECT true")
    boolean answers();

    @SqlQuery("SELECT count(*) FROM flyway_schema_history WHERE success")
    int countMigrations();

    /** The settings that each session begins with and this one does not have. */
    @SqlQuery("""
            SELECT name
              FROM (VALUES ('search_path', current_schema() IS NOT DISTINCT FROM 'docket'),
                           ('statement_timeout', current_setting('statement_timeout') <> '0'),
                           ('lock_timeout', current_setting('lock_timeout') <> '0')) setting (name, is_set)
             WHERE NOT is_set
            """)
    List<String> missingSettings();

    @SqlQuery("""
            SELECT r.rolname       AS name,
                   session_user    AS login,
                   r.rolsuper      AS is_superuser,
                   r.rolbypassrls  AS bypasses_row_security,
                   EXISTS (SELECT FROM pg_class c
                            WHERE c.relnamespace = 'docket'::regnamespace
                              AND pg_has_role(r.oid, c.relowner, 'MEMBER')) AS owns_tables,
                   EXISTS (SELECT FROM pg_roles
                            WHERE rolname = 'docket_requester'
                              AND pg_has_role(session_user, oid, 'MEMBER')) AS may_be_requester
              FROM pg_roles r
             WHERE r.rolname = current_user
            """)
    RoleRow currentRole();
}
