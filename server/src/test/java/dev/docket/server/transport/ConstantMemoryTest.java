package dev.docket.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.testing.Wait;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A server with little memory streams far more than fits into it, in both directions at once. */
class ConstantMemoryTest {

    /** Classes take 12 of it, and what waits for a slow client some more. */
    private static final int HEAP_MEGABYTES = 48;

    private static final int PIECES = 128;
    private static final String PORT = "port: ";
    private static final String MEGABYTE = "x".repeat(1024 * 1024);

    /** The server, in a process of its own: prints its port and ends when its input ends. */
    static final class Main {

        private Main() {}

        public static void main(String[] args) throws IOException {
            TransportLimitsBuilder limits = TestServer.limits().workers(2);
            try (TestServer server = new TestServer(limits)) {
                System.out.println(PORT + server.port());
                System.in.transferTo(System.err);
            }
        }
    }

    @Test
    void isEnoughForAnyBodyAndAnswer() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MEGABYTES + "m",
                        "-XX:MaxDirectMemorySize=" + HEAP_MEGABYTES + "m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:+DisplayVMOutputToStderr",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
                RawClient client = new RawClient(port(output))) {
            client.send("POST /stream HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n");
            CompletableFuture<Long> received = CompletableFuture.supplyAsync(() -> receive(client));
            for (int i = 0; i < PIECES; i++) {
                client.send("100000\r\n" + MEGABYTE + "\r\n");
            }
            client.send("0\r\n\r\n");

            assertThat(Wait.result(received)).isEqualTo((long) PIECES * MEGABYTE.length());
            assertThat(client.get("/hello").body()).isEqualTo("hello");
        } finally {
            process.destroyForcibly();
        }
    }

    private static int port(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(PORT)) {
                return Integer.parseInt(line.substring(PORT.length()));
            }
        }
        throw new AssertionError("the server did not start");
    }

    private static long receive(RawClient client) {
        try {
            assertThat(client.readHead().status()).isEqualTo(200);
            long size = 0;
            for (String chunk = client.readChunk(); !chunk.isEmpty(); chunk = client.readChunk()) {
                size += chunk.length();
            }
            return size;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
