package dev.docket.server.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A line of {@code /proc/<pid>/stat}.
 *
 * @param name of the program, at most 15 characters
 * @param ownTicks used by the process, in user mode and in the kernel
 * @param endedTicks used by its children that have ended, and by their children
 */
record ProcStat(long pid, String name, long parent, long ownTicks, long endedTicks) {

    /** Ticks in a second; Linux reports 100 on every machine that Java runs on, for any frequency of its timer. */
    static final double TICKS_PER_SECOND = 100;

    private static final int PARENT = 1;
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int ENDED_USER = 13;
    private static final int ENDED_SYSTEM = 14;

    /** Empty if the process or {@code /proc} does not exist. */
    static Optional<ProcStat> of(long pid) {
        return in(Path.of("/proc", Long.toString(pid)));
    }

    /** @param folder of a process or a thread */
    static Optional<ProcStat> in(Path folder) {
        try {
            return Optional.of(parse(Files.readString(folder.resolve("stat"))));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** The name is in parentheses and may contain any character. */
    static ProcStat parse(String line) {
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')');
        String[] fields = line.substring(close + 2).split(" ");
        return new ProcStat(
                Long.parseLong(line.substring(0, open).strip()),
                line.substring(open + 1, close),
                Long.parseLong(fields[PARENT]),
                Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]),
                Long.parseLong(fields[ENDED_USER]) + Long.parseLong(fields[ENDED_SYSTEM]));
    }
}
