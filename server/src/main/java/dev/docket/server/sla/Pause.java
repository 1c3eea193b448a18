package dev.docket.server.sla;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A period that does not count: in a pausing status, or resolved before a reopening.
 *
 * @param until the first instant that counts again; null while the pause lasts
 * @param stopsBoth whether it stops the first-response clock with any policy, as the time in {@code resolved} does
 */
public record Pause(Instant from, @Nullable Instant until, boolean stopsBoth) {
    /** @throws IllegalArgumentException if the pause ends before it starts */
    public Pause {
        if (until != null && until.isBefore(from)) {
            throw new IllegalArgumentException("a pause from " + from + " must not end at " + until);
        }
    }

    public Pause(Instant from, @Nullable Instant until) {
        this(from, until, false);
    }
}
