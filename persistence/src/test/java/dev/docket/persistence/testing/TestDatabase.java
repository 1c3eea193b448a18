package dev.docket.persistence.testing;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.DatabaseSettings;
import dev.docket.persistence.database.Migrations;
import dev.docket.persistence.embedded.EmbeddedDatabase;
import dev.docket.persistence.embedded.Login;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A migrated database for a test, on the one PostgreSQL of the test run; it is copied from a template. */
public final class TestDatabase {

    /**
     * The time limit for connections in tests in which no connection is available. It is real time for these tests, and
     * still enough on a busy machine for a connection that is available.
     */
    public static final Duration IMPATIENCE = Duration.ofSeconds(2);

    private static final String TEMPLATE = "docket_template";
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Path DATA = dataFolder();
    private static final EmbeddedDatabase SERVER = startServer();

    private final String name;

    private TestDatabase(String name) {
        this.name = name;
    }

    public static TestDatabase create() {
        return copyOf(TEMPLATE);
    }

    /** A copy of this database, to which no client may be connected. */
    public TestDatabase copy() {
        return copyOf(name);
    }

    private static TestDatabase copyOf(String template) {
        String name = "test_" + NUMBER.incrementAndGet();
        executeAsSuperuser("postgres", "CREATE DATABASE %s TEMPLATE %s".formatted(name, template));
        return new TestDatabase(name);
    }

    /** Opens it like the server: logged in as a plain role. */
    public Database open() {
        return open(Wait.PATIENCE);
    }

    /** @param patience how long to wait for a connection; at least 250 ms */
    public Database open(Duration patience) {
        return Database.open(settings(5, patience));
    }

    /**
     * Like {@link #open()}, with statements that give up after a while when they wait for a lock.
     *
     * @param lockTimeout at least 1 ms
     */
    public Database openImpatient(Duration lockTimeout) {
        return Database.open(settings(5, Wait.PATIENCE, lockTimeout));
    }

    /** The login of the server. */
    public DatabaseSettings settings(int poolSize) {
        return settings(poolSize, Wait.PATIENCE);
    }

    /** @param patience how long to wait for a connection; at least 250 ms */
    public DatabaseSettings settings(int poolSize, Duration patience) {
        return settings(poolSize, patience, Wait.PATIENCE);
    }

    /** With longer limits than the server has of its own, so that a busy machine does not make a request fail. */
    private DatabaseSettings settings(int poolSize, Duration patience, Duration lockTimeout) {
        Login login = SERVER.application();
        String url =
                "%s&socketTimeout=%d&options=-c%%20jit=off%%20-c%%20statement_timeout=%ds%%20-c%%20lock_timeout=%dms"
                        .formatted(
                                url(),
                                2 * Wait.PATIENCE.toSeconds(),
                                Wait.PATIENCE.toSeconds(),
                                lockTimeout.toMillis());
        return new DatabaseSettings(url, login.user(), login.password(), poolSize, patience);
    }

    /** The login of an owner, who may migrate. */
    public DatabaseSettings ownerSettings() {
        return ownerSettings(name);
    }

    public String url() {
        return SERVER.url(name);
    }

    /**
     * Bypasses row-level security and all privileges: to inspect what a test left, or to break something on purpose.
     */
    public void executeAsSuperuser(String sql) {
        executeAsSuperuser(name, sql);
    }

    /** The rows of a query as a superuser sees them, each a list of its columns as text. */
    public List<List<String>> queryAsSuperuser(String sql) {
        try (Connection connection = connectAsSuperuser()) {
            return Rows.of(connection, sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** A connection as a superuser, for several statements. */
    public Connection connectAsSuperuser() throws SQLException {
        return connectAsSuperuser(name);
    }

    /** An empty database, which the owner may migrate. */
    public static TestDatabase createEmpty() {
        String name = "test_" + NUMBER.incrementAndGet();
        executeAsSuperuser(
                "postgres",
                "CREATE DATABASE %s OWNER %s".formatted(name, SERVER.owner().user()));
        return new TestDatabase(name);
    }

    /** As a development version from before the first release left it: its migrations are not those of this version. */
    public static TestDatabase createOfDevelopmentVersion() {
        TestDatabase database = create();
        database.executeAsSuperuser(historyOfDevelopmentVersion());
        return database;
    }

    /** The statement that makes the migrations of a database those of a development version. */
    public static String historyOfDevelopmentVersion() {
        try (InputStream file = TestDatabase.class.getResourceAsStream("development-version.sql")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Ends every session and allows no new one: for its clients the database is unavailable. */
    public void leave() {
        executeAsSuperuser("postgres", "ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(name));
        executeAsSuperuser(
                "postgres",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'".formatted(name));
    }

    /** Undoes {@link #leave}. */
    public void comeBack() {
        executeAsSuperuser("postgres", "ALTER DATABASE %s ALLOW_CONNECTIONS true".formatted(name));
    }

    private static DatabaseSettings ownerSettings(String database) {
        Login owner = SERVER.owner();
        return new DatabaseSettings(SERVER.url(database), owner.user(), owner.password());
    }

    /** The log of PostgreSQL itself. */
    public static Path serverLog() {
        return DATA.resolve("postgres.log");
    }

    private static Path dataFolder() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "test-postgres-");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static EmbeddedDatabase startServer() {
        EmbeddedDatabase server = EmbeddedDatabase.start(DATA, DATA.resolveSibling("postgres-runtime"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, DATA)));
        execute(
                server,
                "postgres",
                "CREATE DATABASE %s OWNER %s".formatted(TEMPLATE, server.owner().user()));
        Login owner = server.owner();
        Migrations migrations =
                Migrations.of(new DatabaseSettings(server.url(TEMPLATE), owner.user(), owner.password()));
        migrations.migrate();
        migrations.admit(server.application().user());
        // This server is never killed, and deleted in the end, so nothing needs to reach the disk: with all its
        // databases and commits, that takes minutes. What a crash leaves is tested on databases of those tests' own.
        execute(server, "postgres", "ALTER SYSTEM SET fsync = off");
        execute(server, "postgres", "SELECT pg_reload_conf()");
        // Thousands of connections are made, and with as many rounds as passwords of people need that is a fifth of all
        // work.
        for (Login login : List.of(server.superuser(), server.owner(), server.application())) {
            execute(
                    server,
                    "postgres",
                    "SET scram_iterations = 1; ALTER ROLE %s PASSWORD '%s'".formatted(login.user(), login.password()));
        }
        return server;
    }

    private static void stop(EmbeddedDatabase server, Path data) {
        server.close();
        delete(data);
    }

    /**
     * Hundreds of databases are hundreds of thousands of files, and a test run that takes 30 s to exit is killed, with
     * most of them left: so a separate process deletes them, which may take a while.
     */
    private static void delete(Path data) {
        try {
            new ProcessBuilder("rm", "-rf", data.toAbsolutePath().toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void executeAsSuperuser(String database, String sql) {
        execute(SERVER, database, sql);
    }

    private static void execute(EmbeddedDatabase server, String database, String sql) {
        Login superuser = server.superuser();
        try (Connection connection =
                        DriverManager.getConnection(server.url(database), superuser.user(), superuser.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Connection connectAsSuperuser(String database) throws SQLException {
        Login superuser = SERVER.superuser();
        return DriverManager.getConnection(SERVER.url(database), superuser.user(), superuser.password());
    }
}
