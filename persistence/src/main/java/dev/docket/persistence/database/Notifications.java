package dev.docket.persistence.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a channel of the database, with a connection and a thread of its own, until closed. A lost connection is
 * reopened. Thread-safe.
 */
public final class Notifications implements AutoCloseable {

    /** Opens the connection to listen on. */
    @FunctionalInterface
    interface Connector {
        Connection connect() throws SQLException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

    /** How long the channel may be silent before the connection is checked. */
    private static final Duration QUIET = Duration.ofSeconds(10);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration CLOSING = Duration.ofSeconds(5);
    private static final int ANSWER_SECONDS = 2;

    /** Time without a sign of the connection after which it counts as lost: several times that of {@link #QUIET}. */
    private static final Duration DEAF = Duration.ofSeconds(30);

    private final String channel;
    private final Connector connector;
    private final Consumer<String> message;
    private final Runnable missed;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Connection connection;
    private volatile long heardAt = System.nanoTime();

    private Notifications(String channel, Connector connector, Consumer<String> message, Runnable missed) {
        this.channel = channel;
        this.connector = connector;
        this.message = message;
        this.missed = missed;
        this.thread = new Thread(this::run, "docket-listener-" + channel);
        thread.setDaemon(true);
    }

    static Notifications start(String channel, Connector connector, Consumer<String> message, Runnable missed) {
        Notifications notifications = new Notifications(channel, connector, message, missed);
        notifications.thread.start();
        return notifications;
    }

    /** Why notifications are not received, in words safe for the public; empty if they are. */
    public Optional<String> problem() {
        boolean isDeaf = !thread.isAlive() || System.nanoTime() - heardAt > DEAF.toNanos();
        return isDeaf ? Optional.of("this node does not listen for " + channel) : Optional.empty();
    }

    /** Ends the thread and the connection: at once, unless the connection is just being opened. */
    @Override
    public void close() {
        closed.countDown();
        abort(connection);
        try {
            thread.join(CLOSING.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Outage outage = new Outage();
        Duration pause = SHORTEST_PAUSE;
        do {
            try (Connection current = connector.connect()) {
                connection = current;
                listen(current);
                outage.ends(() -> LOG.info("listening for {} again", channel));
                pause = SHORTEST_PAUSE;
                hear(current);
            } catch (SQLException | RuntimeException failure) {
                if (!isClosed()) {
                    outage.begins(
                            () -> LOG.warn("no longer listening for {}, retrying: {}", channel, failure.getMessage()));
                }
            } finally {
                connection = null;
            }
        } while (!isClosedWithin(pause = longer(pause)));
    }

    private void listen(Connection current) throws SQLException {
        try (Statement statement = current.createStatement()) {
            statement.execute("LISTEN " + statement.enquoteIdentifier(channel, true));
        }
        missed.run();
    }

    private void hear(Connection current) throws SQLException {
        PGConnection postgres = current.unwrap(PGConnection.class);
        while (!isClosed()) {
            heardAt = System.nanoTime();
            PGNotification[] heard = postgres.getNotifications((int) QUIET.toMillis());
            for (PGNotification notification : heard) {
                message.accept(notification.getParameter());
            }
            if (heard.length == 0 && !current.isValid(ANSWER_SECONDS)) {
                throw new SQLException("the connection is lost");
            }
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private boolean isClosedWithin(Duration pause) {
        try {
            return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            // Only the end of the process interrupts this thread.
            return true;
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    /** Unlike closing, this does not wait for a read in progress. */
    private static void abort(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException gone) {
                LOG.debug("the connection was closed already", gone);
            }
        }
    }
}
