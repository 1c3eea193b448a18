package dev.docket.server.cli;

import dev.docket.persistence.database.DatabaseSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the database. */
final class DatabaseOptions {

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "PostgreSQL 15 or newer: jdbc:postgresql://host/database. Default: an embedded one.")
    private @Nullable String url;

    @Option(names = "--database-user", paramLabel = "USER", description = "The role to log in as.")
    private @Nullable String user;

    @Option(
            names = "--database-password",
            paramLabel = "PASSWORD",
            description =
                    "Its password; preferably set DOCKET_DATABASE_PASSWORD or DOCKET_DATABASE_PASSWORD_FILE instead,"
                            + " which process lists do not show.")
    private @Nullable String password;

    @Option(
            names = "--database-pool-size",
            paramLabel = "N",
            description = "Maximum number of connections. Default: ${DEFAULT-VALUE}.",
            defaultValue = "" + DatabaseSettings.DEFAULT_POOL_SIZE)
    private int poolSize;

    @Option(
            names = "--data-dir",
            paramLabel = "FOLDER",
            description = "Data folder of the embedded database. Default: ${DEFAULT-VALUE}.",
            defaultValue = "docket-data")
    private Path dataFolder = Path.of("docket-data");

    /**
     * The configured database; empty: the embedded one.
     *
     * @throws WrongValueException if the URL is not one of PostgreSQL
     */
    Optional<DatabaseSettings> named() {
        if (url == null || url.isBlank()) {
            return Optional.empty();
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new WrongValueException(
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
            throw new WrongValueException("--database-pool-size (DOCKET_DATABASE_POOL_SIZE) must be at least 1");
        }
        return poolSize;
    }

    Path dataFolder() {
        return dataFolder;
    }
}
