package dev.docket.server.tickets;

import dev.docket.api.model.TicketStatus;
import dev.docket.persistence.servicelevels.PauseRow;
import dev.docket.persistence.tickets.TicketBasicsBuilder;
import dev.docket.persistence.tickets.TicketRow;
import dev.docket.persistence.tickets.TicketRowBuilder;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.security.Actor;
import dev.docket.server.sla.SlaAgreement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The transitions between statuses, and their effects on a ticket. */
public final class TicketLifecycle {

    private static final Set<TicketStatus> RESOLVED = Set.of(TicketStatus.RESOLVED, TicketStatus.CLOSED);
    private static final String MANUAL = "manual";

    /** The contract's maximum number of pauses of a ticket: all of them count whenever its SLA is computed. */
    private static final int MAX_PAUSES = 1_000;

    private TicketLifecycle() {}

    /** Whether the work on a ticket of this status has ended. */
    public static boolean isResolved(TicketStatus status) {
        return RESOLVED.contains(status);
    }

    /**
     * Returns the ticket in another status.
     *
     * @param agreement the agreement that applies; null for a ticket without an SLA
     * @throws ProblemException 409 if that status cannot follow, or would bring one pause too many; 403 if the actor
     *     may not reopen a closed ticket
     */
    static TicketRow move(
            TicketRow ticket, TicketStatus to, @Nullable SlaAgreement agreement, Actor actor, Instant now) {
        TicketStatus from = TicketStatus.fromValue(ticket.basics().status());
        if (from == to) {
            return ticket;
        }
        requireAllowed(ticket, from, to, actor);
        boolean isReopened = isReopening(from, to);
        return TicketRowBuilder.builder(ticket)
                .basics(TicketBasicsBuilder.from(ticket.basics()).withStatus(to.toString()))
                .resolvedAt(isResolved(to) ? (isResolved(from) ? ticket.resolvedAt() : now) : null)
                .closedAt(to == TicketStatus.CLOSED ? now : null)
                .counters(
                        isReopened
                                ? ticket.counters()
                                        .withReopenCount(ticket.counters().reopenCount() + 1)
                                : ticket.counters())
                .slaPauses(agreement == null ? ticket.slaPauses() : pauses(ticket, to, agreement, now))
                .build();
    }

    private static boolean isReopening(TicketStatus from, TicketStatus to) {
        return isResolved(from) && !isResolved(to);
    }

    private static void requireAllowed(TicketRow ticket, TicketStatus from, TicketStatus to, Actor actor) {
        if (isReopening(from, to)) {
            requireNotMerged(ticket);
        }
        if (from == TicketStatus.CLOSED) {
            if (to != TicketStatus.OPEN) {
                throw closed();
            }
            if (!actor.has("tickets:reopen")) {
                throw ProblemException.forbidden(
                        "tickets:reopen", "reopening a closed ticket needs the permission tickets:reopen");
            }
        }
    }

    /** @throws ProblemException 409 that names the ticket that this one was merged into */
    static void requireNotMerged(TicketRow ticket) {
        Object primary = ticket.metaData().get(Tickets.MERGED_INTO);
        if (primary != null) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "the ticket was merged into %s; continue there".formatted(primary));
        }
    }

    /** Returns the problem for a change of a closed ticket: 409. */
    public static ProblemException closed() {
        return new ProblemException(
                ProblemType.CONFLICT, "the ticket is closed; it can only be reopened, with the status open");
    }

    /** Returns the pauses after a move: the new status may bring a pause, and the time in resolved counts as one. */
    private static List<PauseRow> pauses(TicketRow ticket, TicketStatus to, SlaAgreement agreement, Instant now) {
        if (isResolved(to)) {
            return end(ticket.slaPauses(), null, now);
        }
        List<PauseRow> pauses = new ArrayList<>(
                agreement.pausesIn(to) ? ticket.slaPauses() : end(ticket.slaPauses(), SlaAgreement.STATUS, now));
        if (ticket.resolvedAt() != null) {
            pauses.add(new PauseRow(SlaAgreement.RESOLVED, null, ticket.resolvedAt(), now));
        }
        if (agreement.pausesIn(to) && !lasts(pauses, SlaAgreement.STATUS)) {
            pauses.add(new PauseRow(SlaAgreement.STATUS, null, now, null));
        }
        return requireFew(pauses);
    }

    /** @throws ProblemException 409 */
    private static List<PauseRow> requireFew(List<PauseRow> pauses) {
        if (pauses.size() > MAX_PAUSES) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "the SLA of the ticket has had %d pauses, which is the most; continue with a new ticket"
                            .formatted(MAX_PAUSES));
        }
        return pauses;
    }

    /**
     * @throws ProblemException 409 if the SLA is already paused manually, is not running, or has had too many pauses
     */
    static TicketRow pause(TicketRow ticket, @Nullable SlaAgreement agreement, @Nullable String reason, Instant now) {
        requireRunning(ticket, agreement);
        if (lasts(ticket.slaPauses(), MANUAL)) {
            throw new ProblemException(ProblemType.CONFLICT, "the SLA is already paused manually");
        }
        List<PauseRow> pauses = new ArrayList<>(ticket.slaPauses());
        pauses.add(new PauseRow(MANUAL, reason, now, null));
        return TicketRowBuilder.builder(ticket).slaPauses(requireFew(pauses)).build();
    }

    /** @throws ProblemException 409 if the SLA is not paused manually, or is not running */
    static TicketRow resume(TicketRow ticket, @Nullable SlaAgreement agreement, Instant now) {
        requireRunning(ticket, agreement);
        if (!lasts(ticket.slaPauses(), MANUAL)) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "the SLA is not paused manually; a pause caused by the status ends with the status");
        }
        return TicketRowBuilder.builder(ticket)
                .slaPauses(end(ticket.slaPauses(), MANUAL, now))
                .build();
    }

    private static void requireRunning(TicketRow ticket, @Nullable SlaAgreement agreement) {
        if (agreement == null) {
            throw new ProblemException(ProblemType.CONFLICT, "the ticket has no SLA");
        }
        if (ticket.resolvedAt() != null) {
            throw new ProblemException(ProblemType.CONFLICT, "the ticket is resolved; its SLA has stopped");
        }
    }

    private static boolean lasts(List<PauseRow> pauses, String cause) {
        return pauses.stream()
                .anyMatch(pause -> pause.until() == null && pause.cause().equals(cause));
    }

    /** @param cause ends only pauses of this cause; null: all pauses */
    private static List<PauseRow> end(List<PauseRow> pauses, @Nullable String cause, Instant now) {
        return pauses.stream()
                .map(pause -> pause.until() == null && (cause == null || cause.equals(pause.cause()))
                        ? new PauseRow(pause.cause(), pause.reason(), pause.from(), now)
                        : pause)
                .toList();
    }
}
