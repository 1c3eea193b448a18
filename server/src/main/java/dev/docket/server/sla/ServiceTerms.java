package dev.docket.server.sla;

import dev.docket.api.model.TicketPriority;
import dev.docket.api.model.TicketStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The terms of an SLA policy.
 *
 * @param targets by priority; an absent priority has no targets
 * @param pausingStatuses working statuses in which the resolution clock stops
 * @param atRiskPercent the percentage of a target after which it is at risk, 1 to 100
 * @param pauseFirstResponse whether pauses also stop the first-response clock
 */
public record ServiceTerms(
        Map<TicketPriority, Targets> targets,
        OpeningCalendar calendar,
        Set<TicketStatus> pausingStatuses,
        int atRiskPercent,
        boolean pauseFirstResponse) {
    /** The terms of an account that has no policy of its own. */
    public static final ServiceTerms DEFAULT = new ServiceTerms(
            Map.of(
                    TicketPriority.URGENT, new Targets(Duration.ofMinutes(15), Duration.ofHours(4)),
                    TicketPriority.HIGH, new Targets(Duration.ofHours(1), Duration.ofHours(8)),
                    TicketPriority.MEDIUM, new Targets(Duration.ofHours(4), Duration.ofHours(24)),
                    TicketPriority.LOW, new Targets(Duration.ofHours(8), Duration.ofHours(48))),
            OpeningCalendar.ALWAYS,
            Set.of(TicketStatus.WAITING_CUSTOMER),
            80,
            false);

    /**
     * @throws IllegalArgumentException if the threshold is out of range, or a pausing status is resolved or closed,
     *     which stop the clock permanently
     */
    public ServiceTerms {
        targets = Map.copyOf(targets);
        pausingStatuses = Set.copyOf(pausingStatuses);
        if (atRiskPercent < 1 || atRiskPercent > 100) {
            throw new IllegalArgumentException("atRiskPercent must be 1 to 100, not " + atRiskPercent);
        }
        if (pausingStatuses.contains(TicketStatus.RESOLVED) || pausingStatuses.contains(TicketStatus.CLOSED)) {
            throw new IllegalArgumentException("only a working status can pause, not resolved or closed");
        }
    }

    /** Returns the targets of a priority; {@link Targets#NONE} if the policy has none for it. */
    public Targets targetsFor(TicketPriority priority) {
        return targets.getOrDefault(priority, Targets.NONE);
    }
}
