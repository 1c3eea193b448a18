package dev.docket.persistence.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** For what happens soon and says nothing when it does. */
public final class Wait {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Between two looks, so that the processor is for those who are waited for. */
    private static final long PAUSE_NANOS = 1_000_000;

    private Wait() {}

    /** Returns when {@code condition} holds. */
    public static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("this did not happen within " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
