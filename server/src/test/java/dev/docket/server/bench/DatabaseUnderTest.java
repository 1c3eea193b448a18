package dev.docket.server.bench;

import dev.docket.persistence.embedded.EmbeddedDatabase;
import dev.docket.persistence.embedded.Login;
import dev.docket.persistence.testing.Rows;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.postgresql.PGProperty;

/** The database of the server, used as its superuser to add tickets and to check the result. */
record DatabaseUnderTest(String url, Login superuser) {

    private static final String SCRATCH = "docket_bench_bare";

    /** The database of a server that runs on this data folder. */
    static DatabaseUnderTest embeddedIn(Path dataFolder) {
        EmbeddedDatabase attached = EmbeddedDatabase.attach(dataFolder);
        return new DatabaseUnderTest(attached.url(), attached.superuser());
    }

    /** @param url with user and password */
    static DatabaseUnderTest at(String url) {
        var properties =
                Objects.requireNonNull(org.postgresql.Driver.parseURL(url, null), "no URL of PostgreSQL: " + url);
        return new DatabaseUnderTest(
                url,
                new Login(
                        Objects.requireNonNull(PGProperty.USER.getOrNull(properties), "the URL names no user"),
                        Objects.requireNonNullElse(PGProperty.PASSWORD.getOrNull(properties), "")));
    }

    /** Creates another database on the same server; replaces an existing one. */
    DatabaseUnderTest scratch() {
        execute("DROP DATABASE IF EXISTS " + SCRATCH);
        execute("CREATE DATABASE " + SCRATCH);
        return new DatabaseUnderTest(url.replaceFirst("/[^/?]+($|\\?)", "/" + SCRATCH + "$1"), superuser);
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, superuser.user(), superuser.password());
    }

    /** @param sql statements that need no transaction */
    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String each : sql.split(";\\s*\n")) {
                statement.execute(each);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    List<List<String>> query(String sql) {
        try (Connection connection = connect()) {
            return Rows.of(connection, sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    String text(String sql) {
        return query(sql).get(0).get(0);
    }

    long number(String sql) {
        return Long.parseLong(text(sql));
    }

    long tickets() {
        return number("SELECT count(*) FROM docket.tickets");
    }

    /** Completes deferred work of earlier writes now, so that the next measurement does not include it. */
    void settle() {
        execute("CHECKPOINT");
    }

    /** The parent of its processes; 0 if they are not on this machine or it is unknown. */
    long postmaster() {
        try (Connection connection = connect()) {
            long backend = Long.parseLong(
                    Rows.of(connection, "SELECT pg_backend_pid()").get(0).get(0));
            return ProcStat.of(backend)
                    .filter(process -> process.name().startsWith("postgres"))
                    .map(ProcStat::parent)
                    .orElse(0L);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    String host() {
        return uri().getHost();
    }

    int port() {
        return uri().getPort() < 0 ? 5432 : uri().getPort();
    }

    String name() {
        return uri().getPath().substring(1);
    }

    private URI uri() {
        return URI.create(url.substring("jdbc:".length()));
    }

    /** A file beside this class, in which {@code UUID} is replaced by the server's best function for a new UUID. */
    String script(String name) {
        try (InputStream file = Objects.requireNonNull(DatabaseUnderTest.class.getResourceAsStream(name), name)) {
            boolean hasVersion7 = number("SELECT current_setting('server_version_num')") >= 180_000;
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("UUID", hasVersion7 ? "uuidv7()" : "gen_random_uuid()");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
