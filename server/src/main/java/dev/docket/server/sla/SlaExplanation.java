package dev.docket.server.sla;

import dev.docket.api.model.TicketPriority;
import dev.docket.api.model.TicketSla;
import dev.docket.api.model.TicketSlaEvent;
import dev.docket.api.model.TicketSlaEventKind;
import dev.docket.api.model.TicketSlaPause;
import dev.docket.api.model.TicketSlaPauseCause;
import dev.docket.api.model.TicketSlaTarget;
import dev.docket.api.model.TicketSlaTargetName;
import dev.docket.api.model.TimeSpan;
import dev.docket.persistence.servicelevels.PauseRow;
import dev.docket.persistence.tickets.TicketRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Explains the SLA state of a ticket: its targets, pauses and events. */
public final class SlaExplanation {

    /** The contract's maximum number of intervals in a response. */
    private static final int MAX_INTERVALS = 100;

    private final SlaAgreement agreement;
    private final TicketRow ticket;
    private final BusinessClock business;

    public SlaExplanation(SlaAgreement agreement, TicketRow ticket) {
        this.agreement = agreement;
        this.ticket = ticket;
        this.business = new BusinessClock(agreement.policy().calendar());
    }

    /** @param now not before any event of the ticket */
    public TicketSla at(Instant now) {
        SlaState state = agreement.clock(ticket).at(now);
        Instant end = Objects.requireNonNullElse(ticket.resolvedAt(), now);
        List<Interval> pauses = Interval.union(ticket.slaPauses().stream()
                .map(pause -> span(pause, end))
                .filter(span -> !span.isEmpty())
                .toList());
        return new TicketSla()
                .status(state.status())
                .policyId(agreement.policyId())
                .policyVersion(agreement.version())
                .priority(TicketPriority.fromValue(ticket.basics().priority()))
                .start(ticket.createdAt())
                .firstResponse(target(state.firstResponse()))
                .resolution(target(state.resolution()))
                .breachedAt(state.breachedAt())
                .pausedAt(state.pausedAt())
                .pausedSeconds(Interval.total(pauses).toSeconds())
                .pausedBusinessSeconds(business.elapsed(pauses).toSeconds())
                .pauses(ticket.slaPauses().stream()
                        .sorted(Comparator.comparing(PauseRow::from))
                        .map(pause -> pause(pause, span(pause, end)))
                        .toList())
                .events(state.events().stream()
                        .sorted(Comparator.comparing(SlaEvent::at))
                        .map(event -> new TicketSlaEvent()
                                .target(TicketSlaTargetName.fromValue(event.target()))
                                .kind(TicketSlaEventKind.fromValue(event.kind()))
                                .at(event.at()))
                        .toList());
    }

    private TicketSlaTarget target(TargetState state) {
        Duration elapsed = business.elapsed(state.periods());
        TicketSlaTarget target = new TicketSlaTarget()
                .elapsedSeconds(elapsed.toSeconds())
                .atRiskAt(state.atRiskAt())
                .dueAt(state.due())
                .met(state.met())
                .isRunning(state.isRunning())
                .spans(open(business, state.periods()));
        return state.target() == null
                ? target
                : target.minutes(state.target().toMinutes())
                        .remainingSeconds(state.target().minus(elapsed).toSeconds());
    }

    /** Returns the first open intervals in some periods, at most {@value #MAX_INTERVALS}. */
    public static List<TimeSpan> open(BusinessClock business, List<Interval> periods) {
        return business.open(periods, MAX_INTERVALS).stream()
                .map(interval -> new TimeSpan().from(interval.from()).until(interval.to()))
                .toList();
    }

    private TicketSlaPause pause(PauseRow pause, Interval span) {
        return new TicketSlaPause()
                .cause(TicketSlaPauseCause.fromValue(pause.cause()))
                .reason(pause.reason())
                .from(pause.from())
                .until(pause.until())
                .businessSeconds(business.elapsed(span.from(), span.to()).toSeconds());
    }

    private static Interval span(PauseRow pause, Instant end) {
        return new Interval(pause.from(), Objects.requireNonNullElse(pause.until(), end));
    }
}
