package dev.docket.persistence.database;

import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Queries about the database itself. */
interface SystemDao {

    @SqlQuery("SELECT true")
    boolean answers();

    @SqlQuery("SELECT count(*) FROM flyway_schema_history WHERE success")
    int countMigrations();

    @SqlQuery("""
            SELECT r.rolname       AS name,
                   r.rolsuper      AS is_superuser,
                   r.rolbypassrls  AS bypasses_row_security,
                   EXISTS (SELECT FROM pg_class c
                            WHERE c.relnamespace = 'docket'::regnamespace
                              AND pg_has_role(r.oid, c.relowner, 'MEMBER')) AS owns_tables
              FROM pg_roles r
             WHERE r.rolname = current_user
            """)
    RoleRow currentRole();
}
