package dev.docket.persistence.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one of PostgreSQL's programs to its end. Its arguments are visible to all users of the machine, so they must not
 * contain secrets.
 */
final class PostgresCommand {
    private static final Path THIS_PROCESS = Path.of("/proc/self");

    private final String program;
    private final List<String> command = new ArrayList<>();

    private PostgresCommand(String program) {
        this.program = program;
    }

    static PostgresCommand of(PostgresBinaries binaries, String program, String... arguments) {
        PostgresCommand command = new PostgresCommand(program);
        if (isRoot() || hasNoName()) {
            // PostgreSQL runs neither as root nor as a user without a name. In its own user namespace, any user is
            // mapped to the user "nobody", has no privileges, and still owns its files.
            command.command.addAll(List.of("unshare", "--user"));
        }
        command.command.add(binaries.program(program));
        command.command.addAll(List.of(arguments));
        return command;
    }

    static boolean isRoot() {
        try {
            // Only Linux has this file, and only Linux has namespaces.
            return Files.exists(THIS_PROCESS)
                    && Integer.valueOf(0).equals(Files.getAttribute(THIS_PROCESS, "unix:uid"));
        } catch (IOException e) {
            throw new EmbeddedDatabaseException("Cannot determine whether this process runs as root.", e);
        }
    }

    /** Whether the user of this process has only a number, as in a container with an arbitrary user. */
    private static boolean hasNoName() {
        return "?".equals(System.getProperty("user.name"));
    }

    /** @see #run(String) */
    String run() {
        return run("");
    }

    /**
     * Runs the program with an input and returns its output.
     *
     * @throws EmbeddedDatabaseException if it cannot run or ends with an error; the message contains the last line of
     *     its output
     */
    String run(String input) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        try {
            Process process = builder.start();
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new EmbeddedDatabaseException(failure(status, output));
            }
            return output;
        } catch (IOException e) {
            throw new EmbeddedDatabaseException("PostgreSQL's " + program + " cannot be run.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedDatabaseException("Interrupted while PostgreSQL's " + program + " was running.", e);
        }
    }

    private String failure(int status, String output) {
        if (output.startsWith("unshare: unshare failed")) {
            return (isRoot() ? "PostgreSQL does not run as root" : "PostgreSQL does not run as a user without a name")
                    + ", and this system has no user namespaces (" + output.strip()
                    + "): run Docket as an ordinary user that /etc/passwd names, or use " + Platform.OWN_POSTGRES + ".";
        }
        String lastLine = output.lines().filter(line -> !line.isBlank()).reduce("", (earlier, later) -> later);
        return "PostgreSQL's " + program + " failed (" + status + "): " + lastLine.strip();
    }
}
