package dev.docket.server.transport;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.glassfish.grizzly.http.server.Request;
import org.jspecify.annotations.Nullable;

/** One request and its answer: whether they are streams, and what they come to. */
final class Exchange {

    /** The property of a request, to Grizzly and to Jersey, that holds its exchange. */
    static final String PROPERTY = Exchange.class.getName();

    private final ClientConnection client;
    private final Semaphore streams;
    private final AtomicBoolean streaming = new AtomicBoolean();
    private final long start = System.nanoTime();
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean isCut;

    /** @param streams the exchanges that may still start to stream */
    Exchange(ClientConnection client, Semaphore streams) {
        this.client = client;
        this.streams = streams;
    }

    /** @return false if too many stream already; true again once it was true */
    boolean startStreaming() {
        return streaming.get() || (streams.tryAcquire() && streaming.compareAndSet(false, true));
    }

    void end() {
        if (streaming.compareAndSet(true, false)) {
            streams.release();
        }
    }

    /** Closes the connection, so that the client cannot take what it has of the answer for all of it. */
    void cut() {
        isCut = true;
        client.cut();
    }

    /** Bytes of the answer are handed to the connection. */
    void sends(int bytes) {
        sent.addAndGet(bytes);
    }

    /**
     * What became of it, now that it has ended.
     *
     * @param refusal why the application did not get it; null if it did
     */
    CompletedRequest served(Request request, @Nullable Refusal refusal) {
        String fault = isCut ? "cut in the middle of the answer" : null;
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
