package dev.docket.persistence.testing;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions that soon become true without a notification. */
public final class Wait {

    /** Time limits of tests, which {@code junit-platform.properties} sets, must be well above it. */
    public static final Duration PATIENCE = Duration.ofSeconds(120);

    /** Pause between two checks, so that the processor is free for the code that is waited for. */
    private static final long PAUSE_NANOS = 1_000_000;

    private Wait() {}

    /** Returns when {@code condition} holds. */
    public static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw late();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Returns when the latch is at zero. */
    public static void on(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw late();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** The result of a future, when it has one; its failure is the cause of what is thrown. */
    public static <T> T result(Future<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException timeout) {
            throw late();
        } catch (ExecutionException failure) {
            throw new AssertionError(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Takes the next element of a queue, when there is one. */
    public static <T> T next(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (next == null) {
                throw late();
            }
            return next;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static AssertionError late() {
        return new AssertionError("this did not happen within " + PATIENCE.toSeconds() + " s");
    }
}
