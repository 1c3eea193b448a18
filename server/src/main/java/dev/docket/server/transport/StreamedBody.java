package dev.docket.server.transport;

import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request as a stream. Holds what has arrived and has not been read yet. One thread fills it and never
 * waits; another reads it and waits for what is still to come.
 *
 * <p>What arrived before a failure can still be read; then reading throws a {@link ProblemException} that becomes the
 * response: 408 if the body arrived too slowly or the client is gone, 413 if the body is too large, 400 if its chunks
 * are malformed.
 */
final class StreamedBody extends InputStream {

    /** Bytes held at most, if no piece is larger than {@link #MAX_PIECE}. */
    static final int CAPACITY = 256 * 1024;

    /** Bytes of a piece; also the most that is read from a socket at a time. */
    static final int MAX_PIECE = 64 * 1024;

    private static final int FULL = CAPACITY - MAX_PIECE;
    private static final int LOW = CAPACITY / 2;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final LeastRate arriving;
    private final Runnable more;

    // Guarded by the lock, as the rate is.
    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private int readOfFirst;
    private int held;
    private boolean full;
    private boolean complete;
    private @Nullable Refusal failure;

    /**
     * @param arriving the rate at which the client must send while a reader waits
     * @param more asks for further pieces after {@link #add} has returned false
     */
    StreamedBody(LeastRate arriving, Runnable more) {
        this.arriving = arriving;
        this.more = more;
    }

    /** @return whether further pieces may be added; if false, wait for {@code more} */
    boolean add(byte[] piece) {
        lock.lock();
        try {
            if (piece.length > 0) {
                pieces.add(piece);
                held += piece.length;
                arriving.moved(piece.length);
                changed.signalAll();
            }
            full = held > FULL;
            return !full;
        } finally {
            lock.unlock();
        }
    }

    /** Notes that the body is complete. */
    void complete() {
        lock.lock();
        try {
            complete = failure == null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Notes that no more will arrive. Only the first failure counts, and a complete body cannot fail. */
    void fail(Refusal refusal) {
        lock.lock();
        try {
            if (!complete && failure == null) {
                failure = refusal;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the whole body has arrived, read or not. */
    boolean isComplete() {
        lock.lock();
        try {
            return complete;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int available() {
        lock.lock();
        try {
            return held;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws InterruptedIOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws InterruptedIOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        boolean hasRoom;
        int count;
        lock.lock();
        try {
            if (!awaitPiece()) {
                return -1;
            }
            count = take(target, offset, length);
            hasRoom = full && held <= LOW;
            full = full && !hasRoom;
        } finally {
            lock.unlock();
        }
        if (hasRoom) {
            more.run();
        }
        return count;
    }

    /** @return false at the end */
    private boolean awaitPiece() throws InterruptedIOException {
        while (held == 0) {
            if (complete) {
                return false;
            }
            if (failure != null) {
                throw new ProblemException(failure.type(), failure.detail());
            }
            long limit = arriving.untilJudged();
            if (!arriving.waited(limit - await(limit))) {
                failure = Refusal.of(ProblemType.REQUEST_TIMEOUT, "the body arrives too slowly");
            }
        }
        return true;
    }

    private long await(long nanos) throws InterruptedIOException {
        try {
            return changed.awaitNanos(nanos);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while waiting for the body of a request");
        }
    }

    private int take(byte[] target, int offset, int length) {
        int count = 0;
        while (count < length && held > 0) {
            byte[] first = pieces.element();
            int part = Math.min(length - count, first.length - readOfFirst);
            System.arraycopy(first, readOfFirst, target, offset + count, part);
            count += part;
            held -= part;
            readOfFirst += part;
            if (readOfFirst == first.length) {
                pieces.remove();
                readOfFirst = 0;
            }
        }
        return count;
    }
}
