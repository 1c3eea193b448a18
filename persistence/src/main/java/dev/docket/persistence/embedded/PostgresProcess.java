package dev.docket.persistence.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Distinguishes PostgreSQL's processes on one data directory from all other processes of the machine. */
final class PostgresProcess {
    private PostgresProcess() {}

    /** Whether that process is a server on the data directory. */
    static boolean isServer(ProcessHandle process, Path cluster) {
        String[] arguments = process.info().arguments().orElse(new String[0]);
        return isPostgres(process) && (List.of(arguments).contains(cluster.toString()) || worksIn(process, cluster));
    }

    /**
     * The server and all processes that it started; on Linux only, since other systems do not show a process's working
     * directory.
     */
    static List<ProcessHandle> all(Path cluster) {
        return ProcessHandle.allProcesses()
                .filter(PostgresProcess::isPostgres)
                .filter(process -> worksIn(process, cluster))
                .toList();
    }

    private static boolean isPostgres(ProcessHandle process) {
        String program = process.info().command().orElse("");
        String deletedMeanwhile = " (deleted)";
        return program.replace(deletedMeanwhile, "").endsWith("/postgres");
    }

    /**
     * Whether the process works in the data directory, as PostgreSQL does. This holds even if the directory was renamed
     * meanwhile.
     */
    private static boolean worksIn(ProcessHandle process, Path cluster) {
        try {
            Path workingDirectory = Path.of("/proc", Long.toString(process.pid()), "cwd");
            return workingDirectory.toRealPath().equals(cluster);
        } catch (IOException e) {
            return false; // ended meanwhile, another user's, or not Linux
        }
    }
}
