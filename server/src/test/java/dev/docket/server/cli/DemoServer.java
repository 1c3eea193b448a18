package dev.docket.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** {@code docket serve --demo} as a process of its own, which says what it says to everybody. */
final class DemoServer {

    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 30;

    private final Process process;
    private final List<String> printed;

    private DemoServer(Process process, List<String> printed) {
        this.process = process;
        this.printed = printed;
    }

    /** Returns when it has said how to try it. */
    static DemoServer start(Path dataFolder, String token) {
        try {
            Path log = Files.createTempFile("docket-demo-", ".log");
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            // The program's own, which is not the tests'.
                            "-Dlogback.configurationFile=logback.xml",
                            Docket.class.getName(),
                            "serve",
                            "--demo",
                            "--port",
                            "0",
                            "--management-port",
                            "0",
                            "--data-dir",
                            dataFolder.toString())
                    .redirectError(log.toFile());
            builder.environment().keySet().removeIf(variable -> variable.startsWith("DOCKET_"));
            builder.environment().put("DOCKET_DEMO_TOKEN", token);
            Process process = builder.start();
            List<String> printed = new CopyOnWriteArrayList<>();
            CompletableFuture<Void> ready = new CompletableFuture<>();
            Thread reader = new Thread(() -> read(process, printed, ready), "demo-server-output");
            reader.setDaemon(true);
            reader.start();
            try {
                ready.orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
            } catch (RuntimeException failure) {
                process.destroyForcibly();
                throw new AssertionError(
                        "the server did not start: " + printed + "\n" + Files.readString(log), failure);
            }
            Files.delete(log);
            return new DemoServer(process, printed);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void read(Process process, List<String> printed, CompletableFuture<Void> ready) {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                printed.add(line);
                if (line.startsWith("  Try ")) {
                    ready.complete(null);
                }
            }
        } catch (IOException ended) {
            printed.add(ended.toString());
        }
        ready.completeExceptionally(new IllegalStateException("it ended"));
    }

    /** Everything on its standard output. */
    List<String> printed() {
        return List.copyOf(printed);
    }

    /** What stands after this label. */
    String told(String label) {
        return printed.stream()
                .filter(line -> line.startsWith("  " + label + " "))
                .map(line -> line.substring(label.length() + 2).strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + label + " in " + printed));
    }

    URI uri() {
        return URI.create(told("Docs").split(" ")[0]).resolve("/");
    }

    long pid() {
        return process.pid();
    }

    /** Asks it to stop, as an operating system does (SIGTERM), and awaits that. */
    int stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(STOP_SECONDS, TimeUnit.SECONDS))
                .as("ended within " + STOP_SECONDS + " s of SIGTERM")
                .isTrue();
        return process.exitValue();
    }

    boolean isRunning() {
        return process.isAlive();
    }
}
