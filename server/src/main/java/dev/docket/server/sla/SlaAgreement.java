package dev.docket.server.sla;

import dev.docket.api.model.TicketPriority;
import dev.docket.api.model.TicketStatus;
import dev.docket.persistence.calendars.BusinessCalendarRow;
import dev.docket.persistence.calendars.IntervalRow;
import dev.docket.persistence.policies.SlaPolicyRow;
import dev.docket.persistence.policies.SlaTargetRow;
import dev.docket.persistence.servicelevels.PauseRow;
import dev.docket.persistence.servicelevels.SlaStamp;
import dev.docket.persistence.servicelevels.SlaStampBuilder;
import dev.docket.persistence.tickets.TicketRow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The version of a policy that applies to new tickets. Immutable.
 *
 * @param policyId null: Docket's own policy, for an account that has no policy
 * @param isDefault whether it applies to tickets whose type names no policy
 */
public record SlaAgreement(
        @Nullable String policyId, @Nullable Integer version, boolean isDefault, ServiceTerms policy) {

    /** The cause of a pause between a resolution and a reopening. */
    public static final String RESOLVED = "resolved";

    /** The cause of a pause between the creation of a ticket in another system and its import. */
    public static final String IMPORTED = "imported";

    /** The cause of a pause during a pausing status. */
    public static final String STATUS = "status";

    /** The causes of pauses in which the agents owe nothing, not even a first response. */
    private static final Set<String> STOPS_BOTH = Set.of(RESOLVED, IMPORTED);

    public static final SlaAgreement DOCKETS_OWN = new SlaAgreement(null, null, true, ServiceTerms.DEFAULT);

    public static SlaAgreement of(SlaPolicyRow row) {
        BusinessCalendarRow calendar = row.calendar();
        ServiceTerms policy = new ServiceTerms(
                row.targets().entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> TicketPriority.fromValue(entry.getKey()), entry -> targets(entry.getValue()))),
                calendar == null ? OpeningCalendar.ALWAYS : calendar(calendar),
                row.pausingStatuses().stream().map(TicketStatus::fromValue).collect(Collectors.toSet()),
                row.atRiskPercent(),
                row.pausesFirstResponse());
        return new SlaAgreement(row.id(), row.version(), row.isDefault(), policy);
    }

    /**
     * Returns the pauses of a new ticket in a working status.
     *
     * @param from when its SLA begins to count; the time since its creation is a pause
     */
    public List<PauseRow> startPauses(TicketStatus status, Instant createdAt, Instant from) {
        List<PauseRow> pauses = new ArrayList<>(2);
        if (createdAt.isBefore(from)) {
            pauses.add(new PauseRow(IMPORTED, null, createdAt, from));
        }
        if (pausesIn(status)) {
            pauses.add(new PauseRow(STATUS, null, from, null));
        }
        return List.copyOf(pauses);
    }

    /** Returns the columns that store a state under this agreement. */
    public SlaStamp stamp(SlaState state) {
        return SlaStampBuilder.builder()
                .policyId(policyId())
                .policyVersion(version())
                .firstResponseAtRiskAt(state.firstResponse().atRiskAt())
                .firstResponseDue(state.firstResponse().due())
                .resolutionAtRiskAt(state.resolution().atRiskAt())
                .resolutionDue(state.resolution().due())
                .breachedAt(state.breachedAt())
                .pausedAt(state.pausedAt())
                .breachedFrom(state.breachedFrom())
                .atRiskFrom(state.atRiskFrom())
                .nextEventAt(state.nextEventAt())
                .build();
    }

    /** Whether the resolution clock stops in {@code status}. */
    public boolean pausesIn(TicketStatus status) {
        return policy.pausingStatuses().contains(status);
    }

    /** Returns the SLA clock of a ticket under this agreement; see {@link SlaClock} for the facts. */
    public SlaClock clock(
            TicketPriority priority,
            Instant createdAt,
            List<PauseRow> pauses,
            @Nullable Instant firstRespondedAt,
            @Nullable Instant resolvedAt,
            @Nullable Instant breachedAt) {
        return new SlaClock(
                policy,
                priority,
                createdAt,
                pauses.stream()
                        .map(pause -> new Pause(pause.from(), pause.until(), STOPS_BOTH.contains(pause.cause())))
                        .toList(),
                firstRespondedAt,
                resolvedAt,
                breachedAt);
    }

    /** Returns the SLA clock of a stored ticket under this agreement. */
    public SlaClock clock(TicketRow ticket) {
        return clock(
                TicketPriority.fromValue(ticket.basics().priority()),
                ticket.createdAt(),
                ticket.slaPauses(),
                ticket.firstResponseAt(),
                ticket.resolvedAt(),
                ticket.sla().breachedAt());
    }

    private static Targets targets(SlaTargetRow row) {
        return new Targets(minutes(row.firstResponse()), minutes(row.resolution()));
    }

    private static @Nullable Duration minutes(@Nullable Integer minutes) {
        return minutes == null ? null : Duration.ofMinutes(minutes);
    }

    public static OpeningCalendar calendar(BusinessCalendarRow row) {
        return new OpeningCalendar(
                ZoneId.of(row.zone()), hours(row.weekly()), Set.copyOf(row.holidays()), hours(row.openings()));
    }

    private static <D> Map<D, List<OpeningHours>> hours(Map<D, List<IntervalRow>> days) {
        return days.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        day -> day.getValue().stream()
                                .map(interval -> OpeningHours.of(interval.from(), interval.until()))
                                .toList()));
    }
}
