package dev.docket.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.testing.Wait;
import dev.docket.server.testing.Folders;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Parts of an installation with two nodes fail one after the other, while clients work through HAProxy. */
@TestMethodOrder(OrderAnnotation.class)
@Tag("nodes")
@Timeout(300)
class NodesTest {

    private static final Path TABLE = Folders.module().resolve("target/nodes.md");
    private static final Path JAR = Folders.module().resolve("target/docket.jar");
    private static final int CLIENTS = 6;

    /** Acknowledged requests before and after each fault. */
    private static final int REQUESTS = 60;

    /** What the next release does first: nodes of both versions work with it. */
    private static final String EXPAND = """
            ALTER TABLE tickets ADD COLUMN channel text;
            CREATE FUNCTION copy_channel() RETURNS trigger LANGUAGE plpgsql AS
                $$BEGIN NEW.channel := NEW.source; RETURN NEW; END$$;
            CREATE TRIGGER copy_channel BEFORE INSERT OR UPDATE ON tickets
                FOR EACH ROW EXECUTE FUNCTION copy_channel();
            """;

    /** An index on a large table is made without keeping writers waiting, and outside a transaction. */
    private static final String INDEX =
            "CREATE INDEX CONCURRENTLY tickets_by_channel ON tickets (account_id, channel);";

    /** What it leaves to the release after it: only nodes that no longer use the column work with it. */
    private static final String CONTRACT = """
            DROP TRIGGER copy_channel ON tickets;
            DROP FUNCTION copy_channel;
            ALTER TABLE tickets DROP COLUMN channel;
            """;

    private static final List<String> ROWS = new ArrayList<>();

    private static Cluster cluster;
    private static Ledger ledger;

    /** The balance after the last fault: what a control lost or doubled stays in the database. */
    private static Ledger.Balance before = new Ledger.Balance(List.of(), List.of(), List.of());

    @BeforeAll
    static void start() throws IOException {
        cluster = Cluster.start(previous());
        try (Database database = Database.open(cluster.settings())) {
            Shop.load(database);
        }
        ledger = new Ledger();
        cluster.start("docket-a", "docket-b", "haproxy");
    }

    /** The last release; until there is one, this version. */
    private static Path previous() {
        String named = System.getProperty("nodes.previous", "");
        return named.isEmpty() ? JAR : Path.of(named);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        System.out.println(String.join("\n", ROWS));
    }

    @Test
    @Order(1)
    void aNodeIsKilled() throws Exception {
        trial("a node is killed, and started again", load -> {
            cluster.signal("KILL", "docket-a");
            load.awaitAcknowledged(REQUESTS);
            cluster.start("docket-a");
        });
    }

    @Test
    @Order(2)
    void aNodeIsDrained() throws Exception {
        trial("a node is asked to stop, and started again", load -> {
            cluster.signal("TERM", "docket-b");
            load.awaitAcknowledged(REQUESTS);
            cluster.start("docket-b");
        });
    }

    /** Patroni starts it again, or promotes the standby. */
    @Test
    @Order(3)
    void thePrimaryIsKilled() throws Exception {
        trial("PostgreSQL of the primary is killed", load -> {
            cluster.signal("KILL", "postgres-" + cluster.primary());
            load.awaitUnavailable(1);
            cluster.awaitStandby();
        });
    }

    @Test
    @Order(4)
    void theHostOfThePrimaryIsLost() throws Exception {
        trial("the host of the primary is lost (PostgreSQL and Patroni), and comes back", load -> {
            String lost = cluster.primary();
            lose(load, "patroni-" + lost, "postgres-" + lost);
            cluster.start("patroni-" + lost);
            cluster.awaitStandby();
        });
    }

    /** Kills these parts of the primary's host, and returns when the other host has taken over. */
    private static void lose(Load load, String... parts) {
        String other = Cluster.other(cluster.primary());
        cluster.signal("KILL", parts);
        cluster.awaitPrimary(other);
        load.awaitAcknowledged(REQUESTS);
    }

    @Test
    @Order(5)
    void theHostOfTheStandbyIsLost() throws Exception {
        trial("the host of the standby is lost, and comes back", load -> {
            String lost = cluster.standby();
            cluster.signal("KILL", "patroni-" + lost, "postgres-" + lost);
            load.awaitAcknowledged(REQUESTS);
            cluster.start("patroni-" + lost);
            cluster.awaitStandby();
        });
    }

    @Test
    @Order(6)
    void thePrimaryIsChangedForMaintenance() throws Exception {
        trial("the standby takes over for maintenance", load -> {
            String from = cluster.primary();
            cluster.switchOver();
            cluster.awaitPrimary(Cluster.other(from));
            cluster.awaitStandby();
        });
    }

    /** Nothing refuses or closes a connection then. What hung may not continue: a watchdog resets the host. */
    @Test
    @Order(7)
    void theHostOfThePrimaryHangs() throws Exception {
        trial("the host of the primary hangs, until its watchdog resets it", load -> {
            String hanging = cluster.primary();
            String[] parts = {"patroni-" + hanging, "postgres-" + hanging};
            cluster.signal("STOP", parts);
            cluster.awaitPrimary(Cluster.other(hanging));
            cluster.signal("KILL", parts);
            load.awaitAcknowledged(REQUESTS);
            cluster.start("patroni-" + hanging);
            cluster.awaitStandby();
        });
    }

    @Test
    @Order(8)
    void etcdIsKilled() throws Exception {
        trial("etcd is killed, and started again after 30 s", load -> {
            cluster.signal("KILL", "etcd");
            long killed = System.nanoTime();
            Wait.until(() -> System.nanoTime() - killed > 30_000_000_000L);
            cluster.start("etcd");
            cluster.awaitStandby();
        });
    }

    /** Each node goes forward, one back and forward again; then the old schema is given up. */
    @Test
    @Order(9)
    void theVersionChangesNodeByNode() throws Exception {
        Path next = NextVersion.of(
                JAR,
                "next.jar",
                Map.of(
                        "V1000__expand.sql", EXPAND,
                        "V1001__index.sql", INDEX,
                        "V1001__index.sql.conf", "executeInTransaction=false"));
        Path last = NextVersion.of(next, "last.jar", Map.of("V1002__contract.sql", CONTRACT));
        trial("nodes are replaced by the next version one by one, one of them back and forth", load -> {
            cluster.with("DOCKET_JAR", next.toString()).migrate();
            load.awaitAcknowledged(REQUESTS);
            cluster.restart("docket-a");
            load.awaitAcknowledged(REQUESTS);
            cluster.with("DOCKET_JAR", previous().toString()).restart("docket-a");
            load.awaitAcknowledged(REQUESTS);
            cluster.with("DOCKET_JAR", next.toString()).restart("docket-a", "docket-b");
            cluster.with("DOCKET_JAR", last.toString()).migrate();
            load.awaitAcknowledged(REQUESTS);
        });
        Files.delete(next);
        Files.delete(last);
        cluster.with("DOCKET_JAR", JAR.toString());
    }

    @Test
    @Order(10)
    void theNetworkCutsResponses() throws Exception {
        try (CuttingProxy proxy = CuttingProxy.start(cluster.uri(), 0.2);
                Load load = Load.start(ledger, CLIENTS, proxy::uri)) {
            run("one response of five is cut off before it reaches its client", load, any -> {})
                    .assertEven();
        }
    }

    @Test
    @Order(11)
    void nodesConnectThroughPgBouncer() throws Exception {
        cluster.start("pgbouncer-a", "pgbouncer-b");
        cluster.with("DOCKET_THROUGH", "pgbouncer").restart("docket-a", "docket-b");
        trial("through PgBouncer in session mode: the host of the primary is lost, and comes back", load -> {
            String lost = cluster.primary();
            lose(load, "patroni-" + lost, "postgres-" + lost, "pgbouncer-" + lost);
            cluster.start("patroni-" + lost, "pgbouncer-" + lost);
            cluster.awaitStandby();
        });
    }

    /** It works if nothing is prepared in PostgreSQL. */
    @Test
    @Order(12)
    void nodesConnectThroughPgBouncerInTransactionMode() throws Exception {
        cluster.signal("TERM", "docket-a", "docket-b");
        cluster.with("PGBOUNCER_MODE", "transaction").restart("pgbouncer-a", "pgbouncer-b");
        cluster.with("DOCKET_URL_PARAMETERS", "&prepareThreshold=0").start("docket-a", "docket-b");
        trial("through PgBouncer in transaction mode: a node is killed, and started again", load -> {
            cluster.signal("KILL", "docket-a");
            load.awaitAcknowledged(REQUESTS);
            cluster.start("docket-a");
        });
        cluster.with("DOCKET_THROUGH", "postgres")
                .with("DOCKET_URL_PARAMETERS", "")
                .restart("docket-a", "docket-b");
    }

    @Test
    @Order(20)
    void aClientWithoutKeysDoubles() throws Exception {
        try (CuttingProxy proxy = CuttingProxy.start(cluster.uri(), 0.2);
                Load load = Load.startWithoutKeys(ledger, CLIENTS, proxy::uri)) {
            assertThat(run("control: responses are cut off, and clients send no keys", load, any -> {})
                            .doubled())
                    .isNotEmpty();
        }
    }

    /** A standby that no commit waits for is behind when the host of the primary is lost. */
    @Test
    @Order(21)
    void aStandbyThatFollowsBehindLoses() throws Exception {
        cluster.configure("{\"synchronous_mode\": false, \"maximum_lag_on_failover\": 1073741824}");
        Wait.until(() -> cluster.isFollowed("async"));
        String lost = cluster.primary();
        String behind = Cluster.other(lost);
        try (Load load = Load.start(ledger, CLIENTS, NodesTest::uri)) {
            Ledger.Balance balance =
                    run("control: the host of the primary is lost, the standby asynchronous", load, any -> {
                        cluster.signal("STOP", "postgres-" + behind);
                        // More than fits into the buffers between the two.
                        cluster.query("SELECT pg_logical_emit_message(false, '', repeat('x', 67108864))");
                        load.awaitAcknowledged(REQUESTS);
                        cluster.signal("KILL", "patroni-" + lost, "postgres-" + lost);
                        cluster.signal("CONT", "postgres-" + behind);
                        cluster.awaitPrimary(behind);
                    });
            assertThat(balance.lost()).isNotEmpty();
        }
    }

    /** What happens while clients work. */
    private interface Fault {
        void inject(Load load) throws Exception;
    }

    private static void trial(String fault, Fault injection) throws Exception {
        try (Load load = Load.start(ledger, CLIENTS, NodesTest::uri)) {
            run(fault, load, injection).assertEven();
        }
    }

    private static URI uri() {
        return cluster.uri();
    }

    private static Ledger.Balance run(String fault, Load load, Fault injection) throws Exception {
        load.awaitAcknowledged(REQUESTS);
        injection.inject(load);
        load.awaitAcknowledged(REQUESTS);
        load.finish();
        Ledger.Balance balance = ledger.balance(cluster::query);
        String turns = cluster.query("SELECT sum(turns) FROM docket.rotation_turns")
                .get(0)
                .get(0);
        if (ROWS.isEmpty()) {
            ROWS.add("| fault | requests | lost | doubled | turns so far | contradictions | seconds with refusals"
                    + " | longest pause, s |");
            ROWS.add("|---|---:|---:|---:|---:|---:|---:|---:|");
        }
        ROWS.add(String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %s | %d | %d | %.1f |",
                fault,
                load.requests(),
                balance.lost().size() - before.lost().size(),
                balance.doubled().size() - before.doubled().size(),
                turns,
                balance.wrong().size(),
                load.interruptions().secondsWithRefusals(),
                load.interruptions().longestPause()));
        Files.writeString(TABLE, String.join("\n", ROWS) + "\n");
        before = balance;
        return balance;
    }
}
