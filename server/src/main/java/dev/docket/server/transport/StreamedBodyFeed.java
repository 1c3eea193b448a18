package dev.docket.server.transport;

import java.io.IOException;
import org.glassfish.grizzly.ReadHandler;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.io.NIOInputStream;
import org.glassfish.grizzly.http.server.Request;

/**
 * Moves the body of one request from its connection into a {@link StreamedBody} while it has space. The rest stays in
 * the socket, which makes the client wait.
 *
 * <p>Everything here runs on the thread that reads the connection, and the request must also end there: Grizzly's
 * buffers can neither be read by two threads nor be read once their request has ended.
 */
final class StreamedBodyFeed implements ReadHandler {

    private final HttpRequestPacket packet;
    private final NIOInputStream input;
    private final long maxBytes;
    private final StreamedBody body;
    private long moved;
    private boolean stopped;

    StreamedBodyFeed(Request request, ClientConnection client, TransportLimits limits) {
        this.packet = request.getRequest();
        this.input = request.getNIOInputStream();
        this.maxBytes = limits.maxStreamedBodyBytes();
        LeastRate arriving = new LeastRate(limits.minBytesPerSecond(), limits.bodyTimeout());
        this.body = new StreamedBody(arriving, () -> client.onSelector(this::await));
    }

    StreamedBody body() {
        return body;
    }

    void start() {
        await();
    }

    /** Stops using the request. */
    void stop() {
        stopped = true;
    }

    private void await() {
        if (!stopped) {
            input.notifyAvailable(this, 1);
        }
    }

    @Override
    public void onDataAvailable() throws IOException {
        // The next request may follow the last byte; waiting for more would read it as a part of this body.
        if (move() && packet.isExpectContent()) {
            await();
        }
    }

    @Override
    public void onAllDataRead() throws IOException {
        move();
        if (!stopped) {
            body.complete();
        }
    }

    @Override
    public void onError(Throwable error) {
        fail(BodyWait.refusalOf(error));
    }

    /** @return whether the body has space for more */
    private boolean move() throws IOException {
        if (stopped) {
            return false;
        }
        byte[] piece = new byte[input.readyData()];
        for (int count = 0; count < piece.length; ) {
            count += input.read(piece, count, piece.length - count);
        }
        moved += piece.length;
        if (moved > maxBytes) {
            fail(RequestHead.tooLarge(maxBytes));
            return false;
        }
        return body.add(piece);
    }

    private void fail(Refusal refusal) {
        stopped = true;
        body.fail(refusal);
    }
}
