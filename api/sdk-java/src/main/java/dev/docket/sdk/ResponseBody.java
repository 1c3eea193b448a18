package dev.docket.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A response body as a stream with a time-out for each read. The time-out of an {@code HttpRequest} ends with the
 * headers of the response, and the JDK's own stream then waits for ever. Holds at most one part of the body.
 */
final class ResponseBody extends InputStream implements HttpResponse.BodySubscriber<InputStream> {

    private static final Object END = new Object();

    private final Duration timeout;
    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private List<ByteBuffer> part = List.of();
    private boolean ended;

    ResponseBody(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription.complete(subscription);
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
        received.add(part);
    }

    @Override
    public void onError(Throwable failure) {
        received.add(failure);
    }

    @Override
    public void onComplete() {
        received.add(END);
    }

    @Override
    public int read() throws IOException {
        ByteBuffer buffer = buffer();
        return buffer == null ? -1 : buffer.get() & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        ByteBuffer buffer = buffer();
        if (buffer == null) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(target, offset, count);
        return count;
    }

    /** Aborts the connection if the body was not read to its end. */
    @Override
    public void close() {
        if (!ended) {
            ended = true;
            part = List.of();
            subscription.thenAccept(Flow.Subscription::cancel);
        }
    }

    /** @return a buffer that has bytes, or null at the end */
    private @Nullable ByteBuffer buffer() throws IOException {
        while (!ended) {
            for (ByteBuffer buffer : part) {
                if (buffer.hasRemaining()) {
                    return buffer;
                }
            }
            part = next();
        }
        return null;
    }

    @SuppressWarnings("unchecked")
    private List<ByteBuffer> next() throws IOException {
        Object next;
        try {
            next = received.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new InterruptedIOException("interrupted while reading the response");
        }
        if (next == null) {
            close();
            throw new HttpTimeoutException("no part of the response arrived for " + timeout);
        }
        if (next == END) {
            ended = true;
            return List.of();
        }
        if (next instanceof Throwable failure) {
            ended = true;
            throw new IOException("the response was cut off: " + failure.getMessage(), failure);
        }
        subscription.thenAccept(subscribed -> subscribed.request(1));
        return (List<ByteBuffer>) next;
    }
}
