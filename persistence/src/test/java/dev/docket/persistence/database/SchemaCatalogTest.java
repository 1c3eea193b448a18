package dev.docket.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.docket.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the migrated schema in PostgreSQL's own catalog. */
class SchemaCatalogTest {

    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.create();
    }

    @Nested
    class Rules {

        private Connection superuser;

        @BeforeEach
        void begin() throws SQLException {
            superuser = database.connectAsSuperuser();
            superuser.setSchema("docket");
            superuser.setAutoCommit(false);
        }

        /** Roles belong to the whole cluster, so every example must be rolled back. */
        @AfterEach
        void rollBack() throws SQLException {
            superuser.rollback();
            superuser.close();
        }

        @ParameterizedTest
        @EnumSource
        void hold(SchemaRule rule) throws SQLException {
            assertThat(rule.offenders(superuser)).isEmpty();
        }

        /** The control: a rule that never finds an offender checks nothing. */
        @ParameterizedTest
        @EnumSource
        void nameWhatBreaksThem(SchemaRule rule) throws SQLException {
            rule.violate(superuser);
            assertThat(rule.offenders(superuser)).containsExactlyInAnyOrderElementsOf(rule.examples());
        }
    }

    /** Tries what the catalog says about privileges. */
    @Nested
    class TheServer {

        private Connection server;

        @BeforeEach
        void connect() throws SQLException {
            DatabaseSettings settings = database.settings(1);
            server = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
            server.setSchema("docket");
            execute("SET ROLE docket_server");
        }

        @AfterEach
        void disconnect() throws SQLException {
            server.close();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "ticket_history",
                    "ticket_assignments",
                    "rotation_epochs",
                    "ticket_type_versions",
                    "sla_policy_versions"
                })
        void canNeitherChangeNorDeleteAppendOnlyRows(String table) {
            for (String statement : List.of(
                    "UPDATE %s SET account_id = account_id".formatted(table),
                    "DELETE FROM " + table,
                    "TRUNCATE " + table)) {
                assertRefused(statement);
            }
        }

        @Test
        void cannotDeleteTickets() {
            assertRefused("DELETE FROM tickets");
        }

        @Test
        void cannotLiftThePolicies() {
            assertRefused("ALTER TABLE tickets DISABLE ROW LEVEL SECURITY");
            assertRefused("ALTER TABLE tickets NO FORCE ROW LEVEL SECURITY");
            assertRefused("DROP POLICY account_isolation ON tickets");
            assertRefused("CREATE POLICY everybody ON tickets USING (true)");
            assertRefused("CREATE TABLE mine (id bigint)");
        }

        @Test
        void cannotLookPastThePolicies() throws SQLException {
            // With this off, PostgreSQL rejects a query that a policy would filter, unless the role bypasses policies.
            execute("SET row_security = off");
            assertRefused("SELECT * FROM tickets");
        }

        private void assertRefused(String statement) {
            assertThatThrownBy(() -> execute(statement))
                    .as(statement)
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refusal -> assertThat(refusal.getSQLState()).isEqualTo("42501"));
        }

        private void execute(String sql) throws SQLException {
            try (Statement statement = server.createStatement()) {
                statement.execute(sql);
            }
        }
    }
}
