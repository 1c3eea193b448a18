package dev.docket.persistence.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The content of {@code postmaster.pid}: the server that runs on a data directory, or ran there when it was killed.
 *
 * @param cluster the data directory of the file
 * @param ready whether the server accepts connections
 */
record PostmasterFile(Path cluster, long pid, int port, boolean ready) {
    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    /** Empty if the file does not exist, or if the server has not finished writing it. */
    static Optional<PostmasterFile> read(Path cluster) {
        try {
            return parse(cluster, Files.readAllLines(path(cluster)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new DataFolderUnusableException("The data directory " + cluster + " cannot be read.", e);
        }
    }

    static Path path(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    private static Optional<PostmasterFile> parse(Path cluster, List<String> lines) {
        try {
            return Optional.of(new PostmasterFile(
                    cluster,
                    Long.parseLong(lines.get(PID_LINE).strip()),
                    lines.size() > PORT_LINE
                            ? Integer.parseInt(lines.get(PORT_LINE).strip())
                            : 0,
                    lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready")));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty(); // incomplete, or truncated by a power failure
        }
    }

    boolean processExists() {
        return process().isPresent();
    }

    /**
     * Whether that process really is a PostgreSQL on this data directory: after a crash another process may have its
     * id.
     */
    boolean isAlive() {
        return process()
                .filter(process -> PostgresProcess.isServer(process, cluster))
                .isPresent();
    }

    private Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    }
}
