package dev.docket.persistence.embedded;

/** Another process, or another part of this one, has the data folder open. */
public class DataFolderInUseException extends EmbeddedDatabaseException {
    private static final long serialVersionUID = 1L;

    public DataFolderInUseException(String message) {
        super(message);
    }
}
