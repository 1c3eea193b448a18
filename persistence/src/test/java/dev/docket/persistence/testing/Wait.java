package dev.docket.persistence.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** For what happens soon and says nothing when it does. */
public final class Wait {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Wait() {}

    /** Returns when {@code condition} holds. */
    public static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("this did not happen within " + PATIENCE.toSeconds() + " s");
            }
            Thread.onSpinWait();
        }
    }
}
