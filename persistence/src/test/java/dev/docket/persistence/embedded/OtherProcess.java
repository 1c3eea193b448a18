package dev.docket.persistence.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.docket.persistence.testing.Wait;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;

/** A Java process of its own that starts the database of a folder, and runs until it is killed. */
final class OtherProcess implements AutoCloseable {
    /** Number of rows it commits before it reports its start. */
    static final int ROWS = 1000;

    private static final String STARTED = "started";

    private final Process process;
    private final BufferedReader output;

    private OtherProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    static OtherProcess starting(Path dataFolder) throws IOException {
        return new OtherProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        dataFolder.toString(),
                        TestRuntime.FOLDER.toString())
                .redirectErrorStream(true)
                .start());
    }

    /** Runs in the other process: prints that it started, or why not. */
    public static void main(String[] arguments) throws IOException {
        try {
            EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]), Path.of(arguments[1]));
            Sql.execute(database, database.owner(), """
                    CREATE TABLE IF NOT EXISTS written (by_process bigint);
                    INSERT INTO written SELECT %d FROM generate_series(1, %d)
                    """.formatted(
                            ProcessHandle.current().pid(), ROWS));
            System.out.println(STARTED);
            System.in.read();
        } catch (EmbeddedDatabaseException e) {
            System.out.println(e.getMessage());
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The first line it prints. */
    String answer() throws IOException {
        return String.valueOf(output.readLine());
    }

    OtherProcess awaitStarted() throws IOException {
        String answer = answer();
        if (!answer.equals(STARTED)) {
            throw new AssertionError(answer);
        }
        return this;
    }

    /** Kills it as {@code kill -9} does, and waits until it has ended. */
    @Override
    public void close() {
        Wait.result(process.destroyForcibly().onExit());
    }
}
