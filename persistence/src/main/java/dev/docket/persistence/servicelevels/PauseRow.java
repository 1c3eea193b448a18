package dev.docket.persistence.servicelevels;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A pause of the clock of a ticket's service level.
 *
 * @param cause {@code status}, {@code manual}, or {@code resolved} for the time before a reopening
 * @param reason given for a manual pause
 * @param until the first instant that counts again; null while the pause lasts
 */
public record PauseRow(
        String cause,
        @Nullable String reason,
        Instant from,
        @Nullable Instant until) {}
