package dev.docket.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.docket.persistence.testing.Wait;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.Problems;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TestClock;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One node and one database, which the tests share together with the ledger: after the faults of one test they serve
 * the next.
 */
@Tag("faults")
@ExtendWith(FaultTable.class)
@Timeout(600)
class OneNodeFaultsTest {

    /** Fewer than there are clients. */
    private static final int POOL = 4;

    private static final Duration SOON = Duration.ofSeconds(2);

    private static final TestClock CLOCK = new TestClock(RunningServer.START);

    private static PostgresNode postgres;
    private static Node node;
    private static Ledger ledger;
    private static Trial trial;

    @BeforeAll
    static void start() throws Exception {
        postgres = PostgresNode.start();
        node = Node.start(postgres.settings(POOL), CLOCK);
        ledger = new Ledger();
        trial = new Trial(ledger, node::uri, postgres::query);
    }

    @AfterAll
    static void stop() {
        node.close();
        postgres.close();
    }

    @Test
    void aKilledDatabaseLosesNothingThatWasAcknowledged() throws Exception {
        trial.run("PostgreSQL is killed and started again", Form.of(1, 5), load -> {
            postgres.kill();
            long killed = System.nanoTime();
            postgres.startAgain();
            return killed;
        });
    }

    @Test
    void aDatabaseThatIsAwayIsSaidSoonUntilItIsBack() throws Exception {
        trial.run("PostgreSQL is stopped and started again", Form.of(1, 5), load -> {
            postgres.stop();
            try {
                assertSaysSoonThatItIsAway();
            } finally {
                postgres.startAgain();
            }
            long back = System.nanoTime();
            Wait.until(() -> node.client().get("/health/ready").status() == 200);
            return back;
        });
    }

    /** Its connections stay open, but no data arrives on them. */
    @Test
    void aDatabaseThatHangsIsSaidSoonUntilItGoesOn() throws Exception {
        assumeTrue(Form.IS_LONG, "takes long");
        trial.run("PostgreSQL hangs and continues", Form.of(1, 5), load -> {
            postgres.freeze();
            try {
                // Requests that are running when it begins to hang wait longer.
                Wait.until(() -> node.client().get("/health/ready").status() == 503);
                assertSaysSoonThatItIsAway();
            } finally {
                postgres.thaw();
            }
            long thawed = System.nanoTime();
            Wait.until(() -> node.client().get("/health/ready").status() == 200);
            return thawed;
        });
    }

    @Test
    void aPoolThatIsFullIsSaid() throws Exception {
        trial.run("every connection of the pool is busy", Form.of(1, 5), load -> {
            try (Connection holder = postgres.connect();
                    Statement lock = holder.createStatement()) {
                holder.setAutoCommit(false);
                lock.execute("LOCK TABLE docket.account_counters, docket.tickets");
                load.awaitUnavailable(Form.of(2, 10));
                holder.rollback();
            }
            return System.nanoTime();
        });
    }

    @Test
    void whatWasStoredAndNotAnsweredIsAnsweredWhenItIsAskedForAgain() throws Exception {
        int cuts = Form.of(10, 100);
        try (CuttingProxy proxy = CuttingProxy.start(node.uri(), 0.2);
                Load load = Load.start(ledger, POOL, proxy::uri)) {
            Ledger.Balance balance = trial.run("one response of five is cut off", 1, load, working -> {
                Wait.until(() -> proxy.cuts() >= cuts && load.replayed() > 0);
                return System.nanoTime();
            });
            assertThat(load.cut()).isGreaterThanOrEqualTo(cuts);
            assertThat(load.replayed()).isPositive();
            balance.assertEven();
        }
    }

    @Test
    void aClockThatIsSetBackDoublesNothing() throws Exception {
        Random random = new Random(Form.SEED);
        trial.run("the clock goes back by an hour", Form.of(2, 10), load -> {
            CLOCK.advance(Duration.ofMillis(random.nextInt(2_000)));
            load.awaitAcknowledged(10);
            CLOCK.advance(Duration.ofHours(-1));
            return System.nanoTime();
        });
    }

    private static void assertSaysSoonThatItIsAway() {
        ContractClient client = node.client();
        // Retried, because the machine may be busy.
        Wait.until(() -> timeUntilRefused(client).compareTo(SOON) <= 0);
        Answer ready = client.get("/health/ready");
        Problems.assertProblem(ready, ProblemType.SERVICE_UNAVAILABLE, "/health/ready");
        client.get("/health/live").expect(200);
    }

    /** With a request that changes nothing if it is executed after all. */
    private static Duration timeUntilRefused(ContractClient client) {
        long began = System.nanoTime();
        Answer answer = client.get("/tickets?pageSize=1");
        Duration time = Duration.ofNanos(System.nanoTime() - began);
        Problems.assertProblem(answer, ProblemType.SERVICE_UNAVAILABLE, "/tickets");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        return time;
    }
}
