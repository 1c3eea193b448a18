package dev.docket.server.transport;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The finished responses that wait in memory for their clients to read them. Together they stay within a limit of
 * bytes: beyond it, the connection of the slowest reader is cut. Thread-safe.
 */
final class UnreadResponses {

    /** A response that has waited for less than this is too new for its client to be called slow. */
    private static final long NEW = TimeUnit.SECONDS.toNanos(1);

    /** @param since by {@link System#nanoTime()} */
    private record Unread(ClientConnection client, int bytes, long since) {

        /** Bytes per second that the client has read since then. */
        double rate(long now) {
            return now - since < NEW ? Double.MAX_VALUE : (bytes - client.unwritten()) * 1e9 / (now - since);
        }

        long age(long now) {
            return now - since;
        }
    }

    private final ByteBudget budget;
    private final Map<ClientConnection, Unread> unread = new ConcurrentHashMap<>();

    /** @param limit bytes of all responses */
    UnreadResponses(long limit) {
        this.budget = new ByteBudget(limit);
    }

    /** Adds what is still to be written to a client, until {@link #remove}; this or another connection may be cut. */
    void add(ClientConnection client) {
        Unread added = new Unread(client, client.unwritten(), System.nanoTime());
        while (!budget.take(added.bytes())) {
            Unread slowest = slowest();
            if (slowest == null) {
                client.cut();
                return;
            }
            remove(slowest.client());
            slowest.client().cut();
        }
        unread.put(client, added);
        if (!client.isOpen()) {
            remove(client);
        }
    }

    /** Notes that everything was written, or that the client is gone. */
    void remove(ClientConnection client) {
        Unread ended = unread.remove(client);
        if (ended != null) {
            budget.giveBack(ended.bytes());
        }
    }

    long bytes() {
        return budget.used();
    }

    int count() {
        return unread.size();
    }

    private @Nullable Unread slowest() {
        long now = System.nanoTime();
        return unread.values().stream()
                .min(Comparator.<Unread>comparingDouble(each -> each.rate(now))
                        .thenComparing(Comparator.<Unread>comparingLong(each -> each.age(now))
                                .reversed()))
                .orElse(null);
    }
}
