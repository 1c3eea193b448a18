package dev.docket.server.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slow and greedy clients of many kinds at once. Each kind keeps a number of connections open, sends the beginning of
 * its request on each, and then continues as its kind does. A connection that the server has closed is opened again.
 */
final class GreedyClients implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GreedyClients.class);

    /** After this number of turns, all connections of a kind are opened anew. */
    private static final int TURNS = 1_000;

    /** What a client does after the beginning, again and again; an exception ends the connection. */
    @FunctionalInterface
    interface Habit {
        void goOn(RawClient client) throws IOException;
    }

    /** Sends nothing more and reads nothing. */
    static final Habit WAITS = client -> {};

    /** Opens another connection each time. */
    static final Habit GOES_AWAY = RawClient::close;

    static Habit sends(String bytes) {
        return client -> client.send(bytes);
    }

    static Habit reads(int bytes) {
        return client -> client.skipArrived(bytes);
    }

    private final int port;
    private final Map<String, AtomicInteger> begun = new LinkedHashMap<>();
    private final Set<RawClient> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "greedy");
        thread.setDaemon(true);
        return thread;
    });

    GreedyClients(int port) {
        this.port = port;
    }

    /** Starts a kind. */
    void add(String kind, int connections, String beginning, Habit habit) {
        AtomicInteger count = new AtomicInteger();
        begun.put(kind, count);
        threads.execute(() -> run(connections, beginning, habit, count));
    }

    /** How often a client of each kind has begun, by the name of the kind. */
    Map<String, AtomicInteger> begun() {
        return begun;
    }

    private void run(int connections, String beginning, Habit habit, AtomicInteger count) {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int turn = 1; !threads.isShutdown(); turn++) {
                while (clients.size() < connections) {
                    clients.add(connect());
                    count.incrementAndGet();
                    send(clients.get(clients.size() - 1), beginning);
                }
                boolean isOver = turn % TURNS == 0;
                clients.removeIf(client -> isOver && close(client) || !goesOn(client, habit));
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (IOException | InterruptedException stopped) {
            LOG.debug("stopped", stopped);
        }
    }

    private RawClient connect() throws IOException {
        RawClient client = new RawClient(port, InetAddress.getByName("127.0.0.2"), 1024);
        open.add(client);
        return client;
    }

    private boolean send(RawClient client, String bytes) {
        return goesOn(client, sends(bytes));
    }

    private boolean goesOn(RawClient client, Habit habit) {
        try {
            habit.goOn(client);
            return client.isOpen();
        } catch (IOException closed) {
            close(client);
            return false;
        }
    }

    private boolean close(RawClient client) {
        open.remove(client);
        try {
            client.close();
        } catch (IOException gone) {
            LOG.debug("closed already", gone);
        }
        return true;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        // A client may be stuck while it sends.
        open.forEach(this::close);
    }
}
