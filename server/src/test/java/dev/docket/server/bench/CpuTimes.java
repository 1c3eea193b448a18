package dev.docket.server.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the operating system says that the processes have used. Where it has no {@code /proc}, or they are on another machine,
 * it is NaN.
 *
 * @param server its process id
 * @param postmaster the parent of all processes of PostgreSQL; 0: unknown
 */
record CpuTimes(long server, long postmaster) {

    private static final Path PROC = Path.of("/proc");

    Cpu now() {
        return new Cpu(
                seconds(server), postgres(), seconds(ProcessHandle.current().pid()));
    }

    private static double seconds(long pid) {
        return ProcStat.of(pid)
                .map(process -> (process.ownTicks() + process.endedTicks()) / ProcStat.TICKS_PER_SECOND)
                .orElse(Double.NaN);
    }

    /** The children that run and, by the postmaster, those that have ended. One that ends meanwhile must not count twice. */
    private double postgres() {
        while (true) {
            Optional<ProcStat> before = ProcStat.of(postmaster);
            if (before.isEmpty() || postmaster == 0) {
                return Double.NaN;
            }
            long running = children(postmaster);
            Optional<ProcStat> after = ProcStat.of(postmaster);
            if (after.isPresent() && after.get().endedTicks() == before.get().endedTicks()) {
                return (running + after.get().ownTicks() + after.get().endedTicks()) / ProcStat.TICKS_PER_SECOND;
            }
        }
    }

    private static long children(long parent) {
        long ticks = 0;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                ticks += ProcStat.of(Long.parseLong(process.getFileName().toString()))
                        .filter(child -> child.parent() == parent)
                        .map(child -> child.ownTicks() + child.endedTicks())
                        .orElse(0L);
            }
            return ticks;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
