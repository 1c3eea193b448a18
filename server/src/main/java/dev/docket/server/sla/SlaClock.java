package dev.docket.server.sla;

import dev.docket.api.model.SlaStatus;
import dev.docket.api.model.TicketPriority;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The SLA clock of one ticket: its facts, which determine the state at any instant exactly.
 *
 * <p>A target is breached <em>after</em> its due instant, not at it. Resolving stops both clocks: a ticket that was
 * resolved without a response, before the response was due, has missed no target. After a reopening, the time in
 * {@code resolved} or {@code closed} is a pause of both clocks. All other pauses stop the first-response clock only if
 * the policy says so.
 *
 * @param priority the current priority; a change of priority keeps the start and the pauses
 * @param pauses in any order, overlapping or not; a pause without an end lasts until now
 * @param firstRespondedAt first public comment by an agent
 * @param resolvedAt null again after a reopening, when the time in {@code resolved} is among the pauses
 * @param breachedAt the breach recorded earlier; a new priority or policy does not remove it
 */
public record SlaClock(
        ServiceTerms policy,
        TicketPriority priority,
        Instant createdAt,
        List<Pause> pauses,
        @Nullable Instant firstRespondedAt,
        @Nullable Instant resolvedAt,
        @Nullable Instant breachedAt) {
    public SlaClock {
        pauses = List.copyOf(pauses);
    }

    /**
     * Returns the state at an instant.
     *
     * @param now not before any of the facts
     */
    public SlaState at(Instant now) {
        Instant end = Objects.requireNonNullElse(resolvedAt, now);
        Targets targets = policy.targetsFor(priority);
        List<Interval> all = spans(pause -> true);
        List<Interval> ofFirstResponse = policy.pauseFirstResponse() ? all : spans(Pause::stopsBoth);
        TargetState firstResponse = target(targets.firstResponse(), ofFirstResponse, firstRespondedAt, end);
        TargetState resolution = target(targets.resolution(), all, resolvedAt, end);
        Instant pausedAt = resolvedAt == null ? openSince(spans(pause -> !pause.stopsBoth())) : null;
        return new SlaState(
                firstResponse,
                resolution,
                status(firstResponse, resolution, pausedAt, now),
                breachedAt != null ? breachedAt : firstBreach(firstResponse, resolution),
                pausedAt,
                clock().elapsed(until(end, all)).toMinutes());
    }

    private TargetState target(
            @Nullable Duration target, List<Interval> pauses, @Nullable Instant event, Instant endOfTicket) {
        Instant end = Objects.requireNonNullElse(event, endOfTicket);
        List<Interval> known = until(end, pauses);
        List<Interval> periods = new Interval(createdAt, end).without(known);
        if (target == null) {
            return new TargetState(null, periods, null, null, null, end, false);
        }
        Duration risk = target.multipliedBy(policy.atRiskPercent()).dividedBy(100);
        Instant due = due(target, known).orElse(null);
        boolean breached = due != null && end.isAfter(due);
        Boolean undecided = breached ? Boolean.FALSE : null;
        return new TargetState(
                target,
                periods,
                due(risk, known).orElse(null),
                due,
                event == null ? undecided : Boolean.valueOf(!breached),
                end,
                event == null && resolvedAt == null && openSince(pauses) == null);
    }

    /** Returns the earliest instant at which the target is used up. Nothing is counted after it. */
    private Optional<Instant> due(Duration target, List<Interval> pauses) {
        Instant start = createdAt;
        Duration left = target;
        for (Interval pause : pauses) {
            // No clock runs faster than time: before that, the target cannot be used up.
            if (!pause.from().isBefore(start.plus(left))) {
                Optional<Instant> due = clock().due(start, left);
                if (due.isPresent() && !due.get().isAfter(pause.from())) {
                    return due;
                }
            }
            Duration running = clock().elapsed(start, pause.from());
            if (running.compareTo(left) >= 0) {
                return Optional.empty();
            }
            left = left.minus(running);
            start = pause.to();
        }
        return clock().due(start, left);
    }

    private BusinessClock clock() {
        return new BusinessClock(policy.calendar());
    }

    /** Returns the pauses since creation; one that lasts extends to the end of time. */
    private List<Interval> spans(Predicate<Pause> some) {
        return Interval.union(pauses.stream()
                .filter(some)
                .map(pause -> new Interval(pause.from(), Objects.requireNonNullElse(pause.until(), Instant.MAX))
                        .within(createdAt, Instant.MAX))
                .filter(pause -> !pause.isEmpty())
                .toList());
    }

    private static List<Interval> until(Instant end, List<Interval> spans) {
        return spans.stream()
                .map(span -> span.within(span.from(), end))
                .filter(span -> !span.isEmpty())
                .toList();
    }

    private static @Nullable Instant openSince(List<Interval> pauseSpans) {
        Interval last = pauseSpans.isEmpty() ? null : pauseSpans.get(pauseSpans.size() - 1);
        return last != null && last.to().equals(Instant.MAX) ? last.from() : null;
    }

    private SlaStatus status(
            TargetState firstResponse, TargetState resolution, @Nullable Instant pausedAt, Instant now) {
        if (firstResponse.isBreached() || resolution.isBreached()) {
            return SlaStatus.BREACHED;
        }
        if (resolvedAt != null) {
            return SlaStatus.ON_TIME;
        }
        if (pausedAt != null) {
            return SlaStatus.PAUSED;
        }
        boolean atRisk = Stream.of(firstResponse, resolution)
                .anyMatch(target ->
                        target.met() == null && target.atRiskAt() != null && !now.isBefore(target.atRiskAt()));
        return atRisk ? SlaStatus.AT_RISK : SlaStatus.ON_TIME;
    }

    private static @Nullable Instant firstBreach(TargetState... targets) {
        return Stream.of(targets)
                .filter(TargetState::isBreached)
                .map(TargetState::due)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
    }
}
