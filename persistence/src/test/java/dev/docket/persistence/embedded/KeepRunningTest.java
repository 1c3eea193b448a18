package dev.docket.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PostgreSQL ends without being asked by the process that runs it. */
class KeepRunningTest {

    @TempDir
    private Path temporary;

    private final CompletableFuture<Void> lost = new CompletableFuture<>();
    private Path cluster;
    private EmbeddedDatabase database;

    @BeforeEach
    void start() throws Exception {
        Path folder = temporary.toRealPath().resolve("data");
        cluster = folder.resolve("postgres");
        database = TestRuntime.start(folder);
        database.keepRunning(() -> lost.complete(null));
    }

    @AfterEach
    void stop() {
        database.close();
        assertThat(PostgresProcess.all(cluster)).isEmpty();
    }

    enum End {
        OF_ALL_PROCESSES {
            @Override
            void happen(EmbeddedDatabase database, Path cluster) {
                PostgresProcess.all(cluster).forEach(ProcessHandle::destroyForcibly);
            }
        },
        /** Its children notice that, and end. */
        OF_THE_SERVER_PROCESS {
            @Override
            void happen(EmbeddedDatabase database, Path cluster) {
                server(cluster).destroyForcibly();
            }
        },
        /** One of the children notices that only when its statement has ended. */
        DURING_A_STATEMENT {
            @Override
            void happen(EmbeddedDatabase database, Path cluster) {
                CompletableFuture.runAsync(
                        () -> Sql.ask(database, database.superuser(), "SELECT count(*) FROM generate_series(1, 1e12)"));
                Wait.until(() -> Sql.ask(
                                database,
                                database.superuser(),
                                "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%1e12%' AND state = 'active'"
                                        + " AND pid <> pg_backend_pid()")
                        .equals("1"));
                server(cluster).destroyForcibly();
            }
        },
        /** By SIGTERM, as when an operator stops it. */
        OF_ITS_OWN_ACCORD {
            @Override
            void happen(EmbeddedDatabase database, Path cluster) {
                server(cluster).destroy();
            }
        };

        abstract void happen(EmbeddedDatabase database, Path cluster);

        static ProcessHandle server(Path cluster) {
            return PostmasterFile.read(cluster)
                    .flatMap(postmaster -> ProcessHandle.of(postmaster.pid()))
                    .orElseThrow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void startsItAgainAtTheSameAddressWithEveryRow(End end) throws SQLException {
        Sql.execute(database, database.owner(), "CREATE TABLE kept (number int); INSERT INTO kept VALUES (7)");
        long first = End.server(cluster).pid();
        String url = database.url();

        end.happen(database, cluster);

        Wait.until(() -> isAnsweredByAnotherThan(first));
        assertThat(database.url()).isEqualTo(url);
        assertThat(Sql.ask(database, database.owner(), "SELECT number FROM kept"))
                .isEqualTo("7");
        assertThat(lost).isNotDone();
    }

    /** The one beside it, which is kept running, shows that there was time to start it again. */
    @Test
    void startsNoneAgainThatIsNotKeptRunning() throws IOException {
        Path other = temporary.toRealPath().resolve("other");
        try (EmbeddedDatabase unwatched = TestRuntime.start(other)) {
            long first = End.server(cluster).pid();

            End.OF_ALL_PROCESSES.happen(unwatched, other.resolve("postgres"));
            End.OF_ALL_PROCESSES.happen(database, cluster);

            Wait.until(() -> isAnsweredByAnotherThan(first));
            assertThat(PostgresProcess.all(other.resolve("postgres"))).isEmpty();
        }
    }

    @Test
    void startsItAgainEachTime() {
        for (int time = 0; time < 3; time++) {
            long former = End.server(cluster).pid();
            End.OF_ALL_PROCESSES.happen(database, cluster);
            Wait.until(() -> isAnsweredByAnotherThan(former));
        }
        assertThat(lost).isNotDone();
    }

    @Test
    void tellsWhenItCannotBeStartedAgain() throws Exception {
        Files.move(cluster.resolve("global/pg_control"), cluster.resolve("global/moved"));

        End.OF_ALL_PROCESSES.happen(database, cluster);

        Wait.result(lost);
        assertThat(PostgresProcess.all(cluster)).isEmpty();
        database.close();
        Files.move(cluster.resolve("global/moved"), cluster.resolve("global/pg_control"));
        database = TestRuntime.start(cluster.getParent());
        assertThat(Sql.ask(database, database.owner(), "SELECT 1")).isEqualTo("1");
    }

    /** As after a stop: nothing starts it again. */
    @Test
    void endsWithAClose() {
        database.close();

        assertThat(PostgresProcess.all(cluster)).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("docket-postgres");
        assertThat(lost).isNotDone();
    }

    private boolean isAnsweredByAnotherThan(long pid) {
        List<Long> servers =
                PostmasterFile.read(cluster).map(PostmasterFile::pid).stream().toList();
        if (servers.isEmpty() || servers.contains(pid)) {
            return false;
        }
        try (Connection connection = Sql.connect(database, database.owner())) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }
}
