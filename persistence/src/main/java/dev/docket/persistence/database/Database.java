package dev.docket.persistence.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.jackson2.Jackson2Config;
import org.jdbi.v3.jackson2.Jackson2Plugin;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.jdbi.v3.sqlobject.SqlObjects;
import org.jspecify.annotations.Nullable;

/**
 * The one door to SQL. Every statement runs in a transaction of this class, which names the accounts it is for;
 * row-level security in PostgreSQL shows it their rows and no others. Thread-safe.
 */
public final class Database implements AutoCloseable {

    /** The role that every session acts as, whoever logged in: it owns nothing and row-level security binds it. */
    public static final String ROLE = "docket_server";

    /** What PostgreSQL answers when it could do later what it cannot do now, by its first two characters, and why. */
    private static final Map<String, String> PASSING_CLASSES = Map.of("08", "connection", "53", "resources");

    private static final Map<String, String> PASSING_STATES = Map.of(
            "40001", "conflict",
            "40P01", "deadlock",
            "55P03", "lock_timeout",
            "57014", "statement_timeout",
            "57P01", "shutdown",
            "57P02", "shutdown",
            "57P03", "shutdown",
            "25006", "read_only");

    /** A wait for a free connection that took too long, because all are taken or none can be opened. */
    private static final String NO_CONNECTION = "no_connection";

    /** The driver asks for the time zone of the machine when it connects, whatever the options say. */
    private static final String SESSION = "SET ROLE " + ROLE + "; SET TIME ZONE 'UTC'";

    private final DatabaseSettings settings;
    private final HikariDataSource pool;
    private final CompositeMeterRegistry meters;
    private final Jdbi jdbi;
    private int migrations;
    private final ThreadLocal<Boolean> inTransaction = ThreadLocal.withInitial(() -> false);

    private Database(DatabaseSettings settings, HikariDataSource pool, CompositeMeterRegistry meters) {
        this.settings = settings;
        this.pool = pool;
        this.meters = meters;
        this.jdbi = Jdbi.create(pool)
                .installPlugin(new SqlObjectPlugin())
                .installPlugin(new PostgresPlugin())
                .installPlugin(new Jackson2Plugin())
                .registerArrayType(Short.class, "smallint")
                .registerArrayType(LocalDate.class, "date");
        jdbi.registerRowMapper(new RecordMappers());
        jdbi.getConfig(SqlObjects.class).setSqlLocator(new SqlFiles());
        jdbi.getConfig(Jackson2Config.class).setMapper(JsonColumns.MAPPER);
        // Bound values are people's data, which no message and no log may have.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    }

    /**
     * Opens a pool of connections to a migrated database.
     *
     * @throws DatabaseUnavailableException if the database cannot be reached
     * @throws DatabaseRefusedException if the user cannot act as the role {@value #ROLE}, or that role could see more than
     *     it must
     */
    public static Database open(DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("docket");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setConnectionInitSql(SESSION);
        config.setMaximumPoolSize(settings.poolSize());
        config.setConnectionTimeout(settings.connectionTimeout().toMillis());
        config.setMaxLifetime(600_000);
        config.setDataSourceProperties(properties("docket"));
        // Without effect until somebody wants to know.
        CompositeMeterRegistry meters = new CompositeMeterRegistry();
        config.setMetricRegistry(meters);
        Database database;
        try {
            database = new Database(settings, new HikariDataSource(config), meters);
        } catch (PoolInitializationException failure) {
            throw ConnectionFailure.explain(failure, settings.user());
        }
        try {
            database.refuseUnsafeRole();
            database.migrations = database.countMigrations();
            return database;
        } catch (RuntimeException failure) {
            database.close();
            throw failure;
        }
    }

    /** Runs {@code work} in a transaction on the rows of {@code account} and commits it, or nothing of it on a throw. */
    public <T> T write(String account, Function<Transaction, T> work) {
        return write(List.of(account), work);
    }

    /** Like {@link #write(String, Function)}, on the rows of several accounts. */
    public <T> T write(Collection<String> accounts, Function<Transaction, T> work) {
        return inTransaction(accounts, false, work);
    }

    /** Runs {@code work} in a read-only transaction on the rows of {@code account}. */
    public <T> T read(String account, Function<Transaction, T> work) {
        return read(List.of(account), work);
    }

    /** Like {@link #read(String, Function)}, on the rows of several accounts. */
    public <T> T read(Collection<String> accounts, Function<Transaction, T> work) {
        return inTransaction(accounts, true, work);
    }

    /** Whether the database answers now. */
    public boolean isAvailable() {
        try {
            return inTransaction(
                    List.of(),
                    true,
                    transaction -> transaction.dao(SystemDao.class).answers());
        } catch (DatabaseUnavailableException away) {
            return false;
        }
    }

    /** Why requests cannot be served now, in words that give away nothing; empty if they can. */
    public Optional<String> problem() {
        try {
            // As in a database that was restored from before the last migration.
            return countMigrations() < migrations
                    ? Optional.of("the database lacks migrations that it had when this server started")
                    : Optional.empty();
        } catch (DatabaseUnavailableException away) {
            return Optional.of("the database does not answer");
        } catch (JdbiException failure) {
            return Optional.of("the database has no tables of this service");
        }
    }

    /** What is counted and timed here, for those who work on this database to add to and for a registry to be added to. */
    public CompositeMeterRegistry meters() {
        return meters;
    }

    /**
     * Listens on {@code channel} until that is closed, on a connection that is none of the pool's.
     *
     * @param message gets what each notification says
     * @param missed is run whenever notifications may have been missed: after each time that the connection was opened,
     *     the first one too
     */
    public Notifications listen(String channel, Consumer<String> message, Runnable missed) {
        return Notifications.start(channel, () -> connect("docket-listener"), message, missed);
    }

    /** For a library that brings its own statements, on tables that belong to no account. */
    public DataSource pool() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }

    /** A connection like those of the pool. */
    private Connection connect(String name) throws SQLException {
        Properties properties = properties(name);
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        Connection connection = DriverManager.getConnection(settings.url(), properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute(SESSION);
            return connection;
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    private static Properties properties(String name) {
        Properties properties = new Properties();
        properties.setProperty("currentSchema", "docket");
        // A wait without a bound is how one slow thing stops everything: seconds, but for lock and statement.
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "30");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty(
                "options",
                "-c jit=off -c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s");
        properties.setProperty("ApplicationName", name);
        // The server says in it what the row or the JSON was.
        properties.setProperty("logServerErrorDetail", "false");
        return properties;
    }

    private <T> T inTransaction(Collection<String> accounts, boolean readOnly, Function<Transaction, T> work) {
        if (inTransaction.get()) {
            throw new IllegalStateException("a transaction runs already on this thread; pass it on instead");
        }
        inTransaction.set(true);
        try {
            Counts counts = new Counts();
            T result = jdbi.inTransaction(handle -> {
                handle.setReadOnly(readOnly);
                admit(accounts, handle);
                return work.apply(new RunningTransaction(handle, counts));
            });
            counts.addTo(meters);
            return result;
        } catch (JdbiException failure) {
            String reason = passing(failure);
            if (reason == null) {
                throw failure;
            }
            meters.counter("docket.database.unavailable", "reason", reason).increment();
            throw new DatabaseUnavailableException("the database cannot do this now", failure);
        } finally {
            inTransaction.remove();
        }
    }

    /** For this transaction only: the setting ends with it, so the next borrower of the connection does not inherit it. */
    private static void admit(Collection<String> accounts, Handle handle) {
        if (accounts.stream().anyMatch(account -> account.contains(","))) {
            throw new IllegalArgumentException("an account id has no comma, which would make it two");
        }
        if (!accounts.isEmpty()) {
            handle.createQuery("SELECT set_config('docket.accounts', :accounts, true)")
                    .bind("accounts", String.join(",", accounts))
                    .mapTo(String.class)
                    .one();
        }
    }

    private int countMigrations() {
        return inTransaction(
                List.of(), true, transaction -> transaction.dao(SystemDao.class).countMigrations());
    }

    private void refuseUnsafeRole() {
        RoleRow role = inTransaction(
                List.of(), true, transaction -> transaction.dao(SystemDao.class).currentRole());
        if (role.isSuperuser() || role.bypassesRowSecurity() || role.ownsTables()) {
            throw new DatabaseRefusedException("the role " + role.name()
                    + " is a superuser, bypasses row-level security or owns tables of Docket; it must be a plain role");
        }
    }

    /** Why the database could do later what it cannot do now; null if it could not. */
    private static @Nullable String passing(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientException) {
                return NO_CONNECTION;
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                return PASSING_STATES.getOrDefault(state, PASSING_CLASSES.get(state.substring(0, 2)));
            }
        }
        return null;
    }
}
