package dev.docket.server.sla;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time that does not count: in a pausing status, or resolved before a reopening.
 *
 * @param until the first instant that counts again; null while the pause lasts
 */
public record Pause(Instant from, @Nullable Instant until) {
    /** @throws IllegalArgumentException if the pause ends before it starts */
    public Pause {
        if (until != null && until.isBefore(from)) {
            throw new IllegalArgumentException("a pause from " + from + " must not end at " + until);
        }
    }
}
