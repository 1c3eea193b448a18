package dev.docket.persistence.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** Migrates the schema {@code docket} of a database to the version of this program. */
public final class Migrations {

    /**
     * How long a migration waits for a lock, in seconds. Requests that need the same table wait behind it, and they
     * give up after 5 s.
     */
    static final int LOCK_SECONDS = 4;

    private final Flyway flyway;

    private final String url;

    private final String user;

    private Migrations(Flyway flyway, String url, String user) {
        this.flyway = flyway;
        this.url = url;
        this.user = user;
    }

    public static Migrations of(DatabaseSettings owner) {
        FluentConfiguration configuration = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(owner.url(), owner.user(), owner.password())
                .schemas("docket")
                .locations("classpath:dev/docket/persistence/migrations")
                .jdbcProperties(Map.of(
                        "connectTimeout", "5",
                        "ApplicationName", "docket-migrate",
                        "options", "-c lock_timeout=" + LOCK_SECONDS + "s"));
        // Otherwise a transaction stays open meanwhile, and CREATE INDEX CONCURRENTLY waits for its end.
        configuration
                .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        return new Migrations(configuration.load(), owner.url(), owner.user());
    }

    /**
     * Number of migrations still to be run; running them requires the rights of the schema's owner.
     *
     * @throws MigrationException if other migrations made the schema: those of a development version
     * @throws DatabaseUnavailableException if the database cannot be reached
     * @throws DatabaseRefusedException if it rejects the user
     */
    public int pending() {
        try {
            MigrationInfoService migrations = flyway.info();
            if (Stream.of(migrations.applied()).anyMatch(Migrations::differsFromOurs)) {
                throw MigrationException.ofDevelopmentVersion();
            }
            return migrations.pending().length;
        } catch (FlywayException failure) {
            throw ConnectionFailure.explain(failure, url, user);
        }
    }

    /** Whether this program has a migration with the same number and another text. */
    private static boolean differsFromOurs(MigrationInfo applied) {
        return applied.getResolvedChecksum() != null && !applied.isChecksumMatching();
    }

    /**
     * Runs the pending migrations. Several nodes may call this at once: they take turns.
     *
     * @return number of migrations run
     * @throws MigrationException if one fails, or the database has a newer or a different schema
     * @throws DatabaseUnavailableException if the database cannot be reached
     * @throws DatabaseRefusedException if it rejects the user
     */
    public int migrate() {
        pending();
        try {
            return flyway.migrate().migrationsExecuted;
        } catch (FlywayException failure) {
            throw new MigrationException(failure, user);
        }
    }

    /**
     * Lets {@code login} act as the plain roles of the server.
     *
     * @throws MigrationException if the owner may not grant that
     */
    public void admit(String login) {
        try (Connection connection = flyway.getConfiguration().getDataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("GRANT %s, %s TO %s"
                    .formatted(Database.ROLE, Database.REQUESTER_ROLE, statement.enquoteIdentifier(login, true)));
        } catch (SQLException failure) {
            throw new MigrationException(failure, user);
        }
    }
}
