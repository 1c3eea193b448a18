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
        long totalPausedMinutes) {

    /** The due instant after which it is breached if nothing else happens; null if it never will be. */
    public @Nullable Instant breachedFrom() {
        return earliest(targets()
                .filter(target -> target.isBreached() || target.isRunning())
                .map(TargetState::due));
    }

    /** From when on a target without its event is at risk if nothing else happens; null if none will be. */
    public @Nullable Instant atRiskFrom() {
        return earliest(targets()
                .filter(target -> target.isRunning() && target.met() == null)
                .map(TargetState::atRiskAt));
    }

    /** What has come about so far. */
    public Set<SlaEvent> events() {
        Set<SlaEvent> events = new LinkedHashSet<>();
        addEvents(SlaEvent.FIRST_RESPONSE, firstResponse, events);
        addEvents(SlaEvent.RESOLUTION, resolution, events);
        return events;
    }

    /** When the next of them comes about if nothing else happens; null: never. A breach comes after the due instant. */
    public @Nullable Instant nextEventAt() {
        return earliest(targets()
                .filter(TargetState::isRunning)
                .flatMap(target -> Stream.of(
                        target.wasAtRisk() ? null : target.atRiskAt(),
                        target.isBreached() || target.due() == null
                                ? null
                                : target.due().plus(1, ChronoUnit.MICROS))));
    }

    /** Whether something has come about that has not by {@code other}. */
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
