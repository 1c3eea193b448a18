package dev.docket.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.docket.persistence.testing.Wait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a later start finds, and how it handles that. */
class RestartTest {
    @TempDir
    static Path temporary;

    /**
     * Contains data, and no server runs on it before or after each test. Its name has a space, since paths pass through
     * shells.
     */
    static Path folder;

    static Path cluster;

    @BeforeAll
    static void start() throws Exception {
        folder = temporary.toRealPath().resolve("docket data");
        cluster = folder.resolve("postgres");
        TestRuntime.start(folder).close();
    }

    @AfterEach
    void nothingRuns() {
        assertThat(PostgresProcess.all(cluster)).isEmpty();
        assertThat(PostmasterFile.path(cluster)).doesNotExist();
    }

    @Nested
    class AfterAClose {
        @Test
        void keepsTheDataThePasswordsAndTheRules() throws Exception {
            Login owner;
            try (EmbeddedDatabase database = TestRuntime.start(folder)) {
                owner = database.owner();
                Sql.execute(database, owner, "CREATE TABLE kept (number int); INSERT INTO kept VALUES (7)");
            }
            Files.writeString(cluster.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 trust");

            try (EmbeddedDatabase database = TestRuntime.start(folder)) {
                assertThat(database.owner()).isEqualTo(owner);
                assertThat(Sql.ask(database, owner, "SELECT number FROM kept")).isEqualTo("7");
                assertThatThrownBy(() -> Sql.connect(database, new Login("postgres", "wrong"))
                                .close())
                        .hasMessageContaining("password authentication failed");
            }
        }

        @Test
        void mayBeFollowedByASecondClose() {
            EmbeddedDatabase database = TestRuntime.start(folder);
            database.close();
            database.close();
            TestRuntime.start(folder).close();
        }

        @Test
        void attachFindsNoServer() {
            assertThatThrownBy(() -> EmbeddedDatabase.attach(folder))
                    .isInstanceOf(EmbeddedDatabaseException.class)
                    .hasMessage("No process runs the database in " + folder + ".");
        }
    }

    @Nested
    class WithBrokenSettings {
        @Test
        void saysWhatPostgresqlSays() throws Exception {
            Path settings = cluster.resolve("postgresql.auto.conf");
            Files.writeString(settings, "nonsense = 3");
            assertThatThrownBy(() -> TestRuntime.start(folder))
                    .isInstanceOf(EmbeddedDatabaseException.class)
                    .hasMessage("PostgreSQL did not start: configuration file \"%s\" contains errors", settings);
            Files.writeString(settings, "");
        }
    }

    @Nested
    class WithUnsafeSettings {
        @Test
        void isRefused() throws Exception {
            change(folder, "ALTER SYSTEM SET fsync = off");
            assertRefused(folder, "fsync = off for docket_owner");
            Files.writeString(cluster.resolve("postgresql.auto.conf"), "");
        }

        @Test
        void isRefusedForOneRole() {
            Path other = temporary.resolve("unsafe role");
            change(other, "ALTER ROLE docket_app SET synchronous_commit = off");
            assertRefused(other, "synchronous_commit = off for docket_app");
        }

        private void change(Path data, String setting) {
            try (EmbeddedDatabase database = TestRuntime.start(data)) {
                Sql.execute(database, database.superuser(), setting);
            }
        }

        private void assertRefused(Path data, String reason) {
            assertThatThrownBy(() -> TestRuntime.start(data))
                    .isInstanceOf(EmbeddedDatabaseException.class)
                    .hasMessageContaining(reason);
            assertThat(PostmasterFile.path(data.resolve("postgres"))).doesNotExist();
        }
    }

    @Nested
    class AfterAKill {
        @Test
        void stopsTheOrphanAndHasWhatWasCommitted() throws Exception {
            long orphan;
            long killed;
            try (OtherProcess other = OtherProcess.starting(folder).awaitStarted()) {
                killed = other.pid();
                orphan = PostmasterFile.read(cluster).orElseThrow().pid();
                assertThatThrownBy(() -> TestRuntime.start(folder))
                        .isInstanceOf(DataFolderInUseException.class)
                        .hasMessageEndingWith("in use by process " + killed + ".");
            }
            assertThat(isAlive(orphan)).isTrue();

            try (EmbeddedDatabase database = TestRuntime.start(folder)) {
                assertThat(PostmasterFile.read(cluster).orElseThrow().pid()).isNotEqualTo(orphan);
                assertThat(rowsOf(killed, database)).isEqualTo(OtherProcess.ROWS);
            }
            assertThat(isAlive(orphan)).isFalse();
        }

        @Test
        void recoversWhatWasCommittedWhenPostgresqlWasKilledToo() throws Exception {
            long killed;
            try (OtherProcess other = OtherProcess.starting(folder).awaitStarted()) {
                killed = other.pid();
                long postmaster = PostmasterFile.read(cluster).orElseThrow().pid();
                ProcessHandle server = ProcessHandle.of(postmaster).orElseThrow();
                List<ProcessHandle> backends = server.descendants().toList();
                server.destroyForcibly();
                backends.forEach(ProcessHandle::destroyForcibly);
            }
            assertThat(PostmasterFile.path(cluster)).exists();

            try (EmbeddedDatabase database = TestRuntime.start(folder)) {
                assertThat(rowsOf(killed, database)).isEqualTo(OtherProcess.ROWS);
            }
        }

        @Test
        void isNotHinderedByAStatementThatOutlivesItsServer() throws Exception {
            EmbeddedDatabase before = TestRuntime.start(folder);
            try (Connection connection = Sql.connect(before, before.owner());
                    Statement endless = connection.createStatement()) {
                var failure = CompletableFuture.runAsync(
                        () -> assertThatThrownBy(() -> endless.execute("DO $$ BEGIN LOOP END LOOP; END $$"))
                                .isInstanceOf(SQLException.class));
                awaitActive(before);
                long postmaster = PostmasterFile.read(cluster).orElseThrow().pid();
                ProcessHandle.of(postmaster).orElseThrow().destroyForcibly();
                before.close();
                Wait.result(failure);
            }

            TestRuntime.start(folder).close();
        }

        private void awaitActive(EmbeddedDatabase database) {
            String query = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'DO %' AND state = 'active'";
            Wait.until(() -> !Sql.ask(database, database.superuser(), query).equals("0"));
        }

        @Test
        void isNotHinderedByTheNumberOfAnotherProcess() throws Exception {
            long thisProcess = ProcessHandle.current().pid();
            Files.writeString(
                    PostmasterFile.path(cluster),
                    thisProcess + "\n" + cluster + "\n0\n5432\n\n127.0.0.1\n0 0\nready\n");
            TestRuntime.start(folder).close();
        }

        private boolean isAlive(long pid) {
            return new PostmasterFile(cluster, pid, 0, false).isAlive();
        }

        private int rowsOf(long process, EmbeddedDatabase database) {
            String query = "SELECT count(*) FROM written WHERE by_process = " + process;
            return Integer.parseInt(Sql.ask(database, database.owner(), query));
        }
    }

    @Nested
    class AfterAFirstStartThatWasCutShort {
        @Test
        void beginsAnewWhenKilledWhileMakingTheData() throws Exception {
            Path fresh;
            int attempt = 0;
            do {
                fresh = temporary.resolve("killed-" + attempt++);
                Path beginning = fresh.resolve("first-start");
                try (OtherProcess other = OtherProcess.starting(fresh)) {
                    Wait.until(() -> Files.exists(beginning) || !other.isAlive());
                    assertThat(other.isAlive()).isTrue();
                }
                // Once more where it was killed too late.
            } while (Files.exists(fresh.resolve("postgres")));

            TestRuntime.start(fresh).close();
        }

        @Test
        void beginsAnewWhenOnlyTheLastStepIsMissing() throws Exception {
            Path fresh = temporary.resolve("nearly made");
            Files.createDirectories(fresh.resolve("first-start/123/postgres"));
            Credentials.random().write(fresh.resolve("credentials.properties"));
            Credentials before = Credentials.read(fresh.resolve("credentials.properties"));

            try (EmbeddedDatabase database = TestRuntime.start(fresh)) {
                assertThat(database.owner()).isNotEqualTo(before.owner());
            }
            assertThat(fresh.resolve("first-start")).doesNotExist();
        }
    }

    @Nested
    class WithThingsMissing {
        @Test
        void refusesPasswordsWithoutData() throws Exception {
            Path elsewhere = Files.move(cluster, temporary.resolve("elsewhere"));
            assertUnusable(folder, "has credentials.properties but no data in postgres/");
            Files.move(elsewhere, cluster);
        }

        @Test
        void refusesDataWithoutPasswordsAndKeepsThem() throws Exception {
            Path passwords = folder.resolve("credentials.properties");
            Path elsewhere = Files.move(passwords, temporary.resolve("passwords"));
            assertUnusable(folder, "credentials.properties cannot be read: restore that file");
            Files.move(elsewhere, passwords);
            TestRuntime.start(folder).close();
        }

        @Test
        void refusesTheDataOfAnotherMajorVersion() throws Exception {
            Path other = temporary.resolve("old");
            Files.createDirectories(other.resolve("postgres"));
            Files.writeString(other.resolve("postgres/PG_VERSION"), "14\n");
            assertUnusable(other, "was created by PostgreSQL 14, and this is PostgreSQL 18.");
        }

        @Test
        void refusesAFileInPlaceOfAFolder() throws Exception {
            assertUnusable(Files.createFile(temporary.resolve("file")), "cannot be written (Not a directory).");
        }

        @Test
        void refusesAFolderThatAllUsersCanWrite() throws Exception {
            Path open = Files.createDirectory(temporary.resolve("open"));
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
            assertUnusable(open, "All users may write to the data folder");
        }

        private void assertUnusable(Path data, String reason) {
            assertThatThrownBy(() -> TestRuntime.start(data))
                    .isInstanceOf(DataFolderUnusableException.class)
                    .hasMessageContaining(reason);
        }
    }

    /** The only test that unpacks PostgreSQL, as every first start of a user does. */
    @Test
    void ofAToolAloneStartsAndStops() {
        Path fresh = temporary.resolve("tool");
        try (EmbeddedDatabase database = EmbeddedDatabase.startOrAttach(fresh)) {
            assertThat(database.isAttached()).isFalse();
        }
        assertThat(PostmasterFile.path(fresh.resolve("postgres"))).doesNotExist();
        assertThat(fresh.resolve("runtime")).isDirectory();
    }
}
