package dev.docket.persistence.embedded;

/** The data folder cannot be written, is incomplete, or holds the data of another PostgreSQL. */
public class DataFolderUnusableException extends EmbeddedDatabaseException {
    private static final long serialVersionUID = 1L;

    public DataFolderUnusableException(String message) {
        super(message);
    }

    public DataFolderUnusableException(String message, Throwable cause) {
        super(message, cause);
    }
}
