package dev.docket.server.transport;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.asyncqueue.AsyncQueueWriter;
import org.glassfish.grizzly.nio.NIOConnection;
import org.glassfish.grizzly.nio.NIOTransport;
import org.glassfish.grizzly.nio.SelectorRunner;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: its phase, and the deadline of that phase.
 *
 * <p>Its selector thread reads from it and a worker may write to it, while the clock of {@link Connections} checks its
 * deadline, so every change of phase is one atomic step. {@link Phase#CLOSING} is never left.
 */
final class ClientConnection {

    enum Phase {
        /** Waits for the first byte of a request. */
        IDLE,
        /** Waits for the rest of a request line and headers. */
        HEAD,
        /** Waits for the rest of a body. */
        BODY,
        /** A request waits for a worker, or runs. */
        RUNNING,
        /** The response is finished, but the client has not read all of it, and sent no further request. */
        WRITING,
        /** Incoming bytes are discarded until the client closes or the linger time is over. */
        CLOSING
    }

    /** Bytes of a streamed response that may wait for the client before its writer must wait, too. */
    private static final int MAX_UNREAD_OF_STREAM = 1024 * 1024;

    /** Closing a socket that holds unread bytes resets it, and the client may never see the response. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    /** @param deadline by {@link System#nanoTime()}; null for no deadline */
    private record Stage(Phase phase, @Nullable Long deadline) {

        static Stage of(Phase phase, @Nullable Duration limit) {
            return new Stage(phase, limit == null ? null : System.nanoTime() + limit.toNanos());
        }

        boolean isOver(long now) {
            return deadline != null && now - deadline >= 0;
        }
    }

    private final NIOConnection connection;
    private final AtomicReference<Stage> stage;
    private final AtomicLong handed = new AtomicLong();
    private final AtomicReference<@Nullable Runnable> next = new AtomicReference<>();
    private volatile boolean writing;
    private volatile boolean paced;
    private volatile @Nullable BodyWait body;
    private volatile @Nullable StreamedBody stream;
    private volatile boolean refused;

    // Only the thread that reads the connection uses these.
    private int scanned;
    private boolean requestLineChecked;

    // Only the clock uses these.
    private final LeastRate reading;
    private long lastLook;
    private long lastWritten;

    ClientConnection(NIOConnection connection, TransportLimits limits) {
        this.connection = connection;
        this.stage = new AtomicReference<>(Stage.of(Phase.IDLE, limits.headTimeout()));
        this.reading = new LeastRate(limits.minBytesPerSecond(), limits.writeTimeout());
        this.lastLook = System.nanoTime();
    }

    Phase phase() {
        return stage.get().phase();
    }

    /** @return false if the connection is closing, and then nothing changes */
    boolean enter(Phase phase, @Nullable Duration limit) {
        Stage next = Stage.of(phase, limit);
        Stage last = stage.getAndUpdate(current -> current.phase() == Phase.CLOSING ? current : next);
        return last.phase() != Phase.CLOSING;
    }

    /** Changes from one phase to another, unless the phase has changed already. */
    boolean move(Phase from, Phase to, @Nullable Duration limit) {
        Stage current = stage.get();
        return current.phase() == from && stage.compareAndSet(current, Stage.of(to, limit));
    }

    /** Waits for a body; {@code wait} is notified of a timeout and of a closed connection. */
    void awaitBody(BodyWait wait, Duration limit) {
        body = wait;
        enter(Phase.BODY, limit);
    }

    void bodyEnded() {
        body = null;
        enter(Phase.RUNNING, null);
    }

    /** Notes that the request that begins to run has a streamed body. */
    void streams(StreamedBody body) {
        stream = body;
    }

    /** Whether a part of the running request's body has not arrived, so that the next request cannot be found yet. */
    boolean isReceiving() {
        StreamedBody current = stream;
        return current != null && !current.isComplete();
    }

    /** Notes that the running request's response is complete. */
    void answered() {
        stream = null;
    }

    /** Ends the connection in the middle of a response. */
    void cut() {
        enter(Phase.CLOSING, LINGER);
        connection.terminateSilently();
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    /** Bytes that are to be written to the client as soon as it reads. */
    int unwritten() {
        return connection.getAsyncWriteQueue().spaceInBytes();
    }

    /** Counts bytes of responses that are about to be written. */
    void hands(int bytes) {
        handed.addAndGet(bytes);
    }

    /**
     * Whether a thread that writes waits while the client does not read. Only a thread that serves a stream may wait;
     * other responses are kept in memory until they are read.
     */
    void pace(boolean isStream) {
        paced = isStream;
        connection.setMaxAsyncWriteQueueSize(isStream ? MAX_UNREAD_OF_STREAM : AsyncQueueWriter.UNLIMITED_SIZE);
    }

    /** Notes that the response is complete, but not written; {@link #written} must follow. */
    void startWriting() {
        writing = true;
    }

    /** Notes that everything was written, or that the client is gone. */
    void written() {
        writing = false;
        Runnable waiting = next.getAndSet(null);
        if (waiting != null) {
            onSelector(waiting);
        }
    }

    /** Begins the next request, but not before the response to the last one is written. */
    void whenWritten(Runnable request) {
        if (!writing) {
            request.run();
            return;
        }
        next.set(request);
        if (!writing) {
            written();
        }
    }

    /**
     * Cuts the connection if the client reads more slowly than it must while a response waits for it, or the thread
     * that writes a stream. To be called by the clock only.
     */
    void expectReading(long now) {
        if (phase() == Phase.CLOSING) {
            return;
        }
        int waiting = unwritten();
        long written = handed.get() - waiting;
        if (waiting == 0) {
            reading.restart();
        } else {
            reading.moved(written - lastWritten);
            boolean isAwaited = !paced || waiting >= MAX_UNREAD_OF_STREAM;
            if (isAwaited && !reading.waited(now - lastLook)) {
                cut();
            }
        }
        lastLook = now;
        lastWritten = written;
    }

    /** Makes the current response the last one of the connection. */
    void refused() {
        refused = true;
    }

    boolean isRefused() {
        return refused;
    }

    /**
     * Acts on an expired deadline.
     *
     * @param headExpired responds to a request whose head did not arrive in time
     */
    void expire(long now, Consumer<Connection<?>> headExpired) {
        Stage current = stage.get();
        if (!current.isOver(now)) {
            return;
        }
        switch (current.phase()) {
            case HEAD -> {
                if (stage.compareAndSet(current, Stage.of(Phase.CLOSING, LINGER))) {
                    onSelector(() -> headExpired.accept(connection));
                }
            }
            case BODY -> {
                BodyWait late = body;
                if (late != null && stage.compareAndSet(current, Stage.of(Phase.RUNNING, null))) {
                    onSelector(late::timedOut);
                }
            }
            case IDLE -> {
                if (stage.compareAndSet(current, Stage.of(Phase.CLOSING, null))) {
                    connection.terminateSilently();
                }
            }
            case CLOSING -> connection.terminateSilently();
            case RUNNING, WRITING -> throw new IllegalStateException("the phase has no deadline");
        }
    }

    /** Closes the connection if it waits for a request. */
    void closeIfIdle() {
        if (move(Phase.IDLE, Phase.CLOSING, LINGER)) {
            connection.closeSilently();
        }
    }

    /** Notes that the client is gone. */
    void closed() {
        BodyWait pending = body;
        if (pending != null) {
            onSelector(pending::abandoned);
        }
        StreamedBody current = stream;
        if (current != null) {
            current.fail(BodyWait.ABANDONED);
        }
        written();
    }

    /** Starts to discard what arrives; {@link #finishWriting} must follow once the last byte has been written. */
    void startClosing() {
        enter(Phase.CLOSING, LINGER);
    }

    /** Closes the output, and continues to read until the client closes. */
    void finishWriting() {
        try {
            ((SocketChannel) connection.getChannel()).shutdownOutput();
        } catch (IOException e) {
            connection.terminateSilently();
            return;
        }
        onSelector(() -> {
            try {
                connection.enableIOEvent(IOEvent.READ);
            } catch (IOException e) {
                connection.terminateSilently();
            }
        });
    }

    /** Runs a task later on the thread that reads this connection, so that the task never interrupts a read. */
    void onSelector(Runnable task) {
        SelectorRunner runner = connection.getSelectorRunner();
        if (runner == null) {
            task.run();
            return;
        }
        ((NIOTransport) connection.getTransport())
                .getSelectorHandler()
                .enque(
                        runner,
                        () -> {
                            task.run();
                            return true;
                        },
                        new EmptyCompletionHandler<>());
    }

    /** Where to continue the search for the end of a head, relative to its start. */
    int scanned() {
        return scanned;
    }

    void scanned(int bytes) {
        scanned = bytes;
    }

    /** @return whether this is the first call since {@link #headEnded} */
    boolean checkRequestLine() {
        boolean first = !requestLineChecked;
        requestLineChecked = true;
        return first;
    }

    void headEnded() {
        scanned = 0;
        requestLineChecked = false;
    }
}
