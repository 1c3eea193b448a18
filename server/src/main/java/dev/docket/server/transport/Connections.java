package dev.docket.server.transport;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.glassfish.grizzly.CloseListener;
import org.glassfish.grizzly.CloseType;
import org.glassfish.grizzly.Closeable;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.nio.NIOConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open connections of one server, and the one clock that checks all their deadlines and rates. Thread-safe. */
final class Connections {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private static final Attribute<ClientConnection> CLIENT =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(ClientConnection.class.getName());

    /** How late a deadline is noticed at most. */
    private static final Duration TICK = Duration.ofMillis(50);

    private final TransportLimits limits;
    private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();
    private final Shares networks;
    private final UnreadResponses unread;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "docket-http-clock");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean stopping;

    Connections(TransportLimits limits) {
        this.limits = limits;
        this.networks = new Shares(limits.maxConnectionsPerAddress());
        this.unread = new UnreadResponses(limits.maxUnreadResponseBytes());
    }

    /**
     * @param headExpired responds to a request whose head did not arrive in time
     * @param other checks other deadlines, by {@link System#nanoTime()}
     */
    void start(Consumer<Connection<?>> headExpired, LongConsumer other) {
        clock.scheduleWithFixedDelay(
                () -> tick(headExpired, other), TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @return whether the server and the client's share have room for the connection */
    boolean accept(Connection<?> connection) {
        Network network = Network.of(connection);
        boolean isCounted = !isOfProxy(connection);
        if (open.size() >= limits.maxConnections() || isCounted && !networks.take(network)) {
            return false;
        }
        ClientConnection client = new ClientConnection((NIOConnection) connection, limits);
        CLIENT.set(connection, client);
        open.add(client);
        CloseListener<Closeable, CloseType> listener = (closed, type) -> {
            open.remove(client);
            if (isCounted) {
                networks.giveBack(network);
            }
            unread.remove(client);
            client.closed();
        };
        connection.addCloseListener(listener);
        return true;
    }

    private boolean isOfProxy(Connection<?> connection) {
        InetAddress peer = Network.peer(connection);
        return peer != null && limits.trustedProxies().include(peer);
    }

    /** @return null if the connection was not accepted */
    @Nullable
    ClientConnection find(Connection<?> connection) {
        return CLIENT.get(connection);
    }

    ClientConnection get(Connection<?> connection) {
        ClientConnection client = find(connection);
        if (client == null) {
            throw new IllegalStateException("the connection was not accepted");
        }
        return client;
    }

    /** The responses that wait for their clients to read them. */
    UnreadResponses unread() {
        return unread;
    }

    int size() {
        return open.size();
    }

    /** Makes each further response the last one of its connection. */
    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    /**
     * Closes connections as they become idle.
     *
     * @return whether all were closed before the deadline
     */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            open.forEach(ClientConnection::closeIfIdle);
            if (open.stream().allMatch(client -> client.phase() == ClientConnection.Phase.CLOSING)) {
                return true;
            }
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    void close() {
        clock.shutdownNow();
    }

    private void tick(Consumer<Connection<?>> headExpired, LongConsumer other) {
        long now = System.nanoTime();
        checked(() -> other.accept(now));
        for (ClientConnection client : open) {
            checked(() -> {
                client.expire(now, headExpired);
                client.expectReading(now);
            });
        }
    }

    /** An error that is thrown here would end all deadlines, without a word. */
    private static void checked(Runnable check) {
        try {
            check.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("a deadline could not be enforced", e);
        }
    }
}
