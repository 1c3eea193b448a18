package dev.docket.server.attachments;

import dev.docket.persistence.testing.Wait;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that speaks S3, in a process of its own, with one bucket. */
final class S3Server implements AutoCloseable {

    static final String BUCKET = "attachments";

    private static final Pattern STARTED = Pattern.compile(".*Tomcat started on ports .* (\\d+) \\(http\\).*");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final URI endpoint;

    private S3Server(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** Returns when the server is ready. */
    static S3Server start(Path folder) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-jar",
                        program(),
                        "--server.port=0",
                        "--com.adobe.testing.s3mock.http-port=0",
                        "--com.adobe.testing.s3mock.store.root=" + folder,
                        "--com.adobe.testing.s3mock.store.initial-buckets=" + BUCKET)
                .redirectErrorStream(true)
                .start();
        CompletableFuture<Integer> ready = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process, ready), "s3-server-output");
        reader.setDaemon(true);
        reader.start();
        try {
            return new S3Server(process, URI.create("http://127.0.0.1:" + Wait.result(ready)));
        } catch (AssertionError failure) {
            process.destroyForcibly();
            throw new AssertionError("the S3 server did not start", failure);
        }
    }

    private static void read(Process process, CompletableFuture<Integer> ready) {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            int port = 0;
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Matcher started = STARTED.matcher(line);
                if (started.matches()) {
                    port = Integer.parseInt(started.group(1));
                } else if (line.contains("Started S3MockApplication")) {
                    ready.complete(port);
                }
            }
        } catch (IOException ended) {
            ready.completeExceptionally(ended);
        }
        ready.completeExceptionally(new IllegalStateException("it ended"));
    }

    /** The class path of the tests has the server's executable jar, too; classes in it are not found from there. */
    private static String program() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.matches(".*s3mock-[0-9.]+-exec\\.jar"))
                .findFirst()
                .orElseThrow();
    }

    S3Settings settings() {
        return new S3Settings(endpoint, "us-east-1", BUCKET, "key", "secret", true);
    }

    /** Returns the content of the bucket, as XML. */
    String list() {
        return get("?list-type=2");
    }

    /** Returns the multipart uploads that are not complete, as XML. */
    String listUploads() {
        return get("?uploads");
    }

    private String get(String query) {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(endpoint.resolve("/" + BUCKET + query))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
