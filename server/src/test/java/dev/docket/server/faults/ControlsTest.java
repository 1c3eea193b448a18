package dev.docket.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.docket.persistence.testing.Wait;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Controls for the faults: if the service and its database lacked a protection, the ledger must be uneven. */
@Tag("faults")
@ExtendWith(FaultTable.class)
@Timeout(600)
class ControlsTest {

    @BeforeEach
    void requireTime() {
        assumeTrue(Form.IS_LONG, "takes long");
    }

    /**
     * The control of the tests that kill PostgreSQL: if a commit does not wait for the disk, the ledger detects the
     * loss.
     */
    @Test
    void aDatabaseThatDoesNotWaitForTheDiskLoses() throws Exception {
        try (PostgresNode postgres =
                PostgresNode.create().with("synchronous_commit", "off").with("wal_writer_delay", "10s")) {
            postgres.startAgain();
            Ledger ledger = new Ledger();
            try (Node node = Node.start(postgres.settings());
                    Load load = Load.start(ledger, 4, node::uri)) {
                Ledger.Balance balance = new Trial(ledger, node::uri, postgres::query)
                        .run("control: PostgreSQL killed, with synchronous_commit=off", 1, load, working -> {
                            postgres.kill();
                            long killed = System.nanoTime();
                            postgres.startAgain();
                            return killed;
                        });
                assertThat(balance.lost()).isNotEmpty();
            }
        }
    }

    /** The control of the test that cuts off responses: the key keeps a request from being executed twice. */
    @Test
    void aClientWithoutKeysDoubles() throws Exception {
        Ledger ledger = new Ledger();
        try (PostgresNode postgres = PostgresNode.start();
                Node node = Node.start(postgres.settings());
                CuttingProxy proxy = CuttingProxy.start(node.uri(), 0.2);
                Load load = Load.startWithoutKeys(ledger, 4, proxy::uri)) {
            Ledger.Balance balance = new Trial(ledger, proxy::uri, postgres::query)
                    .run("control: one answer of five is cut off, without keys", 1, load, working -> {
                        Wait.until(() -> proxy.cuts() >= 50);
                        return System.nanoTime();
                    });
            assertThat(balance.doubled()).isNotEmpty();
            assertThat(balance.lost()).isEmpty();
        }
    }
}
