package dev.docket.server.transport;

import dev.docket.persistence.database.Deadline;
import io.opentelemetry.api.trace.Span;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.glassfish.grizzly.http.server.Request;
import org.jspecify.annotations.Nullable;

/** One request and its response: who sent it, whether it streams, and how it ends. */
final class Exchange {

    /** The property of a request, to Grizzly and to Jersey, that holds its exchange. */
    static final String PROPERTY = Exchange.class.getName();

    private final ClientConnection client;
    private final Senders senders;
    private final StreamSlots slots;
    private final @Nullable ByteBuffer credentials;
    private final Span span;
    private final long start = System.nanoTime();
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean isCut;

    // Guarded by this.
    private Sender sender;
    private boolean streaming;
    private WorkerPool.@Nullable Place place;

    Exchange(Request request, ClientConnection client, Senders senders, StreamSlots slots, Span span) {
        this.span = span;
        this.client = client;
        this.senders = senders;
        this.slots = slots;
        this.credentials = Senders.credentials(request);
        this.sender =
                senders.find(credentials, Network.of((InetAddress) request.getAttribute(HttpTransport.CLIENT_ADDRESS)));
    }

    /** The span of the request; not valid if requests are not traced. */
    Span span() {
        return span;
    }

    /** Who sent the request, as far as it is known yet. */
    synchronized Sender sender() {
        return sender;
    }

    /** Notes that the request was authenticated. A stream counts as one of the sender from now on. */
    synchronized void identify(Sender authenticated) {
        if (authenticated.equals(sender)) {
            return;
        }
        if (streaming) {
            Refusal refusal = slots.move(sender, authenticated);
            if (refusal != null) {
                throw refusal.asException();
            }
        }
        sender = authenticated;
        if (credentials != null) {
            senders.remember(credentials, authenticated);
        }
    }

    /** Notes that the request has a worker. */
    synchronized void runs(WorkerPool.Place worker) {
        place = worker;
    }

    /**
     * Takes a slot for a stream, once per exchange, and leaves the worker and its deadline. To be called by the thread
     * that runs the request, if one does.
     *
     * @return why the exchange may not stream; null if it may
     */
    synchronized @Nullable Refusal startStreaming() {
        if (streaming) {
            return null;
        }
        Refusal refusal = slots.take(sender);
        if (refusal == null) {
            streaming = true;
            if (place != null) {
                place.leave();
                Deadline.clear();
            }
        }
        return refusal;
    }

    synchronized void end() {
        if (streaming) {
            streaming = false;
            slots.giveBack(sender);
        }
    }

    /** Whether the thread that writes the response waits while the client does not read. */
    void pace(boolean isStream) {
        client.pace(isStream);
    }

    /** Closes the connection, so that the client cannot mistake an incomplete response for a complete one. */
    void cut() {
        isCut = true;
        client.cut();
    }

    /** Counts bytes of the response that are handed to the connection. */
    void sends(int bytes) {
        sent.addAndGet(bytes);
        client.hands(bytes);
    }

    /**
     * The outcome of the request, after its end.
     *
     * @param refusal why the request did not reach the application; null if it did
     */
    CompletedRequest served(Request request, @Nullable Refusal refusal) {
        String fault = isCut ? "cut in the middle of the response" : null;
        return new CompletedRequest(
                String.valueOf(request.getAttribute(HttpTransport.REQUEST_ID)),
                request.getMethod().getMethodString(),
                refusal == null
                        ? request.getResponse().getStatus()
                        : refusal.type().status(),
                Duration.ofNanos(System.nanoTime() - start),
                sent.get(),
                refusal == null ? fault : refusal.detail(),
                request.getAttribute(HttpTransport.FACTS),
                span);
    }
}
