package dev.docket.server.sla;

import dev.docket.api.model.SlaStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The SLA state of a ticket at an instant.
 *
 * @param status {@code breached} if either target is, else {@code paused} during a pause, else {@code at_risk} if a
 *     target without its event is, else {@code on_time}; a resolved ticket is {@code breached} or {@code on_time}
 * @param breachedAt the due instant of the target that was breached first, under the current or earlier targets
 * @param pausedAt start of the current pause; null if the ticket is not paused or is resolved
 * @param totalPausedMinutes whole minutes of business time in all pauses together, the current one included
 */
public record SlaState(
        TargetState firstResponse,
        TargetState resolution,
        SlaStatus status,
        @Nullable Instant breachedAt,
        @Nullable Instant pausedAt,
        long totalPausedMinutes) {

    /** Returns the due instant after which the SLA is breached if nothing else happens; null: never. */
    public @Nullable Instant breachedFrom() {
        return earliest(targets()
                .filter(target -> target.isBreached() || target.isRunning())
                .map(TargetState::due));
    }

    /** Returns the instant from which a target without its event is at risk if nothing else happens; null: never. */
    public @Nullable Instant atRiskFrom() {
        return earliest(targets()
                .filter(target -> target.isRunning() && target.met() == null)
                .map(TargetState::atRiskAt));
    }

    /** Returns the events so far. */
    public Set<SlaEvent> events() {
        Set<SlaEvent> events = new LinkedHashSet<>();
        addEvents(SlaEvent.FIRST_RESPONSE, firstResponse, events);
        addEvents(SlaEvent.RESOLUTION, resolution, events);
        return events;
    }

    /**
     * Returns the instant of the next event if nothing else happens; null: never. A breach is after the due instant.
     */
    public @Nullable Instant nextEventAt() {
        return earliest(targets()
                .filter(TargetState::isRunning)
                .flatMap(target -> Stream.of(
                        target.wasAtRisk() ? null : target.atRiskAt(),
                        target.isBreached() || target.due() == null
                                ? null
                                : target.due().plus(1, ChronoUnit.MICROS))));
    }

    /** Whether this state has an event that {@code other} does not have. */
    public boolean hasMoreThan(SlaState other) {
        Set<SlaEvent> known = other.events();
        return events().stream().anyMatch(event -> known.stream().noneMatch(event::isLike));
    }

    private Stream<TargetState> targets() {
        return Stream.of(firstResponse, resolution);
    }

    private static void addEvents(String name, TargetState target, Set<SlaEvent> events) {
        if (target.wasAtRisk()) {
            events.add(new SlaEvent(name, SlaEvent.AT_RISK, target.atRiskAt()));
        }
        if (target.isBreached()) {
            events.add(new SlaEvent(name, SlaEvent.BREACHED, target.due()));
        }
    }

    private static @Nullable Instant earliest(Stream<@Nullable Instant> instants) {
        return instants.filter(Objects::nonNull).min(Instant::compareTo).orElse(null);
    }
}
