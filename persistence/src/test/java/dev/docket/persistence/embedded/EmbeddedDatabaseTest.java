package dev.docket.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that runs undisturbed. */
class EmbeddedDatabaseTest {
    @TempDir
    static Path temporary;

    static Path folder;
    static EmbeddedDatabase database;

    @BeforeAll
    static void start() {
        folder = temporary.resolve("docket-data");
        database = TestRuntime.start(folder);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Nested
    class Durability {
        @Test
        void waitsForTheDisk() {
            assertThat(setting("fsync")).isEqualTo("on");
            assertThat(setting("synchronous_commit")).isEqualTo("on");
            assertThat(setting("full_page_writes")).isEqualTo("on");
            assertThat(setting("data_checksums")).isEqualTo("on");
        }
    }

    @Nested
    class Doors {
        @Test
        void areOnTheLoopbackAddressOnly() {
            assertThat(setting("listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(setting("unix_socket_directories")).isEmpty();
        }

        @Test
        void areClosedWithoutThePassword() {
            assertRefused(new Login("postgres", ""));
            assertRefused(new Login("postgres", "postgres"));
            assertRefused(new Login("docket_owner", database.application().password()));
            assertRefused(new Login("docket_app", database.owner().password()));
        }

        @Test
        void areScramForEveryUser() {
            String methods = Sql.ask(
                    database,
                    database.superuser(),
                    "SELECT string_agg(DISTINCT type || ' ' || auth_method, ',') FROM pg_hba_file_rules");
            assertThat(methods).isEqualTo("host scram-sha-256");
        }

        private void assertRefused(Login login) {
            assertThatThrownBy(() -> Sql.connect(database, login).close())
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isIn("28P01", "08004"));
        }
    }

    @Nested
    class FilesOnDisk {
        @Test
        void areReadableByTheirOwnerAlone() throws Exception {
            assertThat(Files.getPosixFilePermissions(folder)).isEqualTo(DurableFiles.OWNER_ONLY_FOLDER);
            assertThat(Files.getPosixFilePermissions(folder.resolve("postgres")))
                    .isEqualTo(DurableFiles.OWNER_ONLY_FOLDER);
            assertThat(Files.getPosixFilePermissions(folder.resolve("credentials.properties")))
                    .isEqualTo(DurableFiles.OWNER_ONLY_FILE);
        }

        @Test
        void ofTheFirstStartAreGone() {
            assertThat(folder.resolve("first-start")).doesNotExist();
        }
    }

    @Nested
    class Roles {
        @Test
        void ofTheOwnerOwnTheDatabaseAndMayMakeRoles() {
            assertThat(attributes("docket_owner")).isEqualTo("login createrole");
            assertThat(Sql.ask(
                            database,
                            database.owner(),
                            "SELECT datdba::regrole FROM pg_database WHERE datname = current_database()"))
                    .isEqualTo("docket_owner");
            Sql.execute(database, database.owner(), "CREATE ROLE docket_group; GRANT docket_group TO docket_app");
        }

        @Test
        void ofTheApplicationMayLogInAndNoMore() {
            assertThat(attributes("docket_app")).isEqualTo("login");
            assertThat(
                            Sql.ask(
                                    database,
                                    database.superuser(),
                                    "SELECT count(*) FROM pg_shdepend WHERE refobjid = 'docket_app'::regrole AND deptype = 'o'"))
                    .isEqualTo("0");
            assertThatThrownBy(() -> Sql.execute(database, database.application(), "CREATE TABLE mine (id int)"))
                    .hasRootCauseMessage("ERROR: permission denied for schema public\n  Position: 14");
        }

        @Test
        void ofTheOwnerMayInstallTheExtensionsWeUse() {
            Sql.execute(
                    database,
                    database.owner(),
                    "CREATE EXTENSION btree_gin; CREATE EXTENSION pg_trgm; CREATE EXTENSION citext; CREATE EXTENSION unaccent");
        }

        private String attributes(String role) {
            return Sql.ask(database, database.superuser(), """
                    SELECT concat_ws(' ',
                        CASE WHEN rolcanlogin THEN 'login' END,
                        CASE WHEN rolsuper THEN 'superuser' END,
                        CASE WHEN rolcreatedb THEN 'createdb' END,
                        CASE WHEN rolcreaterole THEN 'createrole' END,
                        CASE WHEN rolreplication THEN 'replication' END,
                        CASE WHEN rolbypassrls THEN 'bypassrls' END)
                    FROM pg_roles WHERE rolname = '%s'""".formatted(role));
        }
    }

    @Nested
    class SecondStart {
        @Test
        void isRefusedInTheSameProcessAndLeavesTheLockInPlace() throws Exception {
            assertThatThrownBy(() -> TestRuntime.start(folder))
                    .isInstanceOf(DataFolderInUseException.class)
                    .hasMessage("The data folder %s is in use by this process.", folder.toRealPath());

            try (OtherProcess other = OtherProcess.starting(folder)) {
                assertThat(other.answer())
                        .isEqualTo("The data folder %s is in use by process %d."
                                .formatted(
                                        folder.toRealPath(),
                                        ProcessHandle.current().pid()));
            }
        }
    }

    @Nested
    class Attach {
        @Test
        void connectsAndStopsNothing() {
            try (EmbeddedDatabase attached = EmbeddedDatabase.attach(folder)) {
                assertThat(attached.isAttached()).isTrue();
                assertThat(attached.url()).isEqualTo(database.url());
                assertThat(attached.application()).isEqualTo(database.application());
            }
            assertThat(setting("fsync")).isEqualTo("on");
        }

        @Test
        void isWhatAToolDoesWhileTheServerRuns() {
            try (EmbeddedDatabase attached = EmbeddedDatabase.startOrAttach(folder)) {
                assertThat(attached.isAttached()).isTrue();
            }
        }
    }

    @Test
    void printsNoPassword() {
        assertThat(database.owner()).hasToString("Login[user=docket_owner]");
        assertThat(database.url()).doesNotContain("password");
    }

    private static String setting(String name) {
        return Sql.ask(database, database.superuser(), "SELECT current_setting('" + name + "')");
    }
}
