package dev.docket.server.bench;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.DatabaseSettings;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.security.Caller;
import dev.docket.server.security.Tokens;
import dev.docket.server.testing.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** A server, its database, and the accounts of the load. */
record Stage(ServerUnderTest server, DatabaseUnderTest database, CpuTimes cpu, Accounts accounts)
        implements AutoCloseable {

    /** Starts a server on an empty database, and sets the accounts up. */
    static Stage open(BenchOptions options) throws IOException, InterruptedException {
        Folders.delete(data(options));
        ServerUnderTest server = start(options, List.of());
        DatabaseUnderTest database = options.database() == null
                ? DatabaseUnderTest.embeddedIn(data(options))
                : DatabaseUnderTest.at(options.database());
        CpuTimes cpu = new CpuTimes(server.pid(), database.postmaster());
        Accounts accounts = new Accounts(options.accounts(), token(database));
        accounts.create(server.uri());
        return new Stage(server, database, cpu, accounts);
    }

    /** @param jvm options of the Java virtual machine */
    static ServerUnderTest start(BenchOptions options, List<String> jvm) throws IOException {
        List<String> where = List.of("--data-dir", data(options).toString());
        if (options.database() != null) {
            DatabaseUnderTest given = DatabaseUnderTest.at(options.database());
            where = List.of(
                    "--database-url",
                    given.url(),
                    "--database-user",
                    given.superuser().user(),
                    "--database-password",
                    given.superuser().password());
        }
        return ServerUnderTest.start(options.jar(), options.out().resolve("server.log"), jvm, where);
    }

    static Path data(BenchOptions options) {
        return options.out().resolve("data");
    }

    private static String token(DatabaseUnderTest database) {
        List<String> everything = Stream.of(Operations.permissions(), Operations.operatorPermissions())
                .flatMap(List::stream)
                .toList();
        DatabaseSettings settings = new DatabaseSettings(
                database.url(),
                database.superuser().user(),
                database.superuser().password());
        try (Database tokens = Database.open(settings)) {
            return new Tokens(tokens, Clock.systemUTC())
                    .create("bench", everything, List.of(Caller.ALL_ACCOUNTS), null)
                    .secret();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
