package dev.docket.server.testing;

import dev.docket.persistence.testing.Wait;
import dev.docket.server.cli.Docket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** {@code docket serve} as a separate process. */
public final class ServerProcess {

    private final Process process;
    private final List<String> printed;

    private ServerProcess(Process process, List<String> printed) {
        this.process = process;
        this.printed = printed;
    }

    /**
     * Returns once it has printed its start message, on free ports.
     *
     * @param lastLine how the last line of that message begins
     * @param variables {@code DOCKET_…}; it has no others
     */
    public static ServerProcess start(String lastLine, Map<String, String> variables, String... options) {
        try {
            Path log = Files.createTempFile("docket-server-", ".log");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    // Halves the time of the start.
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    // The program's own configuration, not that of the tests.
                    "-Dlogback.configurationFile=logback.xml",
                    Docket.class.getName(),
                    "serve",
                    "--port",
                    "0",
                    "--management-port",
                    "0"));
            command.addAll(List.of(options));
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
            builder.environment().keySet().removeIf(variable -> variable.startsWith("DOCKET_"));
            builder.environment().putAll(variables);
            Process process = builder.start();
            // For a test that was interrupted.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            List<String> printed = new CopyOnWriteArrayList<>();
            CompletableFuture<Void> ready = new CompletableFuture<>();
            Thread reader = new Thread(() -> read(process, printed, lastLine, ready), "server-output");
            reader.setDaemon(true);
            reader.start();
            try {
                Wait.result(ready);
            } catch (AssertionError failure) {
                process.destroyForcibly();
                throw new AssertionError(
                        "the server did not start: " + printed + "\n" + Files.readString(log), failure);
            }
            Files.delete(log);
            return new ServerProcess(process, printed);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void read(Process process, List<String> printed, String lastLine, CompletableFuture<Void> ready) {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                printed.add(line);
                if (line.startsWith(lastLine)) {
                    ready.complete(null);
                }
            }
        } catch (IOException ended) {
            printed.add(ended.toString());
        }
        ready.completeExceptionally(new IllegalStateException("the process ended"));
    }

    /** Everything on its standard output. */
    public List<String> printed() {
        return List.copyOf(printed);
    }

    public URI uri() {
        return URI.create(printed.get(0).replaceFirst("Docket listens on (\\S+), .*", "$1"));
    }

    public long pid() {
        return process.pid();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Asks it to stop with SIGTERM, as an operating system does. */
    public void askToStop() {
        process.destroy();
    }

    /** Asks it to stop and awaits that. */
    public int stop() {
        askToStop();
        return awaitEnd();
    }

    /** Its exit code, once it has ended. */
    public int awaitEnd() {
        return Wait.result(process.onExit()).exitValue();
    }

    /** Kills it (SIGKILL), and returns when it has ended. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
