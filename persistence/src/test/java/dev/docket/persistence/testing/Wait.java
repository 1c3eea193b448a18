package dev.docket.persistence.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions that soon become true without a notification. */
public final class Wait {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Pause between two checks, so that the processor is free for the code that is waited for. */
    private static final long PAUSE_NANOS = 1_000_000;

    private Wait() {}

    /** Returns when {@code condition} holds. */
    public static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the condition did not become true within " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
