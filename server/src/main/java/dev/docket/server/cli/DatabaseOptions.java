package dev.docket.server.cli;

import dev.docket.persistence.database.DatabaseSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the data is. */
final class DatabaseOptions {

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "A PostgreSQL 15 or newer: jdbc:postgresql://host/database. Default: an embedded one.")
    private @Nullable String url;

    @Option(names = "--database-user", paramLabel = "USER", description = "The role that logs in there.")
    private @Nullable String user;

    @Option(
            names = "--database-password",
            paramLabel = "PASSWORD",
            description = "Its password; better given as DOCKET_DATABASE_PASSWORD, which no list of processes shows.")
    private @Nullable String password;

    @Option(
            names = "--database-pool-size",
            paramLabel = "N",
            description = "Connections at most. Default: ${DEFAULT-VALUE}.",
            defaultValue = "" + DatabaseSettings.DEFAULT_POOL_SIZE)
    private int poolSize;

    @Option(
            names = "--data-dir",
            paramLabel = "FOLDER",
            description = "Where the embedded database keeps its data. Default: ${DEFAULT-VALUE}.",
            defaultValue = "docket-data")
    private Path dataFolder = Path.of("docket-data");

    /**
     * The database that was named; empty: the embedded one.
     *
     * @throws IllegalArgumentException if the URL is none of PostgreSQL
     */
    Optional<DatabaseSettings> named() {
        if (url == null || url.isBlank()) {
            return Optional.empty();
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                    "--database-url (DOCKET_DATABASE_URL) must be like jdbc:postgresql://host/database");
        }
        return Optional.of(new DatabaseSettings(
                url,
                user == null ? "" : user,
                password == null ? "" : password,
                poolSize(),
                DatabaseSettings.DEFAULT_CONNECTION_TIMEOUT));
    }

    int poolSize() {
        if (poolSize < 1) {
            throw new IllegalArgumentException("--database-pool-size (DOCKET_DATABASE_POOL_SIZE) must be 1 at least");
        }
        return poolSize;
    }

    Path dataFolder() {
        return dataFolder;
    }
}
