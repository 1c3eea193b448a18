package dev.docket.server.sla;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of one target.
 *
 * @param target the target in business time; null if there is no target, and then all instants are null
 * @param periods the periods from creation until {@code until} in which its clock was not paused, in order
 * @param atRiskAt when the at-risk part of the target is or was used up
 * @param due when the whole target is or was used up; while paused, when it would be if the pause ended now; null if
 *     the calendar does not open often enough within ten years
 * @param met whether the event was at or before {@code due}; false as soon as {@code due} passes without it; null while
 *     that is undecided
 * @param until the instant of the event, or else of the ticket's resolution, or else now
 * @param isRunning whether its clock continues after {@code until}
 */
public record TargetState(
        @Nullable Duration target,
        List<Interval> periods,
        @Nullable Instant atRiskAt,
        @Nullable Instant due,
        @Nullable Boolean met,
        Instant until,
        boolean isRunning) {
    public boolean isBreached() {
        return Boolean.FALSE.equals(met);
    }

    /** Whether the at-risk part was used up before the event. */
    boolean wasAtRisk() {
        return atRiskAt != null && !until.isBefore(atRiskAt);
    }
}
