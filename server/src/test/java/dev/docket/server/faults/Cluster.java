package dev.docket.server.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.docket.persistence.database.DatabaseSettings;
import dev.docket.persistence.testing.Rows;
import dev.docket.persistence.testing.Wait;
import dev.docket.server.testing.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Two nodes behind HAProxy, on PostgreSQL with a synchronous standby under Patroni: the processes of
 * {@code packaging/nodes/cluster.sh}.
 */
final class Cluster implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path SCRIPT = Folders.module().resolve("packaging/nodes/cluster.sh");

    /** Below the ports of the other tests. */
    private static final int PORT = 19_400;

    private static final Map<String, Integer> PATRONI = Map.of("a", PORT + 5, "b", PORT + 6);
    private static final String POSTGRES = "127.0.0.1:%d,127.0.0.1:%d".formatted(PORT + 3, PORT + 4);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Map<String, String> variables = new TreeMap<>();
    private final Path folder;
    private final String password = UUID.randomUUID().toString();

    private Cluster(Path folder) {
        this.folder = folder;
        variables.put("NODES_DIR", folder.toString());
        variables.put("NODES_PORT", Integer.toString(PORT));
        variables.put("NODES_PASSWORD", password);
    }

    /**
     * PostgreSQL, its standby and an empty database; nodes and proxies are not started yet.
     *
     * @param jar of the nodes
     */
    static Cluster start(Path jar) throws IOException {
        Path folder = Files.createTempDirectory(Folders.module().resolve("target"), "nodes-");
        Cluster cluster = new Cluster(folder).with("DOCKET_JAR", jar.toString());
        try {
            cluster.start("etcd", "patroni-a", "patroni-b");
            cluster.awaitStandby();
            cluster.run("database");
            return cluster;
        } catch (RuntimeException failure) {
            cluster.close();
            throw failure;
        }
    }

    /** Sets a variable of the script. */
    Cluster with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    void start(String... parts) {
        run("start", parts);
    }

    void signal(String signal, String... parts) {
        List<String> arguments = new ArrayList<>(List.of(signal));
        arguments.addAll(List.of(parts));
        run("signal", arguments.toArray(String[]::new));
    }

    void restart(String... parts) {
        for (String part : parts) {
            signal("TERM", part);
            start(part);
        }
    }

    /** Runs the migrations of the jar. */
    void migrate() {
        run("migrate");
    }

    /** Where HAProxy listens. */
    URI uri() {
        return URI.create("http://127.0.0.1:" + PORT);
    }

    /** The login of the server. */
    DatabaseSettings settings() {
        return new DatabaseSettings(
                url("docket"), "docket_app", password, 2, DatabaseSettings.DEFAULT_CONNECTION_TIMEOUT);
    }

    private static String url(String database) {
        return "jdbc:postgresql://" + POSTGRES + "/" + database + "?sslmode=disable&targetServerType=primary";
    }

    /** The rows of a query as a superuser sees them, each a list of its columns as text. */
    List<List<String>> query(String sql) {
        return query("docket", sql);
    }

    private List<List<String>> query(String database, String sql) {
        try (Connection connection = DriverManager.getConnection(url(database), "postgres", password)) {
            return Rows.of(connection, sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The name of the host whose PostgreSQL is the primary. */
    String primary() {
        return member("leader");
    }

    /** The name of the host whose PostgreSQL confirms each commit. */
    String standby() {
        return member("sync_standby");
    }

    private String member(String role) {
        for (String host : List.of("a", "b")) {
            for (JsonNode member : patroni(host, "/cluster").path("members")) {
                if (member.path("role").asText().equals(role)
                        && List.of("running", "streaming")
                                .contains(member.path("state").asText())) {
                    return member.path("name").asText();
                }
            }
        }
        return "";
    }

    /** Returns when this host's PostgreSQL is the primary. */
    void awaitPrimary(String host) {
        Wait.until(() -> patroni(host, "/patroni").path("role").asText().equals("master"));
    }

    /**
     * Returns when one PostgreSQL is the primary and the other confirms its commits. Patroni alone may still show the
     * state from before a fault, and PostgreSQL may be sure before Patroni would promote the standby.
     */
    void awaitStandby() {
        Wait.until(() -> isFollowed("sync") && !standby().isEmpty());
    }

    /** Whether the primary has one standby, in this state: {@code sync} or {@code async}. */
    boolean isFollowed(String state) {
        try {
            return query("postgres", "SELECT sync_state FROM pg_stat_replication")
                    .equals(List.of(List.of(state)));
        } catch (IllegalStateException away) {
            return false;
        }
    }

    static String other(String host) {
        return host.equals("a") ? "b" : "a";
    }

    /** Hands the role of the primary over to the standby, as for maintenance. */
    void switchOver() {
        String from = primary();
        send("POST", from, "/switchover", "{\"leader\": \"%s\", \"candidate\": \"%s\"}".formatted(from, other(from)));
    }

    /** Changes the settings that Patroni keeps in etcd. */
    void configure(String json) {
        send("PATCH", primary(), "/config", json);
    }

    private JsonNode patroni(String host, String path) {
        try {
            return JSON.readTree(exchange("GET", PATRONI.get(host), path, "").body());
        } catch (IOException away) {
            return JSON.missingNode();
        }
    }

    private void send(String method, String host, String path, String body) {
        try {
            HttpResponse<String> response = exchange(method, PATRONI.get(host), path, body);
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private HttpResponse<String> exchange(String method, int port, String path, String body) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(60))
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private void run(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(SCRIPT.toString(), command));
        all.addAll(List.of(arguments));
        try {
            Path log = folder.resolve("cluster.log");
            ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().keySet().removeIf(variable -> variable.startsWith("DOCKET_"));
            builder.environment().putAll(variables);
            int code = builder.start().onExit().join().exitValue();
            if (code != 0) {
                throw new IllegalStateException(
                        String.join(" ", all) + ": " + code + "\n" + Files.readString(log, StandardCharsets.UTF_8));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Kills every process. The logs stay in the folder. */
    @Override
    public void close() {
        run("down");
    }
}
