package dev.docket.persistence.embedded;

/**
 * The embedded database cannot be started, reached or stopped. The message is one line for the operator: it says what
 * is wrong and what to do, and never contains a password.
 */
public class EmbeddedDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EmbeddedDatabaseException(String message) {
        super(message);
    }

    public EmbeddedDatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
