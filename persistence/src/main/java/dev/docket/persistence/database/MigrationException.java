package dev.docket.persistence.database;

import java.sql.SQLException;

/** The schema could not be migrated to the version of this program; the failed step was rolled back. */
public final class MigrationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    MigrationException(Throwable cause, String user) {
        super("the database could not be migrated: " + reason(cause, user), cause);
    }

    private MigrationException(String message) {
        super(message);
    }

    static MigrationException ofDevelopmentVersion() {
        return new MigrationException(
                "the database has the migrations of a development version from before the first release, and cannot be"
                        + " migrated; start with a new data directory (--data-dir) or a new database");
    }

    private static String reason(Throwable failure, String user) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && INSUFFICIENT_PRIVILEGE.equals(sql.getSQLState())) {
                return "%s may not do that; run docket migrate as the owner of the database".formatted(user);
            }
            if (cause instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                return "another transaction locks what it changes for longer than %d s; try again at a quieter time"
                        .formatted(Migrations.LOCK_SECONDS);
            }
        }
        return failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : failure.getMessage().strip().lines().findFirst().orElse("");
    }
}
