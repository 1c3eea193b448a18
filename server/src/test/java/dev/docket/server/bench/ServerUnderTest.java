package dev.docket.server.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code docket.jar} as a separate process, as an operator runs it.
 *
 * @param secondsToReady from the start of its process until {@code /health/ready} reported that it is ready
 */
record ServerUnderTest(Process process, URI uri, URI management, double secondsToReady) implements AutoCloseable {

    private static final Pattern LISTENS = Pattern.compile("Docket listens on (\\S+), health and metrics on (\\S+)");
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int STOP_SECONDS = 120;

    /** The limit of requests per second of one token, which all clients share. */
    private static final String NO_LIMIT = "1000000";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /**
     * Returns when the server is ready.
     *
     * @param jvm options of the Java virtual machine
     * @param database options that name the database
     */
    static ServerUnderTest start(Path jar, Path log, List<String> jvm, List<String> database) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of("-jar", jar.toString(), "serve", "--port", "0", "--management-port", "0"));
        command.addAll(List.of("--rate-limit-per-second", NO_LIMIT, "--rate-limit-burst", NO_LIMIT));
        command.addAll(database);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("DOCKET_"));
        long start = System.nanoTime();
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        BufferedReader printed = process.inputReader(StandardCharsets.UTF_8);
        String line = printed.readLine();
        while (line != null) {
            Matcher listens = LISTENS.matcher(line);
            if (listens.matches()) {
                URI uri = URI.create(listens.group(1));
                awaitReady(process, uri);
                double seconds = (System.nanoTime() - start) / 1e9;
                return new ServerUnderTest(process, uri, URI.create(listens.group(2)), seconds);
            }
            line = printed.readLine();
        }
        throw new IllegalStateException("the server did not start; see " + log);
    }

    private static void awaitReady(Process process, URI uri) {
        while (get(uri.resolve("/health/ready")).statusCode() != 200) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the server ended before it was ready");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static HttpResponse<String> get(URI uri) {
        try {
            return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The sum of a metric over all its labels that contain this text. */
    double metric(String name, String labels) {
        return get(management.resolve("/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(labels))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** MiB in use, including garbage. */
    double heap() {
        return metric("jvm_memory_used_bytes", "area=\"heap\"") / (1 << 20);
    }

    /** Returns true when the collection has ended, or false if this JDK has no {@code jcmd}. */
    boolean collectGarbage() throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(jcmd)) {
            return false;
        }
        new ProcessBuilder(jcmd.toString(), Long.toString(pid()), "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        return true;
    }

    long pid() {
        return process.pid();
    }

    /** Asks it to stop, and returns when it has ended. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server does not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
