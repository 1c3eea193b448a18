package dev.docket.server.transport;

import dev.docket.server.http.problem.ProblemType;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.glassfish.grizzly.asyncqueue.AsyncQueueWriter;
import org.glassfish.grizzly.http.server.ErrorPageGenerator;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.nio.NIOConnection;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.strategies.SameThreadIOStrategy;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpContainer;
import org.glassfish.jersey.server.ContainerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a Jersey application behind a strict HTTP/1.1 server on a port of its own.
 *
 * <p>A few selector threads read requests and write responses; a bounded pool of workers runs the requests. A worker
 * never waits for a client: a request has one only once it is complete, and its response waits in memory until the
 * client has read it. A request whose body or response is a stream ({@link StreamedTypes}) has a thread beside the
 * workers, which must answer it: it cannot be suspended.
 */
public final class HttpTransport implements AutoCloseable {

    /**
     * The property of a {@code ContainerRequestContext} that holds the request id, a String: the caller's
     * {@code X-Request-Id} if it is valid, else a new one. The header {@code X-Request-Id} of the request and of every
     * response has the same value.
     */
    public static final String REQUEST_ID = "dev.docket.request-id";

    /**
     * The property that holds the address that the request comes from, an {@code InetAddress}: that of the other end of
     * the connection, or the one that trusted proxies name.
     */
    public static final String CLIENT_ADDRESS = "dev.docket.client-address";
    /**
     * The property of a {@code ContainerRequestContext} in which the application sets {@link CompletedRequest#facts}.
     */
    public static final String FACTS = "dev.docket.facts";

    /** The key under which every log line of a request carries the request id. */
    public static final String LOGGED_ID = "request";

    private static final Logger LOG = LoggerFactory.getLogger(HttpTransport.class);

    /** Number of connections that may wait to be accepted. */
    private static final int BACKLOG = 1024;

    private static final long UNBIND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TransportLimits limits;
    private final HttpServer server;
    private final NetworkListener listener;
    private final Connections connections;
    private final BodyBudget budget;
    private final FrontHandler front;
    private final WorkerPool workers;

    private HttpTransport(
            InetSocketAddress address,
            ResourceConfig application,
            TransportLimits limits,
            Consumer<CompletedRequest> observer,
            OpenTelemetry telemetry) {
        this.limits = limits;
        this.connections = new Connections(limits);
        this.budget = new BodyBudget(limits.maxBufferedBodyBytes(), limits.maxBufferedBodyBytesPerAccount());
        this.workers = new WorkerPool(limits);
        this.listener = new NetworkListener("docket", address.getHostString(), address.getPort());
        this.server = new HttpServer();
        server.addListener(listener);
        configure(listener.getTransport(), limits);
        StrictHttpCodec codec = new StrictHttpCodec(limits, connections, observer);
        listener.registerAddOn((any, chain) -> {
            chain.set(chain.indexOfType(org.glassfish.grizzly.http.HttpServerFilter.class), codec);
            // Connections checks timeouts, and the server has no files to cache.
            chain.remove(chain.indexOfType(org.glassfish.grizzly.utils.IdleTimeoutFilter.class));
            chain.remove(chain.indexOfType(org.glassfish.grizzly.http.server.FileCacheFilter.class));
        });
        application.register(new Streaming());
        application.register(new CorsPreflight(limits.corsOrigins()));
        server.getServerConfiguration().setDefaultErrorPageGenerator(errorPages());
        this.front = new FrontHandler(
                ContainerFactory.createContainer(GrizzlyHttpContainer.class, application),
                limits,
                connections,
                budget,
                workers,
                observer,
                new RequestSpans(telemetry));
        server.getServerConfiguration().addHttpHandler(front);
        connections.start(codec::headExpired, workers::expire);
    }

    /**
     * Starts to serve.
     *
     * @param address port 0 takes any free port
     * @param observer receives every request after its response, on the thread that responded: it must be quick
     * @param telemetry traces requests; {@code noop} does not
     * @throws IOException if the address cannot be bound
     */
    public static HttpTransport start(
            InetSocketAddress address,
            ResourceConfig application,
            TransportLimits limits,
            Consumer<CompletedRequest> observer,
            OpenTelemetry telemetry)
            throws IOException {
        HttpTransport transport = new HttpTransport(address, application, limits, observer, telemetry);
        try {
            transport.server.start();
        } catch (IOException | RuntimeException e) {
            transport.abort();
            throw e;
        }
        return transport;
    }

    /**
     * Tells who sent a request, once the application has authenticated it: streams and workers are shared by the tokens
     * and accounts.
     *
     * @param token an id of the token
     * @param account an id of the account that the request is for; null if it is for none
     * @throws dev.docket.server.http.problem.ProblemException 429 if the request streams, and the token or account has
     *     its share of streams already
     */
    public static void identify(ContainerRequestContext request, Object token, @Nullable String account) {
        ((Exchange) request.getProperty(Exchange.PROPERTY)).identify(Sender.of(token, account));
    }

    /** The port that it actually listens on. */
    public int port() {
        return listener.getPort();
    }

    /** Number of open connections. */
    public int openConnections() {
        return connections.size();
    }

    /** Bytes of request bodies that are held now, or reserved for streams. */
    public long bufferedBodyBytes() {
        return budget.used();
    }

    /** Bytes of finished responses that wait for their clients to read them. */
    public long unreadResponseBytes() {
        return connections.unread().bytes();
    }

    /** Number of finished responses that wait for their clients to read them. */
    public int unreadResponses() {
        return connections.unread().count();
    }

    /** Number of requests that run now. */
    public int runningRequests() {
        return workers.running();
    }

    /** Number of workers that run a request now. */
    public int busyWorkers() {
        return workers.working();
    }

    /** Number of requests whose body or response is being streamed now. */
    public int streams() {
        return front.streams();
    }

    /** Number of complete requests that wait for a worker now. */
    public int queuedRequests() {
        return workers.waiting();
    }

    /**
     * Stops: accepts no new connection, and for at most {@link TransportLimits#stopTimeout()} waits for running
     * requests to be answered and closes their connections; then interrupts the rest. A second call has no effect.
     */
    @Override
    public void close() {
        if (!server.isStarted()) {
            return;
        }
        // The port is closed first, so that a client whose idle connection was closed cannot connect again.
        unbind();
        connections.stop();
        try {
            if (!connections.awaitEnd(limits.stopTimeout())) {
                LOG.warn("stopped with requests that did not end within {}", limits.stopTimeout());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        abort();
    }

    /**
     * Closes the port. The system accepts connections until the selector has noticed that the channel was closed, which
     * takes no time.
     */
    private void unbind() {
        SelectableChannel channel = ((NIOConnection) listener.getServerConnection()).getChannel();
        listener.getTransport().unbindAll();
        long deadline = System.nanoTime() + UNBIND_NANOS;
        while (channel.isRegistered() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(100_000);
        }
    }

    private void abort() {
        server.shutdownNow();
        workers.stop();
        connections.close();
    }

    private static void configure(TCPNIOTransport transport, TransportLimits limits) {
        // Selector threads only parse and hand over, so no further pool is needed.
        transport.setIOStrategy(SameThreadIOStrategy.getInstance());
        transport.setServerConnectionBackLog(BACKLOG);
        transport.setTcpNoDelay(true);
        transport.setReuseAddress(true);
        transport.setReadBufferSize(StreamedBody.MAX_PIECE);
        transport.setWriteTimeout(limits.writeTimeout().toMillis(), TimeUnit.MILLISECONDS);
        // No worker waits for a client to read: UnreadResponses limits what waits instead.
        transport.getAsyncQueueIO().getWriter().setMaxPendingBytesPerConnection(AsyncQueueWriter.UNLIMITED_SIZE);
    }

    /** The error response of Grizzly and of Jersey's container when the application itself failed to respond. */
    private static ErrorPageGenerator errorPages() {
        return (request, status, reason, description, error) -> {
            if (error instanceof IOException) {
                LOG.debug("the client of request {} is gone", request.getAttribute(REQUEST_ID), error);
            } else if (error != null) {
                LOG.error("request {} failed", request.getAttribute(REQUEST_ID), error);
            }
            Refusal.COMMON_HEADERS.forEach(request.getResponse()::setHeader);
            request.getResponse().setContentType(Refusal.CONTENT_TYPE);
            byte[] body = Refusal.body(
                    ProblemType.INTERNAL_ERROR,
                    "the request could not be served",
                    request.getRequestURI(),
                    String.valueOf(request.getAttribute(REQUEST_ID)));
            return new String(body, StandardCharsets.US_ASCII);
        };
    }
}
