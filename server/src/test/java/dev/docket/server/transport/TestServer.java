package dev.docket.server.transport;

import dev.docket.persistence.testing.Wait;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/** A transport on a free port with a {@link TestApplication} behind it. */
final class TestServer implements AutoCloseable {

    private static final Duration NEVER = Wait.PATIENCE.multipliedBy(2);

    /** Time limits that no request reaches; a test sets the ones that it is about. */
    static TransportLimitsBuilder limits() {
        return TransportLimitsBuilder.builder(TransportLimits.defaults())
                .headTimeout(NEVER)
                .bodyTimeout(NEVER)
                .idleTimeout(NEVER)
                .writeTimeout(NEVER)
                .requestTimeout(NEVER)
                .workers(8)
                .maxStreams(1)
                .maxQueuedRequests(64)
                .stopTimeout(NEVER);
    }

    final TestApplication application = new TestApplication();
    final HttpTransport transport;

    TestServer(TransportLimitsBuilder limits) throws IOException {
        transport = HttpTransport.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                application.config(),
                limits.build(),
                request -> {},
                OpenTelemetry.noop());
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

    /** A client whose system receives little before the client reads, but can receive quickly when it does. */
    RawClient connectWithSmallBuffer() throws IOException {
        return new RawClient(port(), InetAddress.getLoopbackAddress(), 128 * 1024);
    }

    @Override
    public void close() {
        transport.close();
    }
}
