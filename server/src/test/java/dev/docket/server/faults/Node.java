package dev.docket.server.faults;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.DatabaseSettings;
import dev.docket.server.DocketServer;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.DefaultSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;

/** A node of the service within the test process, with jobs and default settings. */
record Node(Database database, DocketServer server) implements AutoCloseable {

    static Node start(DatabaseSettings settings) throws IOException {
        return start(settings, Clock.systemUTC());
    }

    static Node start(DatabaseSettings settings, Clock clock) throws IOException {
        Database database = Database.open(settings);
        try {
            return new Node(
                    database,
                    DocketServer.start(DefaultSettings.builder().runsJobs(true).build(), database, clock));
        } catch (IOException | RuntimeException failure) {
            database.close();
            throw failure;
        }
    }

    URI uri() {
        return server.uri();
    }

    /** A client that validates every response against the contract. */
    ContractClient client() {
        return new ContractClient(uri())
                .with("Authorization", "Bearer " + Shop.TOKEN)
                .with("x-account-id", Shop.ACCOUNTS.get(0));
    }

    @Override
    public void close() {
        server.close();
        database.close();
    }
}
