package dev.docket.server.watch;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Shows where an exception came from, and its message only if that cannot contain personal data.
 *
 * <p>Exceptions quote their input: an invalid date, the row that breaks a rule, a line of JSON. So messages are
 * withheld, except for those of classes that concern only code and connections, and for those of PostgreSQL about names
 * in our schema.
 */
record RedactedThrowable(IThrowableProxy throwable) implements IThrowableProxy {

    private static final String WITHHELD = "(message withheld)";

    private static final String POSTGRESQL = "org.postgresql.util.PSQLException";

    /** Messages that contain only constants and names of tables and constraints. */
    private static final Pattern ABOUT_NAMES = Pattern.compile("(ERROR|FATAL): ("
            + "duplicate key value violates|insert or update on table|update or delete on table|null value in column"
            + "|new row for relation|new row violates|permission denied for|relation \"|column \"|function "
            + "|canceling statement|deadlock detected|could not serialize|terminating connection|cannot execute"
            + "|the database system|sorry, too many|remaining connection|could not extend|out of memory|lock timeout"
            + ")[^\n]*");

    private static final Set<String> ABOUT_CODE = Set.of(
            "java.lang.ArrayIndexOutOfBoundsException",
            "java.lang.ClassCastException",
            "java.lang.ClassNotFoundException",
            "java.lang.IndexOutOfBoundsException",
            "java.lang.InterruptedException",
            "java.lang.NoClassDefFoundError",
            "java.lang.NoSuchMethodError",
            "java.lang.NullPointerException",
            "java.lang.OutOfMemoryError",
            "java.net.BindException",
            "java.net.ConnectException",
            "java.net.SocketException",
            "java.net.SocketTimeoutException",
            "java.net.UnknownHostException",
            "java.sql.SQLTransientConnectionException",
            "dev.docket.persistence.database.DatabaseUnavailableException");

    /** Messages of the driver itself, about connections that failed. */
    private static final Pattern ABOUT_CONNECTIONS =
            Pattern.compile("(Connection to [\\w.:-]+ refused|The connection attempt failed|An I/O error occurred"
                    + "|This connection has been closed)[^\n]*");

    static @Nullable RedactedThrowable of(@Nullable IThrowableProxy throwable) {
        return throwable == null ? null : new RedactedThrowable(throwable);
    }

    @Override
    public @Nullable String getMessage() {
        String message = throwable.getMessage();
        if (message == null || ABOUT_CODE.contains(throwable.getClassName())) {
            return message;
        }
        if (throwable.getClassName().equals(POSTGRESQL)
                && (ABOUT_NAMES.matcher(message).matches()
                        || ABOUT_CONNECTIONS.matcher(message).matches())) {
            return message;
        }
        return WITHHELD;
    }

    /** Overridden because printing would otherwise use the exception's own text, with its message. */
    @Override
    public @Nullable String getOverridingMessage() {
        return null;
    }

    @Override
    public String getClassName() {
        return throwable.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
        return throwable.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
        return throwable.getCommonFrames();
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
        return of(throwable.getCause());
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
        IThrowableProxy[] suppressed = throwable.getSuppressed();
        return suppressed == null
                ? new IThrowableProxy[0]
                : Arrays.stream(suppressed).map(RedactedThrowable::of).toArray(IThrowableProxy[]::new);
    }

    @Override
    public boolean isCyclic() {
        return throwable.isCyclic();
    }
}
