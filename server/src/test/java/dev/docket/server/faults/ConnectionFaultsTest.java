package dev.docket.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.testing.Wait;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TestClock;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is between clients, server and database fails, or the clock does. */
@Tag("faults")
@ExtendWith(FaultTable.class)
@Timeout(600)
class ConnectionFaultsTest {

    private static final double SHARE = 0.2;
    private static final int CUTS = Form.of(10, 200);

    @Test
    void whatWasStoredAndNotAnsweredIsAnsweredWhenItIsAskedForAgain() throws Exception {
        try (PostgresNode postgres = PostgresNode.start();
                Node node = Node.start(postgres.settings());
                CuttingProxy proxy = CuttingProxy.start(node.uri(), SHARE)) {
            Ledger ledger = new Ledger();
            try (Load load = Load.start(ledger, 4, proxy::uri)) {
                Ledger.Balance balance = Trial.run(
                        "answers are cut off (one fifth)", 1, load, ledger, postgres::query, working -> await(proxy));
                assertThat(load.cut()).isGreaterThanOrEqualTo(CUTS);
                assertThat(load.replayed()).isPositive();
                balance.assertEven();
            }
        }
    }

    /** The control: it is the key that keeps the same from being done twice. */
    @Test
    void withoutAKeyItWouldBeDoubled() throws Exception {
        try (PostgresNode postgres = PostgresNode.start();
                Node node = Node.start(postgres.settings());
                CuttingProxy proxy = CuttingProxy.start(node.uri(), SHARE)) {
            Ledger.Balance balance = Trial.runWithoutKeys(
                    "control: the same without keys", 1, proxy::uri, postgres::query, load -> await(proxy));
            assertThat(balance.doubled()).isNotEmpty();
            assertThat(balance.lost()).isEmpty();
        }
    }

    private static long await(CuttingProxy proxy) {
        Wait.until(() -> proxy.cuts() >= CUTS);
        return System.nanoTime();
    }

    @Test
    void aPoolThatIsFullIsSaidAtOnce() throws Exception {
        try (PostgresNode postgres = PostgresNode.start();
                Node node = Node.start(postgres.settings(2))) {
            Trial.run("every connection of the pool is busy", Form.of(1, 5), node::uri, postgres::query, load -> {
                try (Connection holder = postgres.connect();
                        Statement lock = holder.createStatement()) {
                    holder.setAutoCommit(false);
                    lock.execute("LOCK TABLE docket.account_counters, docket.tickets");
                    load.awaitUnavailable(Form.of(4, 20));
                    holder.rollback();
                }
                return System.nanoTime();
            });
        }
    }

    @Test
    void aClockThatIsSetBackDoublesNothing() throws Exception {
        TestClock clock = new TestClock(RunningServer.START);
        Random random = new Random(Form.SEED);
        try (PostgresNode postgres = PostgresNode.start();
                Node node = Node.start(postgres.settings(), clock)) {
            Trial.run("the clock goes back by an hour", Form.of(3, 20), node::uri, postgres::query, load -> {
                clock.advance(Duration.ofMillis(random.nextInt(2_000)));
                load.awaitAcknowledged(20);
                clock.advance(Duration.ofHours(-1));
                return System.nanoTime();
            });
            ContractClient client = node.client();
            client.get("/tickets").expect(200);
        }
    }
}
