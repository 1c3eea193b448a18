package dev.docket.server.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A transport on a free port with a {@link TestApplication} behind it. */
final class TestServer implements AutoCloseable {

    /** The defaults, but shorter where a test waits for them. */
    static TransportLimitsBuilder limits() {
        return TransportLimitsBuilder.builder(TransportLimits.defaults())
                .headTimeout(Duration.ofSeconds(5))
                .bodyTimeout(Duration.ofSeconds(5))
                .idleTimeout(Duration.ofSeconds(30))
                .writeTimeout(Duration.ofSeconds(5))
                .workers(8)
                .maxStreams(1)
                .maxQueuedRequests(64)
                .stopTimeout(Duration.ofSeconds(5));
    }

    final TestApplication application = new TestApplication();
    final HttpTransport transport;

    TestServer(TransportLimitsBuilder limits) throws IOException {
        transport = HttpTransport.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                application.config(),
                limits.build(),
                request -> {});
    }

    TestServer() throws IOException {
        this(limits());
    }

    int port() {
        return transport.port();
    }

    RawClient connect() throws IOException {
        return new RawClient(port());
    }

    /** Waits for what nothing announces, 5 s at most. */
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
