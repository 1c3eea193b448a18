package dev.docket.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.docket.persistence.testing.Wait;
import dev.docket.server.http.ProblemType;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.Problems;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The database ends, hangs, fails over or has no room left. */
@Tag("faults")
@ExtendWith(FaultTable.class)
@Timeout(600)
class DatabaseFaultsTest {

    private static final Duration SOON = Duration.ofSeconds(2);

    @Test
    void aKilledDatabaseLosesNothingThatWasAcknowledged() throws Exception {
        try (PostgresNode postgres = PostgresNode.start();
                Node node = Node.start(postgres.settings())) {
            Trial.run("PostgreSQL is killed and started again", Form.of(1, 8), node::uri, postgres::query, load -> {
                postgres.kill();
                long killed = System.nanoTime();
                postgres.startAgain();
                return killed;
            });
        }
    }

    /** The control: where a commit does not wait for the disk, the ledger says what that costs. */
    @Test
    void aDatabaseThatDoesNotWaitForTheDiskLoses() throws Exception {
        try (PostgresNode postgres =
                PostgresNode.create().with("synchronous_commit", "off").with("wal_writer_delay", "10s")) {
            postgres.startAgain();
            Ledger ledger = new Ledger();
            try (Node node = Node.start(postgres.settings());
                    Load load = Load.start(ledger, 4, node::uri)) {
                Ledger.Balance balance = Trial.run(
                        "control: the same with synchronous_commit=off", 1, load, ledger, postgres::query, working -> {
                            postgres.kill();
                            long killed = System.nanoTime();
                            postgres.startAgain();
                            return killed;
                        });
                assertThat(balance.lost()).isNotEmpty();
            }
        }
    }

    @Test
    void aDatabaseThatIsAwayIsSaidSoonUntilItIsBack() throws Exception {
        try (PostgresNode postgres = PostgresNode.start();
                Node node = Node.start(postgres.settings())) {
            Trial.run("PostgreSQL is stopped and started again", Form.of(1, 5), node::uri, postgres::query, load -> {
                postgres.stop();
                load.awaitUnavailable(1);
                assertSaysSoonThatItIsAway(node);
                long back = System.nanoTime();
                postgres.startAgain();
                Wait.until(() -> node.client().get("/health/ready").status() == 200);
                return back;
            });
        }
    }

    /** Its connections stay open, and nothing comes back on them. */
    @Test
    void aDatabaseThatHangsIsSaidSoonUntilItGoesOn() throws Exception {
        try (PostgresNode postgres = PostgresNode.start();
                Node node = Node.start(postgres.settings())) {
            Trial.run("PostgreSQL hangs and goes on", Form.of(1, 5), node::uri, postgres::query, load -> {
                postgres.freeze();
                try {
                    // Those that run when it begins to hang wait for it longer.
                    Wait.until(() -> node.client().get("/health/ready").status() == 503);
                    assertSaysSoonThatItIsAway(node);
                } finally {
                    postgres.thaw();
                }
                long thawed = System.nanoTime();
                Wait.until(() -> node.client().get("/health/ready").status() == 200);
                return thawed;
            });
        }
    }

    private static void assertSaysSoonThatItIsAway(Node node) {
        ContractClient client = node.client();
        assertThat(Stream.generate(() -> secondsUntilRefused(client))
                        .limit(3)
                        .min(Duration::compareTo)
                        .orElseThrow())
                .isLessThanOrEqualTo(SOON);
        Answer ready = client.get("/health/ready");
        Problems.assertProblem(ready, ProblemType.SERVICE_UNAVAILABLE, "/health/ready");
        client.get("/health/live").expect(200);
    }

    private static Duration secondsUntilRefused(ContractClient client) {
        long began = System.nanoTime();
        // Of no use to anybody, so that it asks for nothing if it comes to be heard after all.
        Answer answer = client.get("/tickets?pageSize=1");
        Problems.assertProblem(answer, ProblemType.SERVICE_UNAVAILABLE, "/tickets");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Test
    void aStandbyThatConfirmsEveryCommitHasAllWhenItTakesOver() throws Exception {
        for (int i = 0; i < Form.of(1, 3); i++) {
            try (PostgresNode primary = PostgresNode.create().followed().with("synchronous_standby_names", "standby");
                    PostgresNode standby = PostgresNode.create().following(primary, "standby")) {
                startPair(primary, standby, "sync");
                try (Node node = Node.start(primary.settingsOr(standby))) {
                    Trial.run("fail-over to a synchronous standby", 1, node::uri, standby::query, load -> {
                        primary.kill();
                        long killed = System.nanoTime();
                        standby.query("SELECT pg_promote(true, 60)");
                        return killed;
                    });
                }
            }
        }
    }

    /** The control: one that follows behind has not all. It is stopped for a moment, so that it surely is behind. */
    @Test
    void aStandbyThatFollowsBehindLoses() throws Exception {
        try (PostgresNode primary = PostgresNode.create().followed();
                PostgresNode standby = PostgresNode.create().following(primary, "standby")) {
            startPair(primary, standby, "async");
            Ledger ledger = new Ledger();
            try (Node node = Node.start(primary.settingsOr(standby));
                    Load load = Load.start(ledger, 4, node::uri)) {
                Ledger.Balance balance = Trial.run(
                        "control: fail-over to a standby behind", 1, load, ledger, standby::query, working -> {
                            standby.freeze();
                            // More than fits into what was sent and not read.
                            primary.query("SELECT pg_logical_emit_message(false, '', repeat('x', 67108864))");
                            load.awaitAcknowledged(20);
                            primary.kill();
                            standby.thaw();
                            long killed = System.nanoTime();
                            standby.query("SELECT pg_promote(true, 60)");
                            return killed;
                        });
                assertThat(balance.lost()).isNotEmpty();
            }
        }
    }

    /** PostgreSQL gives up waiting for the standby and commits all the same, with no more than a warning. */
    @Test
    void whatTheStandbyHasNotConfirmedIsNotAcknowledged() throws Exception {
        assumeTrue(Form.IS_LONG, "takes as long as a statement may");
        try (PostgresNode primary = PostgresNode.create().followed().with("synchronous_standby_names", "standby");
                PostgresNode standby = PostgresNode.create().following(primary, "standby")) {
            startPair(primary, standby, "sync");
            try (Node node = Node.start(primary.settingsOr(standby))) {
                node.client()
                        .post("/tickets", Shop.TICKET.formatted("confirmed"))
                        .expect(201);
                standby.freeze();
                Answer answer = node.client().post("/tickets", Shop.TICKET.formatted("unconfirmed"));
                standby.thaw();
                Problems.assertProblem(answer, ProblemType.SERVICE_UNAVAILABLE, "/tickets");
            }
        }
    }

    private static void startPair(PostgresNode primary, PostgresNode standby, String state) {
        primary.startAgain();
        standby.startAgain();
        Wait.until(() ->
                primary.query("SELECT sync_state FROM pg_stat_replication").equals(List.of(List.of(state))));
    }

    @Test
    void aDiskThatIsFullOfDataIsSaidAndNothingIsLost() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(128);
                PostgresNode postgres = PostgresNode.create().keeping("base", disk.folder())) {
            postgres.startAgain();
            try (Node node = Node.start(postgres.settings())) {
                Trial.run("the disk of the data is full", Form.of(1, 3), node::uri, postgres::query, load -> {
                    disk.fill();
                    load.awaitUnavailable(Form.of(5, 50));
                    disk.makeRoom();
                    return System.nanoTime();
                });
            }
        }
    }

    /** PostgreSQL ends itself then, and somebody has to start it again. */
    @Test
    void aDiskThatIsFullOfTheLogIsSaidAndNothingIsLost() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(256);
                PostgresNode postgres = PostgresNode.create()
                        .keeping("pg_wal", disk.folder())
                        .with("min_wal_size", "32MB")
                        .with("max_wal_size", "48MB")) {
            postgres.startAgain();
            try (Node node = Node.start(postgres.settings())) {
                Trial.run(
                        "the disk of the write-ahead log is full", Form.of(1, 3), node::uri, postgres::query, load -> {
                            disk.fill();
                            Wait.until(() -> !postgres.switchesLog());
                            load.awaitUnavailable(Form.of(5, 50));
                            disk.makeRoom();
                            long room = System.nanoTime();
                            postgres.startAgain();
                            return room;
                        });
            }
        }
    }
}
