package dev.docket.persistence.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.docket.persistence.database.jdbi.JsonColumns;
import dev.docket.persistence.database.jdbi.RecordMappers;
import dev.docket.persistence.database.jdbi.SqlFiles;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
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

    /** What an instance says that was the primary once, or is not yet. */
    private static final String READ_ONLY = "25006";

    /** What PostgreSQL answers when it could do later what it cannot do now, by its first two characters, and why. */
    private static final Map<String, String> PASSING_CLASSES = Map.of("08", "connection", "53", "resources");

    private static final Map<String, String> PASSING_STATES = Map.ofEntries(
            Map.entry("40001", "conflict"),
            Map.entry("40P01", "deadlock"),
            Map.entry("55P03", "lock_timeout"),
            Map.entry("57014", "statement_timeout"),
            Map.entry("57P01", "shutdown"),
            Map.entry("57P02", "shutdown"),
            Map.entry("57P03", "shutdown"),
            Map.entry("57P05", "idle_timeout"),
            Map.entry("25P03", "idle_timeout"),
            Map.entry("25P04", "idle_timeout"),
            Map.entry(READ_ONLY, "read_only"));

    /** A wait for a free connection that took too long, because all are taken or none can be opened. */
    private static final String NO_CONNECTION = "no_connection";

    /** The driver asks for the time zone of the machine when it connects, whatever the options say. */
    private static final String SESSION = "SET ROLE " + ROLE + "; SET TIME ZONE 'UTC'";

    /** For the transaction only: the next borrower of the connection does not inherit it. */
    private static final String ADMISSION = "SELECT set_config('docket.accounts', ?, true)";

    /** The savepoint of what runs as a part of {@link #together}. */
    private static final String PART = "part";

    /** How long an idle connection may take to show that it is one; a request may wait for three that do not. */
    private static final long VALIDATION_MILLIS = 500;

    private final DatabaseSettings settings;
    private final HikariDataSource pool;
    private final CompositeMeterRegistry meters;
    private final Jdbi jdbi;
    private final Set<Class<?>> knownDaos = ConcurrentHashMap.newKeySet();
    private int migrations;
    private final ThreadLocal<Boolean> inTransaction = ThreadLocal.withInitial(() -> false);
    private final ThreadLocal<Whole> whole = new ThreadLocal<>();

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
        config.setValidationTimeout(VALIDATION_MILLIS);
        config.setMaxLifetime(600_000);
        config.setExceptionOverride(new OtherInstance());
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

    /**
     * Runs {@code work}, of whose transactions, and there may be any number of them on this thread, one is made: all of them
     * are committed at its end, or nothing of any. One that throws is undone by itself, as always; {@code work} may go on.
     *
     * @param account on whose rows the transaction that {@code work} is given works
     */
    public <T> T together(String account, Function<Transaction, T> work) {
        List<Runnable> afterCommit = new ArrayList<>();
        T result = translated(() -> committed(handle -> {
            handle.setReadOnly(false);
            admit(List.of(account), handle);
            whole.set(new Whole(handle, List.of(account), afterCommit));
            try {
                return work.apply(new RunningTransaction(handle, new Counts(), knownDaos));
            } finally {
                whole.remove();
            }
        }));
        afterCommit.forEach(Runnable::run);
        return result;
    }

    /** Whether this thread does the work of {@link #together}: then it should wait for nobody who may want a connection. */
    public boolean isTogether() {
        return whole.get() != null;
    }

    /** Runs {@code action} when what this thread has written is committed: at once, but for the work of {@link #together}. */
    public void afterCommit(Runnable action) {
        Whole open = whole.get();
        if (open == null) {
            action.run();
        } else {
            open.afterCommit().add(action);
        }
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
        properties.setProperty("loginTimeout", "5");
        // A little more than a statement may take, which PostgreSQL says itself where it can.
        properties.setProperty("socketTimeout", "12");
        properties.setProperty("cancelSignalTimeout", "2");
        properties.setProperty("tcpKeepAlive", "true");
        // With several hosts: how long one that was a standby, or away, is taken for that.
        properties.setProperty("hostRecheckSeconds", "1");
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
            return translated(() -> {
                Whole open = whole.get();
                return open == null ? alone(accounts, readOnly, work) : partOf(open, accounts, work);
            });
        } finally {
            inTransaction.remove();
        }
    }

    private <T> T alone(Collection<String> accounts, boolean readOnly, Function<Transaction, T> work) {
        Counts counts = new Counts();
        T result = committed(handle -> {
            handle.setReadOnly(readOnly);
            admit(accounts, handle);
            return work.apply(new RunningTransaction(handle, counts, knownDaos));
        });
        counts.addTo(meters);
        return result;
    }

    private <T> T committed(Function<Handle, T> work) {
        return jdbi.withHandle(handle -> {
            T result = handle.inTransaction(work::apply);
            requireConfirmed(handle);
            return result;
        });
    }

    /** What {@link #together} has open on a thread. */
    private record Whole(Handle handle, Collection<String> accounts, List<Runnable> afterCommit) {}

    private <T> T partOf(Whole whole, Collection<String> accounts, Function<Transaction, T> work) {
        Handle handle = whole.handle();
        Counts counts = new Counts();
        handle.savepoint(PART);
        T result;
        try {
            admitInstead(accounts, whole.accounts(), handle);
            result = work.apply(new RunningTransaction(handle, counts, knownDaos));
        } catch (RuntimeException | Error failure) {
            try {
                handle.rollbackToSavepoint(PART);
            } catch (JdbiException gone) {
                failure.addSuppressed(gone);
            }
            throw failure;
        }
        admitInstead(whole.accounts(), accounts, handle);
        handle.releaseSavepoint(PART);
        whole.afterCommit().add(() -> counts.addTo(meters));
        return result;
    }

    private static void admitInstead(Collection<String> accounts, Collection<String> admitted, Handle handle) {
        if (!accounts.equals(admitted)) {
            admit(accounts, handle);
        }
    }

    private <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException failure) {
            String reason = passing(failure);
            if (reason == null) {
                throw failure;
            }
            meters.counter("docket.database.unavailable", "reason", reason).increment();
            throw new DatabaseUnavailableException("the database cannot do this now", failure);
        }
    }

    /** Shows the transaction the rows of these accounts. */
    private static void admit(Collection<String> accounts, Handle handle) {
        if (accounts.stream().anyMatch(account -> account.contains(","))) {
            throw new IllegalArgumentException("an account id has no comma, which would make it two");
        }
        if (!accounts.isEmpty()) {
            // Without JDBI, which would take as long as PostgreSQL for it.
            try (PreparedStatement setting = handle.getConnection().prepareStatement(ADMISSION)) {
                setting.setString(1, String.join(",", accounts));
                setting.execute();
            } catch (SQLException failure) {
                throw new UnableToExecuteStatementException(failure, null);
            }
        }
    }

    /**
     * A commit that no synchronous standby has confirmed in time is done all the same, with a warning: what was written
     * would be lost with this instance.
     */
    private static void requireConfirmed(Handle handle) {
        try {
            SQLWarning warning = handle.getConnection().getWarnings();
            while (warning != null) {
                if (warning.getSQLState() != null && warning.getSQLState().startsWith("01")) {
                    throw new DatabaseUnavailableException("the commit was not confirmed", warning);
                }
                warning = warning.getNextWarning();
            }
        } catch (SQLException failure) {
            throw new DatabaseUnavailableException("whether the commit was confirmed cannot be known", failure);
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

    /** The next connection may be to another instance; this one stays read-only for as long as it lasts. */
    private static final class OtherInstance implements SQLExceptionOverride {

        @java.lang.Override
        public Override adjudicate(SQLException failure) {
            return READ_ONLY.equals(failure.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
        }
    }
}
