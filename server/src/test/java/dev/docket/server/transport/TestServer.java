package dev.docket.server.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A transport on a free port with a {@link TestApplication} behind it. */
final class TestServer implements AutoCloseable {

    /** The default limits, except those that a test changes. */
    static final class Limits {
        int maxBodyBytes = 1024 * 1024;
        long maxStreamedBodyBytes = 1L << 40;
        long maxBufferedBodyBytes = 64L * 1024 * 1024;
        Duration head = Duration.ofSeconds(5);
        Duration body = Duration.ofSeconds(5);
        Duration idle = Duration.ofSeconds(30);
        Duration write = Duration.ofSeconds(5);
        int maxConnections = 10_000;
        int workers = 8;
        int maxStreams = 1;
        int queue = 64;
        Duration stop = Duration.ofSeconds(5);

        TransportLimits build() {
            return new TransportLimits(
                    16 * 1024,
                    maxBodyBytes,
                    maxStreamedBodyBytes,
                    maxBufferedBodyBytes,
                    head,
                    body,
                    idle,
                    write,
                    maxConnections,
                    workers,
                    maxStreams,
                    queue,
                    stop);
        }
    }

    final TestApplication application = new TestApplication();
    final HttpTransport transport;

    TestServer(Limits limits) throws IOException {
        transport = HttpTransport.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                application.config(),
                limits.build(),
                request -> {});
    }

    TestServer() throws IOException {
        this(new Limits());
    }

    int port() {
        return transport.port();
    }

    RawClient connect() throws IOException {
        return new RawClient(port());
    }

    /** Waits for a condition that has no notification, at most 5 s. */
    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not become true within 5 s");
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
