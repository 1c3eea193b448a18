package dev.docket.persistence.servicelevels;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time in which the clock of a ticket's service level stands still.
 *
 * @param cause {@code status}, {@code manual}, or {@code resolved} for the time before a reopening
 * @param reason why somebody paused it by hand
 * @param until the first instant that counts again; null while it lasts
 */
public record PauseRow(
        String cause,
        @Nullable String reason,
        Instant from,
        @Nullable Instant until) {}
