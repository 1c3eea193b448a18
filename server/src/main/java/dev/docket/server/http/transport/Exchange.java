package dev.docket.server.http.transport;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** One request and its answer, as far as streams are concerned. */
final class Exchange {

    /** The property of a request, to Grizzly and to Jersey, that holds its exchange. */
    static final String PROPERTY = Exchange.class.getName();

    private final ClientConnection client;
    private final Semaphore streams;
    private final AtomicBoolean streaming = new AtomicBoolean();

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
        client.cut();
    }
}
