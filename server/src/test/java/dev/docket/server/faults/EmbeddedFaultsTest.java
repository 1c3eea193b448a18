package dev.docket.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.DatabaseSettings;
import dev.docket.persistence.embedded.EmbeddedDatabase;
import dev.docket.persistence.embedded.Login;
import dev.docket.persistence.testing.Rows;
import dev.docket.server.testing.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The embedded PostgreSQL of a server process is killed while the server continues to run. */
@TestMethodOrder(OrderAnnotation.class)
@Tag("faults")
@ExtendWith(FaultTable.class)
@Timeout(600)
class EmbeddedFaultsTest {

    /** The exit code that server/README.md documents. */
    private static final int DATABASE_LOST = 4;

    @TempDir
    private static Path data;

    private static final AtomicReference<ServerProcess> SERVER = new AtomicReference<>();
    private static Trial trial;

    @BeforeAll
    static void start() {
        SERVER.set(serve());
        EmbeddedDatabase attached = EmbeddedDatabase.attach(data);
        Login login = attached.application();
        try (Database database = Database.open(new DatabaseSettings(
                attached.url(), login.user(), login.password(), 2, DatabaseSettings.DEFAULT_CONNECTION_TIMEOUT))) {
            Shop.load(database);
        }
        trial = new Trial(new Ledger(), EmbeddedFaultsTest::uri, EmbeddedFaultsTest::query);
    }

    @AfterAll
    static void stop() {
        SERVER.get().stop();
    }

    @Test
    @Order(1)
    void aKilledPostgresIsStartedAgain() throws Exception {
        long pid = SERVER.get().pid();
        trial.run("the embedded PostgreSQL is killed", Form.of(1, 5), load -> {
            killPostgres();
            return System.nanoTime();
        });
        assertThat(SERVER.get().isRunning()).isTrue();
        assertThat(SERVER.get().pid()).isEqualTo(pid);
    }

    @Test
    @Order(2)
    void theServerEndsIfItCannotBeStartedAgain() throws Exception {
        Path control = data.resolve("postgres/global/pg_control");
        Path moved = data.resolve("pg_control");
        trial.run("the embedded PostgreSQL is killed, and cannot be started for a while", Form.of(1, 3), load -> {
            Files.move(control, moved);
            killPostgres();
            long killed = System.nanoTime();
            assertThat(SERVER.get().awaitEnd()).isEqualTo(DATABASE_LOST);
            Files.move(moved, control);
            SERVER.set(serve());
            return killed;
        });
    }

    private static ServerProcess serve() {
        return ServerProcess.start("Docket listens ", Map.of(), "--data-dir", data.toString());
    }

    private static URI uri() {
        return SERVER.get().uri();
    }

    /** The server first, so that it starts no new process meanwhile. */
    private static void killPostgres() throws IOException {
        long pid = Long.parseLong(Files.readAllLines(data.resolve("postgres/postmaster.pid"))
                .get(0)
                .strip());
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(server), server.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private static List<List<String>> query(String sql) {
        EmbeddedDatabase attached = EmbeddedDatabase.attach(data);
        Login superuser = attached.superuser();
        try (Connection connection =
                DriverManager.getConnection(attached.url(), superuser.user(), superuser.password())) {
            return Rows.of(connection, sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
