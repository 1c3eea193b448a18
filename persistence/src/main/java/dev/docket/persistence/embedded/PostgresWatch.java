package dev.docket.persistence.embedded;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts PostgreSQL again, on the same port, whenever it ends without being stopped by this process: killed by the
 * kernel because memory is short, for example. Has a thread of its own, until closed.
 */
final class PostgresWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresWatch.class);

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** It may be killed again while it starts, for the same reason. */
    private static final int ATTEMPTS = 3;

    private final PostgresServer server;
    private final int port;
    private final Runnable lost;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "docket-postgres");

    /** @param lost is run if PostgreSQL cannot be started again; then this no longer watches */
    PostgresWatch(PostgresServer server, int port, Runnable lost) {
        this.server = server;
        this.port = port;
        this.lost = lost;
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns when nothing can start PostgreSQL any more. A start that has begun ends before. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean runs = true;
        while (runs && !isClosedWithin(INTERVAL)) {
            runs = !hasEnded() || startAgain();
        }
    }

    private boolean isClosedWithin(Duration interval) {
        try {
            return closed.await(interval.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true; // only the end of the process interrupts this thread
        }
    }

    /** The list of processes alone is no proof: it cannot be read when this process has too many files open. */
    private boolean hasEnded() {
        if (server.running().isPresent()) {
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(ClusterSettings.LISTEN_ADDRESS, port), (int) INTERVAL.toMillis());
            return false;
        } catch (ConnectException refused) {
            return true;
        } catch (IOException unknown) {
            return false;
        }
    }

    private boolean startAgain() {
        LOG.warn("PostgreSQL on port {} has ended, and is started again", port);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            if (start()) {
                return true;
            }
            if (isClosedWithin(INTERVAL)) {
                return false;
            }
        }
        lost.run();
        return false;
    }

    private boolean start() {
        try {
            server.stop(); // also ends the processes that it left behind
            server.start(port);
            LOG.info("PostgreSQL runs again on port {}", port);
            return true;
        } catch (IOException | EmbeddedDatabaseException e) {
            LOG.error("PostgreSQL on port {} could not be started again: {}", port, e.getMessage());
            return false;
        }
    }
}
