package dev.docket.server.cli;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.DatabaseSettings;
import dev.docket.persistence.database.Migrations;
import dev.docket.persistence.embedded.EmbeddedDatabase;
import dev.docket.persistence.embedded.Login;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The database that the options name, migrated and open, together with its embedded server if it has one. */
final class OpenDatabase implements AutoCloseable {

    private final Database database;
    private final @Nullable EmbeddedDatabase embedded;

    private OpenDatabase(Database database, @Nullable EmbeddedDatabase embedded) {
        this.database = database;
        this.embedded = embedded;
    }

    /** For the server, which uses the data folder exclusively. */
    static OpenDatabase toServe(DatabaseOptions options) {
        Optional<DatabaseSettings> named = options.named();
        return named.isPresent()
                ? external(named.get())
                : embedded(EmbeddedDatabase.start(options.dataFolder()), options.poolSize());
    }

    /** For a command that may be run while a server uses the same data folder. */
    static OpenDatabase besideServer(DatabaseOptions options) {
        Optional<DatabaseSettings> named = options.named();
        return named.isPresent()
                ? external(named.get())
                : embedded(EmbeddedDatabase.startOrAttach(options.dataFolder()), 2);
    }

    /**
     * Starts the embedded server again whenever it ends; an external database is not watched.
     *
     * @param lost is run if it cannot be started again
     */
    void keepRunning(Runnable lost) {
        if (embedded != null) {
            embedded.keepRunning(lost);
        }
    }

    Database database() {
        return database;
    }

    @Override
    public void close() {
        database.close();
        if (embedded != null) {
            embedded.close();
        }
    }

    private static OpenDatabase external(DatabaseSettings settings) {
        migrateIfPending(Migrations.of(settings));
        return new OpenDatabase(Database.open(settings), null);
    }

    private static OpenDatabase embedded(EmbeddedDatabase embedded, int poolSize) {
        try {
            Login owner = embedded.owner();
            Login application = embedded.application();
            Migrations migrations = Migrations.of(new DatabaseSettings(embedded.url(), owner.user(), owner.password()));
            migrateIfPending(migrations);
            migrations.admit(application.user());
            DatabaseSettings settings = new DatabaseSettings(
                    embedded.url(),
                    application.user(),
                    application.password(),
                    poolSize,
                    DatabaseSettings.DEFAULT_CONNECTION_TIMEOUT);
            return new OpenDatabase(Database.open(settings), embedded);
        } catch (RuntimeException failure) {
            embedded.close();
            throw failure;
        }
    }

    /** A plain role can detect pending migrations, but only the owner can run them. */
    private static void migrateIfPending(Migrations migrations) {
        if (migrations.pending() > 0) {
            migrations.migrate();
        }
    }
}
