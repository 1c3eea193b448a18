package dev.docket.server.transport;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.glassfish.grizzly.http.server.Request;
import org.jspecify.annotations.Nullable;

/** One request and its response: whether they are streams, and how they end. */
final class Exchange {

    /** The property of a request, to Grizzly and to Jersey, that holds its exchange. */
    static final String PROPERTY = Exchange.class.getName();

    private final ClientConnection client;
    private final Semaphore streams;
    private final AtomicBoolean streaming = new AtomicBoolean();
    private final long start = System.nanoTime();
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean isCut;

    /** @param streams permits for the exchanges that may still start to stream */
    Exchange(ClientConnection client, Semaphore streams) {
        this.client = client;
        this.streams = streams;
    }

    /**
     * Takes a permit to stream, once per exchange.
     *
     * @return false if too many exchanges stream already
     */
    boolean startStreaming() {
        return streaming.get() || (streams.tryAcquire() && streaming.compareAndSet(false, true));
    }

    void end() {
        if (streaming.compareAndSet(true, false)) {
            streams.release();
        }
    }

    /** Closes the connection, so that the client cannot mistake an incomplete response for a complete one. */
    void cut() {
        isCut = true;
        client.cut();
    }

    /** Counts bytes of the response that are handed to the connection. */
    void sends(int bytes) {
        sent.addAndGet(bytes);
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
                request.getAttribute(HttpTransport.FACTS));
    }
}
