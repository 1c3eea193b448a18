package dev.docket.server.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The CPU times of the processes according to the operating system. NaN without {@code /proc}, or for processes on
 * another machine.
 *
 * @param server its process id
 * @param postmaster the parent of all processes of PostgreSQL; 0: unknown
 */
record CpuTimes(long server, long postmaster) {

    private static final Path PROC = Path.of("/proc");
    private static final Pattern COMPILER = Pattern.compile("C[12] Compiler");

    Cpu now() {
        return new Cpu(
                of(server), compiling(), postgres(), of(ProcessHandle.current().pid()));
    }

    /** The CPU of one process and of its children that have ended. */
    static double of(long pid) {
        return ProcStat.of(pid)
                .map(process -> (process.ownTicks() + process.endedTicks()) / ProcStat.TICKS_PER_SECOND)
                .orElse(Double.NaN);
    }

    /**
     * The CPU of the running children and, through the postmaster, of those that have ended. A child that ends
     * meanwhile must not count twice.
     */
    private double postgres() {
        while (true) {
            Optional<ProcStat> before = ProcStat.of(postmaster);
            if (before.isEmpty() || postmaster == 0) {
                return Double.NaN;
            }
            long running = ticks(PROC, process -> process.parent() == postmaster);
            Optional<ProcStat> after = ProcStat.of(postmaster);
            if (after.isPresent() && after.get().endedTicks() == before.get().endedTicks()) {
                return (running + after.get().ownTicks() + after.get().endedTicks()) / ProcStat.TICKS_PER_SECOND;
            }
        }
    }

    /** The CPU of its compilers, which are threads of the server. */
    private double compiling() {
        Path threads = PROC.resolve(server + "/task");
        return Files.isDirectory(threads)
                ? ticks(threads, thread -> COMPILER.matcher(thread.name()).lookingAt()) / ProcStat.TICKS_PER_SECOND
                : Double.NaN;
    }

    /** The CPU of the processes or threads in a folder of {@code /proc}; they may end meanwhile. */
    private static long ticks(Path folder, Predicate<ProcStat> isWanted) {
        long ticks = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "[0-9]*")) {
            for (Path entry : entries) {
                ticks += ProcStat.in(entry)
                        .filter(isWanted)
                        .map(process -> process.ownTicks() + process.endedTicks())
                        .orElse(0L);
            }
            return ticks;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
