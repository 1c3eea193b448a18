package dev.docket.persistence.database;

/** The database cannot be used as configured, or must not be; the message says what to change. */
public final class DatabaseRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatabaseRefusedException(String message) {
        super(message);
    }
}
