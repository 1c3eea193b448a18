package dev.docket.server.sla;

import dev.docket.api.model.SlaStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a ticket stands with its service level at an instant.
 *
 * @param status {@code breached} if either target is, else {@code paused} during a pause, else {@code at_risk} if a target
 *     without its event is, else {@code on_time}; a resolved ticket is {@code breached} or {@code on_time}
 * @param breachedAt the due instant of the target that was breached first, by the present or by earlier targets
 * @param pausedAt start of the present pause; null if there is none or the ticket is resolved
 * @param totalPausedMinutes whole minutes of the business time in all pauses together, the present one included
 */
public record SlaState(
        TargetState firstResponse,
        TargetState resolution,
        SlaStatus status,
        @Nullable Instant breachedAt,
        @Nullable Instant pausedAt,
        long totalPausedMinutes) {}
