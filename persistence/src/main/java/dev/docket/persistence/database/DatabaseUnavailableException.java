package dev.docket.persistence.database;

import org.jspecify.annotations.Nullable;

/**
 * The database could not do the work now, and may be able to do it later: it is away, starting or stopping, has no
 * resources left, chose this transaction as the victim of a deadlock, or every connection of the pool is busy.
 */
public final class DatabaseUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatabaseUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
