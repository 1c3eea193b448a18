package dev.docket.persistence.database;

import org.jspecify.annotations.Nullable;

/**
 * Until when the current thread may start transactions and use their DAOs; afterwards {@link Database} throws
 * {@link DatabaseUnavailableException}. A statement that has begun has a limit of its own ({@code statement_timeout}).
 */
public final class Deadline {

    private static final ThreadLocal<@Nullable Long> END = new ThreadLocal<>();

    private Deadline() {}

    /** @param end by {@link System#nanoTime()}; {@link #clear} must follow */
    public static void set(long end) {
        END.set(end);
    }

    /** Gives the thread as much time as it needs. */
    public static void clear() {
        END.remove();
    }

    static void require() {
        Long end = END.get();
        if (end != null && System.nanoTime() - end >= 0) {
            throw new DatabaseUnavailableException("the request took too long", null);
        }
    }
}
