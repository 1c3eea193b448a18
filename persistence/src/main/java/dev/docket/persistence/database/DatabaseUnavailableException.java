package dev.docket.persistence.database;

import org.jspecify.annotations.Nullable;

/**
 * The database cannot do the work now, but may be able to later: it is unreachable, starting or stopping, out of
 * resources, chose this transaction as the victim of a deadlock, or every connection of the pool is in use.
 */
public final class DatabaseUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatabaseUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
