package dev.docket.server.faults;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.DatabaseSettings;
import dev.docket.persistence.database.Migrations;
import dev.docket.persistence.embedded.EmbeddedDatabase;
import dev.docket.persistence.embedded.Login;
import dev.docket.persistence.testing.Rows;
import dev.docket.persistence.testing.Wait;
import dev.docket.server.testing.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A PostgreSQL for one test, on a copy of the data of {@link Shop}, that can be killed, frozen and restarted at the
 * same address. It is as safe as the embedded one: writes wait for the disk.
 */
final class PostgresNode implements AutoCloseable {

    /**
     * Below the ports that a system assigns to processes that request any port: the port of a node that is down must
     * not be taken when it starts again. Other processes that run tests use another range.
     */
    private static final AtomicInteger LAST_PORT = new AtomicInteger(20_000
            + 4_000 * (Integer.getInteger("test.process", 0) % 3)
            + (int) (ProcessHandle.current().pid() % 3_500));

    private static final Set<PostgresNode> OPEN = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final int port;
    private Optional<Process> process = Optional.empty();

    /**
     * The data, created once and stopped cleanly, so that a copy of it is a complete database; and how to run it and
     * log in.
     */
    private record Template(Path folder, String program, Login superuser, Login application) {

        static final Template MADE = make();

        private static Template make() {
            try {
                Path target = Files.createDirectories(Path.of("target"));
                Path folder = Files.createTempDirectory(target, "faults-");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    // Those of tests that were interrupted.
                    OPEN.forEach(PostgresNode::close);
                    delete(folder);
                }));
                try (EmbeddedDatabase made = EmbeddedDatabase.start(folder, target.resolve("postgres-runtime"))) {
                    Login owner = made.owner();
                    Migrations migrations =
                            Migrations.of(new DatabaseSettings(made.url(), owner.user(), owner.password()));
                    migrations.migrate();
                    migrations.admit(made.application().user());
                    try (Database database = Database.open(settings(made.url(), made.application(), 2))) {
                        Shop.load(database);
                    }
                    return new Template(
                            folder.resolve("postgres").toAbsolutePath(),
                            programOf(folder),
                            made.superuser(),
                            made.application());
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private static String programOf(Path folder) throws IOException {
            long pid = Long.parseLong(Files.readAllLines(folder.resolve("postgres/postmaster.pid"))
                    .get(0)
                    .strip());
            return ProcessHandle.of(pid)
                    .flatMap(server -> server.info().command())
                    .orElseThrow();
        }
    }

    private PostgresNode(Path folder, int port) {
        this.folder = folder;
        this.port = port;
        OPEN.add(this);
    }

    /** A copy that is not started yet. */
    static PostgresNode create() {
        int port = LAST_PORT.incrementAndGet();
        Path template = Template.MADE.folder();
        Path folder = template.resolveSibling(template.getFileName() + "-" + port);
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            copy(template, folder);
            return new PostgresNode(folder, free.getLocalPort());
        } catch (BindException taken) {
            return create();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A copy that accepts connections. */
    static PostgresNode start() {
        PostgresNode node = create();
        node.startAgain();
        return node;
    }

    /** Adds a setting, in effect from the next start. */
    PostgresNode with(String setting, String value) {
        append("postgresql.auto.conf", setting + " = '" + value.replace("'", "''") + "'\n");
        return this;
    }

    /** Allows standbys to follow it. */
    PostgresNode followed() {
        append("pg_hba.conf", "host replication all 127.0.0.1/32 scram-sha-256\n");
        return this;
    }

    /** Makes it a standby of another node, of which it is a copy, from its first start. */
    PostgresNode following(PostgresNode primary, String name) {
        append("standby.signal", "");
        Login superuser = Template.MADE.superuser();
        return with("wal_retrieve_retry_interval", "100ms")
                .with(
                        "primary_conninfo",
                        "host=127.0.0.1 port=%d user=%s password=%s application_name=%s"
                                .formatted(primary.port, superuser.user(), superuser.password(), name));
    }

    /** Stores one of the folders of its data on another disk. */
    PostgresNode keeping(String part, Path disk) {
        Path here = folder.resolve(part);
        Path there = disk.resolve(part);
        try {
            copy(here, there);
            Folders.delete(here);
            Files.createSymbolicLink(here, there);
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Whether it can begin another file of its log. */
    boolean switchesLog() {
        try {
            execute("SELECT pg_logical_emit_message(true, '', 'x'), pg_switch_wal()");
            return true;
        } catch (IllegalStateException failure) {
            return false;
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path copy = to.resolve(from.relativize(path));
                if (Files.isDirectory(path)) {
                    Files.createDirectory(copy);
                    Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(path));
                } else {
                    Files.copy(path, copy);
                }
            }
        }
    }

    private void append(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Returns when it accepts connections. A killed process may hold its memory for a moment, so the start is retried.
     */
    void startAgain() {
        Wait.until(() -> {
            if (!isRunning()) {
                process = Optional.of(launch());
            }
            return isAnswering();
        });
    }

    private Process launch() {
        List<String> command = new ArrayList<>();
        if (ProcessHandle.current().info().user().filter("root"::equals).isPresent()) {
            // Like the server does, because PostgreSQL does not run as root.
            command.addAll(List.of("unshare", "--user"));
        }
        command.addAll(List.of(Template.MADE.program(), "-D", folder.toString(), "-p", Integer.toString(port)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        try {
            return builder.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Beside the data of {@link Template}, on a disk that is not full. */
    private Path log() {
        return Template.MADE.folder().resolveSibling(folder.getFileName() + ".log");
    }

    boolean isRunning() {
        return process.filter(Process::isAlive).isPresent();
    }

    private boolean isAnswering() {
        try {
            query("SELECT 1");
            return true;
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    /** Kills the server and all its processes at once. */
    void kill() {
        signal("KILL");
        process.ifPresent(server -> {
            try {
                server.waitFor();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Stops it cleanly, even if clients are connected. */
    void stop() throws InterruptedException, IOException {
        Process server = process.orElseThrow();
        new ProcessBuilder("kill", "-INT", Long.toString(server.pid())).start().waitFor();
        if (!server.waitFor(Wait.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("PostgreSQL did not stop");
        }
    }

    /** Freezes it: its connections stay open without a response. */
    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    /** The server first, so that it starts no new process meanwhile. */
    private void signal(String name) {
        // The id of a process that has ended may belong to another process now.
        process.filter(Process::isAlive).ifPresent(server -> {
            List<String> command = new ArrayList<>(List.of("kill", "-" + name, Long.toString(server.pid())));
            List<String> children = server.descendants()
                    .map(child -> Long.toString(child.pid()))
                    .toList();
            try {
                new ProcessBuilder(command).start().waitFor();
                command = new ArrayList<>(List.of("kill", "-" + name));
                command.addAll(children);
                if (!children.isEmpty()) {
                    // The command complains about processes that have ended already.
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor();
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    String url() {
        return url(address());
    }

    private static String url(String addresses) {
        return "jdbc:postgresql://" + addresses + "/docket?sslmode=disable";
    }

    /** The login of the server, with defaults for everything else. */
    DatabaseSettings settings() {
        return settings(DatabaseSettings.DEFAULT_POOL_SIZE);
    }

    DatabaseSettings settings(int poolSize) {
        return settings(url(), Template.MADE.application(), poolSize);
    }

    /** The login of the server to whichever of the two is the primary. */
    DatabaseSettings settingsOr(PostgresNode other) {
        return settings(
                url(address() + "," + other.address()) + "&targetServerType=primary",
                Template.MADE.application(),
                DatabaseSettings.DEFAULT_POOL_SIZE);
    }

    private static DatabaseSettings settings(String url, Login login, int poolSize) {
        return new DatabaseSettings(
                url, login.user(), login.password(), poolSize, DatabaseSettings.DEFAULT_CONNECTION_TIMEOUT);
    }

    /** A connection that bypasses row-level security and all privileges. */
    Connection connect() throws SQLException {
        Login superuser = Template.MADE.superuser();
        return DriverManager.getConnection(
                url() + "&connectTimeout=%1$d&socketTimeout=%1$d".formatted(Wait.PATIENCE.toSeconds()),
                superuser.user(),
                superuser.password());
    }

    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The rows of a query as a superuser sees them, each a list of its columns as text. */
    List<List<String>> query(String sql) {
        try (Connection connection = connect()) {
            return Rows.of(connection, sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Kills it and deletes its data. */
    @Override
    public void close() {
        kill();
        delete(folder);
        OPEN.remove(this);
    }

    /** A process that is ending may still write; the remaining files are deleted with the build folder. */
    private static void delete(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException left) {
            folder.toFile().deleteOnExit();
        }
    }
}
