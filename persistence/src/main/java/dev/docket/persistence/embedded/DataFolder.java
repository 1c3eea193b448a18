package dev.docket.persistence.embedded;

import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

/** The paths in a data folder; {@code root} is absolute and free of symbolic links. */
record DataFolder(Path root) {

    /**
     * Creates the folder, accessible only to its owner, or checks an existing one. An existing folder keeps its
     * permissions (a mounted volume often belongs to another user), since each secret file in it has permissions of its
     * own.
     *
     * @throws DataFolderUnusableException if it cannot be written, or if all users may write to it
     */
    static DataFolder prepare(Path folder) {
        try {
            if (Files.notExists(folder)) {
                Files.createDirectories(folder, DurableFiles.enteredByOwnerOnly());
            }
            Path root = folder.toRealPath();
            // A user who can rename what is in the folder can replace the database.
            if (Files.getPosixFilePermissions(root).contains(OTHERS_WRITE)) {
                throw new DataFolderUnusableException("All users may write to the data folder " + root
                        + ": use a private folder, or run chmod o-w on it.");
            }
            userWhoWrites(root);
            return new DataFolder(root);
        } catch (IOException | UnsupportedOperationException e) {
            throw unwritable(folder, e);
        }
    }

    /**
     * Rejects the data of another user: PostgreSQL runs on data of its own user only, and a PostgreSQL started by root
     * has root's files but not root's privileges.
     *
     * @throws DataFolderUnusableException if the data, or for root the folder, belong to another user
     */
    void refuseOtherOwner() throws IOException {
        UserPrincipal user = userWhoWrites(root);
        Path mustBeOwned = Files.exists(cluster()) ? cluster() : root;
        UserPrincipal owner = Files.getOwner(mustBeOwned);
        if (!owner.equals(user) && (mustBeOwned.equals(cluster()) || PostgresCommand.isRoot())) {
            throw new DataFolderUnusableException(
                    mustBeOwned + " belongs to " + owner.getName() + ": run Docket as that user.");
        }
    }

    /** The user of this process as the file system sees it: the owner of a file that it creates. */
    private static UserPrincipal userWhoWrites(Path root) throws IOException {
        Path probe = Files.createTempFile(root, "probe", null);
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }

    static DataFolderUnusableException unwritable(Path folder, Exception cause) {
        String reason = cause.getClass().getSimpleName();
        if (cause instanceof AccessDeniedException) {
            reason = "permission denied";
        } else if (cause instanceof NoSuchFileException) {
            reason = "no such file or directory";
        } else if (cause instanceof FileSystemException failure && failure.getReason() != null) {
            reason = failure.getReason();
        }
        return new DataFolderUnusableException(
                "The data folder " + folder.toAbsolutePath() + " cannot be written (" + reason + ").", cause);
    }

    Path lock() {
        return root.resolve("docket.lock");
    }

    Path credentials() {
        return root.resolve("credentials.properties");
    }

    Path cluster() {
        return root.resolve("postgres");
    }

    Path serverLog() {
        return root.resolve("postgres.log");
    }

    Path runtime() {
        return root.resolve("runtime");
    }

    Path firstStart() {
        return root.resolve("first-start");
    }
}
