package dev.docket.server.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.docket.persistence.testing.Wait;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A database whose disk is full. */
@Tag("faults")
@ExtendWith(FaultTable.class)
@Timeout(600)
class DiskFaultsTest {

    private static final int UNAVAILABLE = 20;

    @BeforeEach
    void requireTime() {
        assumeTrue(Form.IS_LONG, "takes long");
    }

    @Test
    void aDiskFullOfDataIsReportedAndNothingIsLost() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(128);
                PostgresNode postgres = PostgresNode.create().keeping("base", disk.folder())) {
            postgres.startAgain();
            try (Node node = Node.start(postgres.settings())) {
                new Trial(new Ledger(), node::uri, postgres::query).run("the disk of the data is full", 3, load -> {
                    disk.fill();
                    load.awaitUnavailable(UNAVAILABLE);
                    disk.makeRoom();
                    return System.nanoTime();
                });
            }
        }
    }

    /** PostgreSQL shuts itself down then, and an operator has to start it again. */
    @Test
    void aDiskFullOfTheLogIsReportedAndNothingIsLost() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(256);
                PostgresNode postgres = PostgresNode.create()
                        .keeping("pg_wal", disk.folder())
                        .with("min_wal_size", "32MB")
                        .with("max_wal_size", "48MB")) {
            postgres.startAgain();
            try (Node node = Node.start(postgres.settings())) {
                new Trial(new Ledger(), node::uri, postgres::query)
                        .run("the disk of the write-ahead log is full", 3, load -> {
                            disk.fill();
                            Wait.until(() -> !postgres.switchesLog());
                            load.awaitUnavailable(UNAVAILABLE);
                            disk.makeRoom();
                            long room = System.nanoTime();
                            postgres.startAgain();
                            return room;
                        });
            }
        }
    }
}
