package dev.docket.persistence.database;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** Which failures of PostgreSQL and of the pool are temporary, so that the same work may succeed later. */
final class TransientFailure {

    /** The SQL state of an instance that is no longer, or not yet, the primary. */
    private static final String READ_ONLY = "25006";

    /** The SQL state classes (first two characters) of failures that are temporary, and their causes. */
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

    /** The cause if no connection was free in time, because all are in use or none can be opened. */
    private static final String NO_CONNECTION = "no_connection";

    /** The cause if a migration changed the columns that a statement returns after it had been prepared. */
    private static final String MIGRATED = "migrated";

    private TransientFailure() {}

    /** The reason of a temporary failure, for metrics; null for one that would happen again. */
    static @Nullable String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientException) {
                return NO_CONNECTION;
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                if (wasPreparedBeforeMigration(sql)) {
                    return MIGRATED;
                }
                return PASSING_STATES.getOrDefault(state, PASSING_CLASSES.get(state.substring(0, 2)));
            }
        }
        return null;
    }

    /** PostgreSQL has no state of its own for this; the driver looks for this routine, too. */
    private static boolean wasPreparedBeforeMigration(SQLException failure) {
        return failure instanceof PSQLException postgres
                && postgres.getServerErrorMessage() != null
                && "RevalidateCachedQuery"
                        .equals(postgres.getServerErrorMessage().getRoutine());
    }

    /**
     * Closes a connection that would fail again: one to a read-only instance, where the next one may reach another
     * instance, and one with statements from before a migration, which the next one prepares anew.
     */
    static final class Lasting implements SQLExceptionOverride {

        @java.lang.Override
        public Override adjudicate(SQLException failure) {
            return READ_ONLY.equals(failure.getSQLState()) || wasPreparedBeforeMigration(failure)
                    ? Override.MUST_EVICT
                    : Override.CONTINUE_EVICT;
        }
    }
}
