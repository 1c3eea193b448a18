package dev.docket.persistence.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.docket.persistence.database.jdbi.JsonColumns;
import dev.docket.persistence.database.jdbi.RecordMappers;
import dev.docket.persistence.database.jdbi.SqlFiles;
import dev.docket.persistence.pages.PageRowMappers;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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

/**
 * The only access to SQL. Every statement runs in a transaction of this class, which names its accounts; row-level
 * security in PostgreSQL shows it their rows only. Thread-safe.
 */
public final class Database implements AutoCloseable {

    /**
     * The role that every session acts as, independent of its login: it owns nothing and is subject to row-level
     * security.
     */
    public static final String ROLE = "docket_server";

    /** The role of transactions that are bound to a requester. Further policies apply to it. */
    public static final String REQUESTER_ROLE = "docket_requester";

    /** Applies to the transaction only: the next borrower of the connection does not inherit it. */
    private static final String ADMISSION = "SELECT set_config('docket.accounts', ?, true)";

    /** Like {@link #ADMISSION}, for a transaction that is bound to a requester. */
    private static final String BOUND_ADMISSION = ADMISSION
            + ", set_config('docket.requester_type', ?, true)"
            + ", set_config('docket.requester_ids', CAST(CAST(? AS text[]) AS text), true)"
            + ", set_config('role', '" + REQUESTER_ROLE + "', true)";

    /** The savepoint of a transaction within {@link #writeJoined}. */
    private static final String PART = "part";

    private final Sessions sessions;
    private final HikariDataSource pool;
    private final CompositeMeterRegistry meters;
    private final ConnectionShares shares;
    private final Jdbi jdbi;
    private final Set<Class<?>> knownDaos = ConcurrentHashMap.newKeySet();
    private int migrations;
    private volatile Tracer tracer = OpenTelemetry.noop().getTracer("");
    private final ThreadLocal<Boolean> inTransaction = ThreadLocal.withInitial(() -> false);
    private final ThreadLocal<Joined> joined = new ThreadLocal<>();
    private final ThreadLocal<BoundRequester> bound = new ThreadLocal<>();

    private Database(Sessions sessions, HikariDataSource pool, CompositeMeterRegistry meters) {
        this.sessions = sessions;
        this.pool = pool;
        this.meters = meters;
        this.shares = new ConnectionShares(
                sessions.settings().poolSize(), sessions.settings().connectionTimeout(), meters);
        this.jdbi = Jdbi.create(pool)
                .installPlugin(new SqlObjectPlugin())
                .installPlugin(new PostgresPlugin())
                .installPlugin(new Jackson2Plugin())
                .registerArrayType(Short.class, "smallint")
                .registerArrayType(LocalDate.class, "date");
        jdbi.registerRowMapper(new RecordMappers());
        jdbi.registerRowMapper(new PageRowMappers());
        jdbi.getConfig(SqlObjects.class).setSqlLocator(new SqlFiles());
        jdbi.getConfig(Jackson2Config.class).setMapper(JsonColumns.MAPPER);
        // Bound values are personal data, which must not appear in messages or logs.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    }

    /**
     * Opens a pool of connections to a migrated database.
     *
     * @throws DatabaseUnavailableException if the database cannot be reached
     * @throws DatabaseRefusedException if the user cannot act as the role {@value #ROLE}, that role could see more than
     *     it must, or sessions lack their limits
     */
    public static Database open(DatabaseSettings settings) {
        Sessions sessions = new Sessions(settings);
        // Without effect until a registry is added.
        CompositeMeterRegistry meters = new CompositeMeterRegistry();
        Database database = new Database(sessions, sessions.pool(meters), meters);
        try {
            database.refuseUnboundedSessions();
            database.refuseUnsafeRole();
            database.migrations = database.countMigrations();
            return database;
        } catch (RuntimeException failure) {
            database.close();
            throw failure;
        }
    }

    /**
     * Runs {@code work} in a transaction on the rows of {@code account} and commits it, or rolls it back if
     * {@code work} throws.
     */
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
     * Runs {@code work} and joins every transaction it starts on this thread into one, committed at the end or rolled
     * back as a whole. A transaction that throws is rolled back by itself, as always; {@code work} may continue.
     *
     * @param account the account of the transaction that {@code work} receives
     */
    public <T> T writeJoined(String account, Function<Transaction, T> work) {
        List<Runnable> afterCommit = new ArrayList<>();
        T result = translated(() -> committed(List.of(account), handle -> {
            handle.setReadOnly(false);
            admit(List.of(account), handle);
            joined.set(new Joined(handle, List.of(account), afterCommit));
            try {
                return work.apply(new RunningTransaction(handle, new Counts(), knownDaos));
            } finally {
                joined.remove();
            }
        }));
        afterCommit.forEach(Runnable::run);
        return result;
    }

    /**
     * Whether this thread runs the work of {@link #writeJoined}. Then it should not wait for a thread that may need a
     * connection.
     */
    public boolean isJoined() {
        return joined.get() != null;
    }

    /**
     * Runs {@code action} once what this thread has written is committed: at once, except in the work of
     * {@link #writeJoined}.
     */
    public void afterCommit(Runnable action) {
        Joined open = joined.get();
        if (open == null) {
            action.run();
        } else {
            open.afterCommit().add(action);
        }
    }

    /**
     * Binds this thread to a requester: until {@link #unbind}, none of its transactions sees or changes a ticket of
     * another requester, nor internal notes and files.
     */
    public void bind(BoundRequester requester) {
        bound.set(requester);
    }

    /** Ends the binding of this thread, if it has one. */
    public void unbind() {
        bound.remove();
    }

    /**
     * Does {@code work} as if this thread were not bound, for work that needs more than its requester may see, such as
     * the turn of a rotation. The work must check itself what the requester may do.
     */
    public <T> T unbound(Supplier<T> work) {
        BoundRequester requester = bound.get();
        bound.remove();
        try {
            return work.get();
        } finally {
            if (requester != null) {
                bound.set(requester);
            }
        }
    }

    /** Whether the database responds now. */
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

    /** Why requests cannot be served now, in words safe for the public; empty if they can. */
    public Optional<String> problem() {
        try {
            // For example, if the database was restored from a backup older than the last migration.
            return countMigrations() < migrations
                    ? Optional.of("the database lacks migrations that it had when this server started")
                    : Optional.empty();
        } catch (DatabaseUnavailableException away) {
            return Optional.of("the database does not respond");
        } catch (JdbiException failure) {
            return Optional.of("the database does not contain the tables of this service");
        }
    }

    /** The metrics of this database. Code that uses the database may add its own, and a registry may be added. */
    public CompositeMeterRegistry meters() {
        return meters;
    }

    /** Makes spans of statements from now on. To be called before the database is used. */
    public void trace(Tracer spans) {
        tracer = spans;
        jdbi.setSqlLogger(new StatementSpans(spans));
    }

    /** Makes the spans of what uses the database; by default, without effect. */
    public Tracer tracer() {
        return tracer;
    }

    /**
     * Listens on {@code channel} until the result is closed, on a connection outside the pool.
     *
     * @param message receives the payload of each notification
     * @param missed is run whenever notifications may have been missed: each time the connection was opened, including
     *     the first
     */
    public Notifications listen(String channel, Consumer<String> message, Runnable missed) {
        return Notifications.start(channel, () -> sessions.connect("docket-listener"), message, missed);
    }

    /** For a library with statements of its own, on tables that belong to no account. */
    public DataSource pool() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }

    private <T> T inTransaction(Collection<String> accounts, boolean readOnly, Function<Transaction, T> work) {
        if (inTransaction.get()) {
            throw new IllegalStateException("a transaction is already running on this thread; pass it on instead");
        }
        Deadline.require();
        inTransaction.set(true);
        try {
            return translated(() -> {
                Joined open = joined.get();
                return open == null ? alone(accounts, readOnly, work) : join(open, accounts, work);
            });
        } finally {
            inTransaction.remove();
        }
    }

    private <T> T alone(Collection<String> accounts, boolean readOnly, Function<Transaction, T> work) {
        Counts counts = new Counts();
        T result = committed(accounts, handle -> {
            handle.setReadOnly(readOnly);
            admit(accounts, handle);
            return work.apply(new RunningTransaction(handle, counts, knownDaos));
        });
        counts.addTo(meters);
        return result;
    }

    private <T> T committed(Collection<String> accounts, Function<Handle, T> work) {
        return shares.within(
                accounts,
                () -> jdbi.withHandle(handle -> {
                    T result = handle.inTransaction(work::apply);
                    requireConfirmed(handle);
                    return result;
                }));
    }

    /** The open transaction of {@link #writeJoined} on a thread. */
    private record Joined(Handle handle, Collection<String> accounts, List<Runnable> afterCommit) {}

    private <T> T join(Joined open, Collection<String> accounts, Function<Transaction, T> work) {
        Handle handle = open.handle();
        Counts counts = new Counts();
        handle.savepoint(PART);
        T result;
        try {
            admitInstead(accounts, open.accounts(), handle);
            result = work.apply(new RunningTransaction(handle, counts, knownDaos));
        } catch (RuntimeException | Error failure) {
            try {
                handle.rollbackToSavepoint(PART);
            } catch (JdbiException gone) {
                failure.addSuppressed(gone);
            }
            throw failure;
        }
        admitInstead(open.accounts(), accounts, handle);
        handle.releaseSavepoint(PART);
        open.afterCommit().add(() -> counts.addTo(meters));
        return result;
    }

    private void admitInstead(Collection<String> accounts, Collection<String> admitted, Handle handle) {
        if (!accounts.equals(admitted)) {
            admit(accounts, handle);
        }
    }

    private <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException failure) {
            String reason = TransientFailure.reason(failure);
            if (reason == null) {
                throw failure;
            }
            meters.counter("docket.database.unavailable", "reason", reason).increment();
            throw new DatabaseUnavailableException("the database is temporarily unavailable", failure);
        }
    }

    /** Gives the transaction access to the rows of these accounts. */
    private void admit(Collection<String> accounts, Handle handle) {
        if (accounts.stream().anyMatch(account -> account.contains(","))) {
            throw new IllegalArgumentException("an account id must not contain a comma, which separates ids");
        }
        if (!accounts.isEmpty()) {
            BoundRequester requester = bound.get();
            // Without JDBI, which would take as long as PostgreSQL for this.
            try (PreparedStatement setting =
                    handle.getConnection().prepareStatement(requester == null ? ADMISSION : BOUND_ADMISSION)) {
                setting.setString(1, String.join(",", accounts));
                if (requester != null) {
                    setting.setString(2, requester.type());
                    setting.setArray(
                            3,
                            handle.getConnection()
                                    .createArrayOf("text", requester.ids().toArray()));
                }
                setting.execute();
            } catch (SQLException failure) {
                throw new UnableToExecuteStatementException(failure, null);
            }
        }
    }

    /**
     * Fails for a commit that no synchronous standby confirmed in time. PostgreSQL commits it with a warning only, but
     * what was written would be lost with this instance.
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
            throw new DatabaseUnavailableException("it is unknown whether the commit was confirmed", failure);
        }
    }

    private int countMigrations() {
        return inTransaction(
                List.of(), true, transaction -> transaction.dao(SystemDao.class).countMigrations());
    }

    /** A pooler may drop what the driver sends when it connects. */
    private void refuseUnboundedSessions() {
        List<String> missing = inTransaction(
                List.of(), true, transaction -> transaction.dao(SystemDao.class).missingSettings());
        if (!missing.isEmpty()) {
            throw new DatabaseRefusedException("sessions lack settings that the server sends when it connects: "
                    + String.join(", ", missing) + "; if a pooler drops them, give them to the role that logs in");
        }
    }

    private void refuseUnsafeRole() {
        RoleRow role = inTransaction(
                List.of(), true, transaction -> transaction.dao(SystemDao.class).currentRole());
        if (role.isSuperuser() || role.bypassesRowSecurity() || role.ownsTables()) {
            throw new DatabaseRefusedException("the role " + role.name()
                    + " is a superuser, bypasses row-level security or owns tables of Docket; it must be a plain role");
        }
        if (!role.mayBeRequester()) {
            throw ConnectionFailure.mayNotActAs(REQUESTER_ROLE, role.login());
        }
    }
}
