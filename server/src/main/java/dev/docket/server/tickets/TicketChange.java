package dev.docket.server.tickets;

import dev.docket.api.model.TicketStatus;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.events.HistoryRow;
import dev.docket.persistence.servicelevels.SlaEventDao;
import dev.docket.persistence.servicelevels.SlaEventRow;
import dev.docket.persistence.servicelevels.SlaStamp;
import dev.docket.persistence.tickets.FoundTicket;
import dev.docket.persistence.tickets.TicketDao;
import dev.docket.persistence.tickets.TicketKey;
import dev.docket.persistence.tickets.TicketRow;
import dev.docket.persistence.tickets.TicketRowBuilder;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.EntityTags;
import dev.docket.server.security.Actor;
import dev.docket.server.sla.SlaAgreement;
import dev.docket.server.sla.SlaEvent;
import dev.docket.server.sla.SlaState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A change of one ticket, and the only way to make one. It locks the ticket until the transaction ends, and stores the
 * change with its history entry and its effects on the service level. Lock order: the account first, then tickets by
 * ascending {@link TicketRow#id}. Not thread-safe.
 */
public final class TicketChange {

    private final Transaction transaction;
    private final Actor actor;
    private final Instant now;
    private final TicketRow locked;
    private final Map<String, Object> details = new LinkedHashMap<>();
    private List<AssignmentTarget> prepared = List.of();
    private @Nullable AssignmentTarget given;
    private TicketRow before;
    private TicketRow ticket;
    private @Nullable SlaAgreement agreementBefore;
    private @Nullable SlaAgreement agreement;

    private TicketChange(Transaction transaction, FoundTicket found, Actor actor, Instant now) {
        this.transaction = transaction;
        this.actor = actor;
        this.before = found.ticket();
        // PostgreSQL keeps microseconds: the response shows the stored instant.
        this.now = ServiceLevel.notBefore(before, now.truncatedTo(ChronoUnit.MICROS));
        this.ticket = before;
        this.agreementBefore = ServiceLevel.agreement(found);
        this.agreement = agreementBefore;
        recordEvents();
        this.locked = before;
    }

    /**
     * Locks a ticket to change it.
     *
     * @throws ProblemException 404 if the ticket does not exist, was deleted, or has a type that the actor may not see
     */
    public static TicketChange of(Transaction transaction, String account, String ticketId, Actor actor, Instant now) {
        return seen(transaction, account, ticketId, actor, now).orElseThrow(() -> Tickets.missing(ticketId));
    }

    private static Optional<TicketChange> seen(
            Transaction transaction, String account, String ticketId, Actor actor, Instant now) {
        return lock(transaction, account, ticketId, actor)
                .filter(ticket -> ticket.ticket().deletedAt() == null)
                .map(found -> new TicketChange(transaction, found, actor, now));
    }

    /**
     * Like {@link #of}, for a change that {@link #giveTo gives} the ticket to one of {@code targets}. Locks the
     * account. Tickets that already wait for a rotation take their turns first; this ticket may be one of them.
     */
    public static TicketChange assigning(
            Transaction transaction,
            List<AssignmentTarget> targets,
            String account,
            String ticketId,
            Actor actor,
            Instant now) {
        return seenAndAssigning(transaction, targets, account, ticketId, actor, now)
                .orElseThrow(() -> Tickets.missing(ticketId));
    }

    /** Like {@link #assigning}; empty if the ticket was deleted, or has a type that the actor may not see. */
    public static Optional<TicketChange> seenAndAssigning(
            Transaction transaction,
            List<AssignmentTarget> targets,
            String account,
            String ticketId,
            Actor actor,
            Instant now) {
        targets.forEach(target -> target.prepare(transaction, account, now, actor.requestId()));
        Optional<TicketChange> change = seen(transaction, account, ticketId, actor, now);
        change.ifPresent(found -> found.prepared = List.copyOf(targets));
        return change;
    }

    /** Like {@link #of}, also for a deleted ticket. */
    public static TicketChange ofAny(
            Transaction transaction, String account, String ticketId, Actor actor, Instant now) {
        FoundTicket found = lock(transaction, account, ticketId, actor).orElseThrow(() -> Tickets.missing(ticketId));
        return new TicketChange(transaction, found, actor, now);
    }

    /**
     * Like {@link #ofAny}, without a check of the actor's permissions for the type: for changes that reach every
     * ticket.
     */
    public static TicketChange ofEvery(Transaction transaction, String account, long id, Actor actor, Instant now) {
        FoundTicket found = transaction
                .dao(TicketDao.class)
                .lock(account, TicketKey.of(id))
                .orElseThrow(() -> Tickets.missing(Long.toString(id)));
        return new TicketChange(transaction, found, actor, now);
    }

    /** Records SLA events of a ticket that have happened but are not stored. */
    public static Optional<TicketRow> record(Transaction transaction, String account, long id, Instant now) {
        Actor watch = Actor.system("sla", "SLA", "sla-watch", 0);
        return lock(transaction, account, Long.toString(id), watch)
                .map(found -> new TicketChange(transaction, found, watch, now).before());
    }

    private static Optional<FoundTicket> lock(Transaction transaction, String account, String ticketId, Actor actor) {
        return transaction
                .dao(TicketDao.class)
                .lock(account, TicketKey.of(ticketId))
                .filter(ticket -> actor.hasAll(ticket.requiredPermissions()));
    }

    /** Returns the ticket as it was when it was locked or last stored. */
    public TicketRow before() {
        return before;
    }

    /** Returns the ticket as it will be stored. */
    public TicketRow ticket() {
        return ticket;
    }

    /** Whether a change was stored. */
    boolean hasStored() {
        return before != locked;
    }

    /** Returns the user whose number of open tickets this change reduced; null if none. */
    @Nullable
    String freedAssignee() {
        return isOpen(locked) && !(isOpen(before) && Objects.equals(locked.assignedTo(), before.assignedTo()))
                ? locked.assignedTo()
                : null;
    }

    private static boolean isOpen(TicketRow ticket) {
        return ticket.resolvedAt() == null && ticket.deletedAt() == null;
    }

    public Actor actor() {
        return actor;
    }

    /** Returns the instant of the change. */
    public Instant now() {
        return now;
    }

    /** @throws ProblemException 412 if the ticket does not match {@code ifMatch} */
    public TicketChange requireMatch(@Nullable String ifMatch) {
        EntityTags.requireMatch(ifMatch, before.version());
        return this;
    }

    /** @throws ProblemException 409 if the work on the ticket has ended */
    public TicketChange requireNotResolved() {
        if (before.resolvedAt() != null) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "the ticket is %s; reopen it first"
                            .formatted(before.basics().status()));
        }
        return this;
    }

    /** @throws ProblemException 409 if the ticket is closed */
    public TicketChange requireNotClosed() {
        if (before.basics().status().equals(TicketStatus.CLOSED.toString())) {
            throw TicketLifecycle.closed();
        }
        return this;
    }

    /** @throws ProblemException 409 if the ticket is closed, or was merged into another one, which it names */
    public TicketChange requireTakesComments() {
        TicketLifecycle.requireNotMerged(before);
        return requireNotClosed();
    }

    /** Sets fields on which no other field depends. */
    public TicketChange with(UnaryOperator<TicketRowBuilder> fields) {
        ticket = fields.apply(TicketRowBuilder.builder(ticket)).build();
        return this;
    }

    /**
     * Gives the ticket to a target that {@link AssignmentTarget#check} accepted. For a rotation, the member whose turn
     * is next gets the ticket when the change is stored; if no member is available, the ticket waits.
     *
     * @throws IllegalStateException if the target is a rotation that was not passed to {@link #assigning}
     */
    public TicketChange giveTo(AssignmentTarget target) {
        if (target.rotationId() != null && !prepared.contains(target)) {
            throw new IllegalStateException("the rotation must be prepared before the ticket is locked");
        }
        if (!target.isNone()) {
            target.give(transaction, this);
            given = target;
        }
        return this;
    }

    /** @throws ProblemException 409 if that status cannot follow; 403 if the actor may not reopen a closed ticket */
    public TicketChange moveTo(TicketStatus status) {
        ticket = TicketLifecycle.move(ticket, status, agreement, actor, now);
        return this;
    }

    /**
     * Applies another agreement from the same start, with the ticket's pauses. A ticket without an SLA stays without.
     */
    TicketChange under(SlaAgreement other) {
        if (agreement != null) {
            agreement = other;
        }
        return this;
    }

    /** @throws ProblemException 409 if the SLA is already paused manually, or is not running */
    TicketChange pause(@Nullable String reason) {
        ticket = TicketLifecycle.pause(ticket, agreement, reason, now);
        return this;
    }

    /** @throws ProblemException 409 if the SLA is not paused manually, or is not running */
    TicketChange resume() {
        ticket = TicketLifecycle.resume(ticket, agreement, now);
        return this;
    }

    /** Adds a detail to the history entry that is not a field of the ticket. */
    public TicketChange noting(String name, Object value) {
        details.put(name, value);
        return this;
    }

    /** Stores the change under the action name of its history entry; does nothing if nothing has changed. */
    public TicketRow store(String action) {
        if (ticket.equals(before) && details.isEmpty()) {
            return before;
        }
        if (ticket.assignedTo() != null || ticket.resolvedAt() != null || ticket.deletedAt() != null) {
            with(fields -> fields.awaitsRotationId(null));
        }
        with(fields -> fields.updatedAt(now));
        SlaState state = sla();
        if (state != null) {
            // Earlier events are recorded first; this very change may add more events to the past.
            boolean isToBeRecorded = state.hasMoreThan(ServiceLevel.at(before, agreementBefore, now));
            SlaStamp stamp = agreement.stamp(state);
            with(fields -> fields.sla(isToBeRecorded ? stamp.withNextEventAt(now) : stamp));
        }
        write(action, actor);
        if (given != null) {
            given.settle(transaction, this);
            given = null;
        }
        return ticket;
    }

    /** Returns the state of the service level as it will be stored; null without one. */
    public @Nullable SlaState sla() {
        return agreement == null ? null : ServiceLevel.at(ticket, agreement, now);
    }

    /**
     * Records SLA events that are not stored yet, once for each target in each cycle. They only take time to pass, so
     * they do not update the ticket.
     */
    private void recordEvents() {
        SlaState state = sla();
        if (state == null
                || ticket.sla().nextEventAt() == null
                || ticket.sla().nextEventAt().isAfter(now)) {
            return;
        }
        SlaEventDao dao = transaction.dao(SlaEventDao.class);
        List<SlaEventRow> recorded = dao.list(ticket.accountId(), ticket.id());
        Actor sla = Actor.system("sla", "SLA", actor.requestId(), 0);
        with(fields -> fields.sla(agreement.stamp(state)));
        for (SlaEvent event : state.events()) {
            SlaEventRow row = new SlaEventRow(
                    event.target(), event.kind(), ticket.counters().reopenCount(), event.at());
            if (recorded.stream().noneMatch(known -> isKnown(row, known))) {
                noting("target", row.target()).noting("at", row.at()).noting("cycle", row.cycle());
                write("sla_" + row.kind(), sla);
                dao.insert(ticket.accountId(), ticket.id(), row, (int) ticket.version());
            }
        }
        if (ticket != before) {
            dao.lookAgain(ticket.accountId(), ticket.id(), ticket.sla().nextEventAt());
            before = ticket;
        }
    }

    /** In another cycle, an event is new only if it happened after the reopening. */
    private boolean isKnown(SlaEventRow event, SlaEventRow known) {
        return known.isLike(event)
                && (known.cycle() == event.cycle() || event.at().isBefore(ServiceLevel.cycleStart(ticket)));
    }

    private void write(String action, Actor by) {
        with(fields -> fields.version(before.version() + 1));
        Map<String, Object> after = TicketField.differing(ticket, before);
        after.putAll(details);
        HistoryRow entry = new HistoryRow(
                (int) ticket.version(), now, action, by.cause(), TicketField.differing(before, ticket), after);
        TicketDao dao = transaction.dao(TicketDao.class);
        dao.change(before, ticket, entry);
        transaction.count(TicketWriter.CHANGES, "action", action, 1);
        boolean beginsToWait =
                ticket.awaitsRotationId() != null && !ticket.awaitsRotationId().equals(before.awaitsRotationId());
        if (beginsToWait || !Objects.equals(ticket.assignedTo(), before.assignedTo())) {
            dao.recordAssignment(
                    ticket.accountId(), ticket.id(), entry.number(), ticket.assignedTo(), ticket.awaitsRotationId());
        }
        before = ticket;
        agreementBefore = agreement;
        details.clear();
    }
}
