package dev.docket.persistence.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** How sessions of the server begin: their login, their limits, and the role that they act as. */
record Sessions(DatabaseSettings settings) {

    /**
     * Sets the time zone, because the driver requests that of the machine when it connects, regardless of the options.
     */
    private static final String INITIAL_STATEMENTS = "SET ROLE " + Database.ROLE + "; SET TIME ZONE 'UTC'";

    /** How long an idle connection may take to prove that it works; a request may wait for three that do not. */
    private static final long VALIDATION_MILLIS = 500;

    /**
     * Opens the pool of connections.
     *
     * @throws DatabaseUnavailableException if the database cannot be reached
     */
    HikariDataSource pool(MeterRegistry meters) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("docket");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setConnectionInitSql(INITIAL_STATEMENTS);
        config.setMaximumPoolSize(settings.poolSize());
        config.setConnectionTimeout(settings.connectionTimeout().toMillis());
        config.setValidationTimeout(VALIDATION_MILLIS);
        config.setMaxLifetime(600_000);
        config.setExceptionOverride(new TransientFailure.Lasting());
        config.setDataSourceProperties(properties("docket"));
        config.setMetricRegistry(meters);
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException failure) {
            throw ConnectionFailure.explain(failure, settings.url(), settings.user());
        }
    }

    /** Opens a connection with the settings of the pool's connections. */
    Connection connect(String name) throws SQLException {
        Properties properties = properties(name);
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        Connection connection = DriverManager.getConnection(settings.url(), properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute(INITIAL_STATEMENTS);
            return connection;
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    private static Properties properties(String name) {
        Properties properties = new Properties();
        properties.setProperty("currentSchema", "docket");
        // Without limits one slow operation could block everything. Limits are in seconds, except those for lock and
        // statement.
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("loginTimeout", "5");
        // Slightly longer than a statement may take, because PostgreSQL reports that limit itself where it can.
        properties.setProperty("socketTimeout", "12");
        properties.setProperty("cancelSignalTimeout", "2");
        properties.setProperty("tcpKeepAlive", "true");
        // With several hosts: how long a host found to be a standby or unreachable is treated as such.
        properties.setProperty("hostRecheckSeconds", "1");
        properties.setProperty(
                "options",
                "-c jit=off -c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s");
        properties.setProperty("ApplicationName", name);
        // The server puts the row or the JSON into the detail.
        properties.setProperty("logServerErrorDetail", "false");
        return properties;
    }
}
