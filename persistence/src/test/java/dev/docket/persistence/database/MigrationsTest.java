package dev.docket.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.docket.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class MigrationsTest {

    @Test
    void areRunOnce() {
        TestDatabase database = TestDatabase.createEmpty();
        Migrations migrations = Migrations.of(database.ownerSettings());
        int all = migrations.pending();
        assertThat(all).isPositive();
        assertThat(migrations.migrate()).isEqualTo(all);
        assertThat(migrations.pending()).isZero();
        assertThat(migrations.migrate()).isZero();
        assertThat(Migrations.of(database.ownerSettings()).migrate()).isZero();
    }

    @RepeatedTest(3)
    void areRunOnceBySeveralNodesThatStartTogether() throws Exception {
        TestDatabase database = TestDatabase.createEmpty();
        int all = Migrations.of(database.ownerSettings()).pending();
        // They take turns: a node that has run a migration may have to wait for another that runs the next one.
        assertThat(together(4, () -> Migrations.of(database.ownerSettings()).migrate()).stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(all);
    }

    /** All databases of a cluster share the role docket_server. */
    @Test
    void ofSeveralDatabasesCanRunTogether() throws Exception {
        List<TestDatabase> databases =
                IntStream.range(0, 3).mapToObj(i -> TestDatabase.createEmpty()).toList();
        var next = databases.iterator();
        assertThat(together(3, () -> {
                    TestDatabase database;
                    synchronized (next) {
                        database = next.next();
                    }
                    return Migrations.of(database.ownerSettings()).migrate();
                }))
                .doesNotContain(0);
    }

    @Test
    void canBeSeenByAPlainRoleWhichCannotRunThem() {
        TestDatabase migrated = TestDatabase.create();
        Migrations plain = Migrations.of(migrated.settings(1));
        assertThat(plain.pending()).isZero();
        assertThat(Migrations.of(TestDatabase.createEmpty().settings(1)).pending())
                .isPositive();

        migrated.executeAsSuperuser("""
                DELETE FROM docket.flyway_schema_history
                 WHERE installed_rank = (SELECT max(installed_rank) FROM docket.flyway_schema_history)
                """);
        assertThat(plain.pending()).isEqualTo(1);
        assertThatThrownBy(plain::migrate)
                .isInstanceOf(MigrationException.class)
                .hasMessage(
                        "the database could not be migrated: docket_app may not do that; run docket migrate as the owner of"
                                + " the database");
    }

    @Test
    void letOnlyAnOwnerAdmitALogin() {
        TestDatabase database = TestDatabase.create();
        database.executeAsSuperuser("CREATE ROLE \"Odd name\" LOGIN PASSWORD 'odd'");
        try {
            assertThatThrownBy(() -> Migrations.of(database.settings(1)).admit("Odd name"))
                    .isInstanceOf(MigrationException.class);
            Migrations.of(database.ownerSettings()).admit("Odd name");
            Migrations.of(database.ownerSettings()).admit("Odd name");
            Database.open(new DatabaseSettings(database.url(), "Odd name", "odd"))
                    .close();
        } finally {
            database.executeAsSuperuser("DROP ROLE \"Odd name\"");
        }
    }

    @Test
    void leaveADatabaseAsItWasIfOneFails() {
        TestDatabase database = TestDatabase.createEmpty();
        database.executeAsSuperuser("CREATE SCHEMA docket; CREATE TABLE docket.accounts (id int)");
        assertThatThrownBy(() -> Migrations.of(database.ownerSettings()).migrate())
                .isInstanceOf(MigrationException.class);
        assertThat(database.queryAsSuperuser("SELECT relname FROM pg_class WHERE relname IN ('accounts', 'users')"))
                .containsExactly(List.of("accounts"));
    }

    /** A table that is in use would otherwise keep all requests that need it waiting behind the migration. */
    @Test
    void giveUpIfTheyDoNotGetALock() throws SQLException {
        TestDatabase database = TestDatabase.createEmpty();
        try (Connection user = database.connectAsSuperuser();
                Statement statement = user.createStatement()) {
            user.setAutoCommit(false);
            // No other transaction can create a function meanwhile.
            statement.execute("LOCK TABLE pg_catalog.pg_proc IN SHARE MODE");
            assertThatThrownBy(() -> Migrations.of(database.ownerSettings()).migrate())
                    .isInstanceOf(MigrationException.class)
                    .hasMessage(
                            "the database could not be migrated: another transaction locks what it changes for longer"
                                    + " than 4 s; try again at a quieter time");
        }
    }

    /** Their owner, who is not a superuser, is subject to the policies. */
    @Test
    void refuseADatabaseOfADevelopmentVersion() {
        TestDatabase database = TestDatabase.createOfDevelopmentVersion();
        for (DatabaseSettings settings : List.of(database.ownerSettings(), database.settings(1))) {
            Migrations migrations = Migrations.of(settings);
            for (Callable<Integer> attempt : List.<Callable<Integer>>of(migrations::pending, migrations::migrate)) {
                assertThatThrownBy(attempt::call)
                        .isInstanceOf(MigrationException.class)
                        .hasNoCause()
                        .hasMessage("the database has the migrations of a development version from before the first"
                                + " release, and cannot be migrated; start with a new data directory (--data-dir) or a"
                                + " new database");
            }
        }
    }

    /** As while nodes are replaced one by one. */
    @Test
    void acceptADatabaseOfANewerVersion() {
        TestDatabase database = TestDatabase.create();
        database.executeAsSuperuser("""
                INSERT INTO docket.flyway_schema_history
                       (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
                VALUES (1000, '1000', 'later', 'SQL', 'V1000__later.sql', 1, 'docket_owner', 1, true)
                """);
        Migrations migrations = Migrations.of(database.ownerSettings());
        assertThat(migrations.pending()).isZero();
        assertThat(migrations.migrate()).isZero();
    }

    private static List<Integer> together(int nodes, Callable<Integer> migration) throws Exception {
        CyclicBarrier start = new CyclicBarrier(nodes);
        ExecutorService threads = Executors.newFixedThreadPool(nodes);
        try {
            List<Future<Integer>> running = IntStream.range(0, nodes)
                    .mapToObj(node -> threads.submit(() -> {
                        start.await();
                        return migration.call();
                    }))
                    .toList();
            List<Integer> results = new ArrayList<>();
            for (Future<Integer> one : running) {
                results.add(one.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
