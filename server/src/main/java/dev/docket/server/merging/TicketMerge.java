package dev.docket.server.merging;

import dev.docket.api.model.Ticket;
import dev.docket.api.model.TicketMergeInput;
import dev.docket.api.model.TicketStatus;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.merging.MergeDao;
import dev.docket.persistence.tickets.TicketRow;
import dev.docket.server.comments.Comments;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.security.Actor;
import dev.docket.server.tickets.TicketChange;
import dev.docket.server.tickets.Tickets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Merges tickets. Thread-safe. */
final class TicketMerge {

    private final Database database;
    private final Clock clock;

    public TicketMerge(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Merges tickets into a primary one: all of them or none.
     *
     * @throws ProblemException 400 if a ticket does not exist or is repeated; 409 if one is closed, or is already
     *     merged
     */
    public Versioned<Ticket> merge(String account, TicketMergeInput input, Actor actor) {
        return Tickets.show(database.write(account, transaction -> {
            List<Long> ids = ids(transaction, account, input, actor);
            // By ascending id, so that two merges never deadlock.
            Map<Long, TicketChange> changes = new TreeMap<>();
            Instant now = clock.instant();
            ids.stream()
                    .sorted()
                    .forEach(id ->
                            changes.put(id, TicketChange.of(transaction, account, Long.toString(id), actor, now)));
            changes.values().forEach(TicketMerge::requireMergeable);
            TicketChange primary = changes.get(ids.get(0));
            List<TicketChange> others =
                    ids.subList(1, ids.size()).stream().map(changes::get).toList();
            others.forEach(other -> merge(transaction, input, primary, other));
            return finish(transaction, input, primary, others);
        }));
    }

    /** Returns the ids of the tickets, the primary one first. */
    private static List<Long> ids(Transaction transaction, String account, TicketMergeInput input, Actor actor) {
        Map<Long, String> pointers = new LinkedHashMap<>();
        List<Violation> violations = new ArrayList<>();
        List<String> named = Stream.concat(Stream.of(input.getPrimaryTicketId()), input.getTicketIdsToMerge().stream())
                .toList();
        for (int at = 0; at < named.size(); at++) {
            String pointer = at == 0 ? "/primaryTicketId" : "/ticketIdsToMerge/" + (at - 1);
            Long id = Tickets.findId(transaction, account, named.get(at), actor).orElse(null);
            if (id == null) {
                violations.add(Violations.unknown(pointer, "ticket", named.get(at)));
            } else if (pointers.putIfAbsent(id, pointer) != null) {
                violations.add(Violations.inBody(
                        pointer, ViolationCode.CONTRADICTION, "is the same ticket as " + pointers.get(id)));
            }
        }
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        return List.copyOf(pointers.keySet());
    }

    private static void requireMergeable(TicketChange change) {
        TicketRow ticket = change.ticket();
        if (ticket.metaData().containsKey(Tickets.MERGED_INTO)) {
            throw conflict(ticket, "is already merged into another ticket");
        }
        if (ticket.basics().status().equals(TicketStatus.CLOSED.toString())) {
            throw conflict(ticket, "is closed");
        }
    }

    private static ProblemException conflict(TicketRow ticket, String why) {
        return new ProblemException(ProblemType.CONFLICT, "the ticket " + ticket.ticketNumber() + " " + why);
    }

    private static void merge(
            Transaction transaction, TicketMergeInput input, TicketChange primary, TicketChange other) {
        MergeDao dao = transaction.dao(MergeDao.class);
        TicketRow to = primary.ticket();
        TicketRow from = other.ticket();
        if (input.getMergeComments()) {
            dao.moveComments(from.accountId(), from.id(), to.id(), to.counters().commentCount());
            primary.with(fields -> fields.counters(fields.counters().plusComments(from.counters()))
                    .lastResponseAt(later(to.lastResponseAt(), from.lastResponseAt()))
                    .lastCustomerResponseAt(later(to.lastCustomerResponseAt(), from.lastCustomerResponseAt())));
            other.with(fields ->
                    fields.counters(fields.counters().withResponseCount(0).withInternalNoteCount(0)));
        }
        if (input.getMergeAttachments()) {
            dao.moveAttachments(from.accountId(), from.id(), to.id());
            primary.with(fields -> fields.counters(
                    fields.counters().plusAttachments(from.counters().attachmentCount())));
            other.with(fields -> fields.counters(fields.counters().withAttachmentCount(0)));
        }
        Map<String, Object> metaData = new LinkedHashMap<>(from.metaData());
        metaData.put(Tickets.MERGED_INTO, to.uniqueId().toString());
        other.with(fields -> fields.metaData(metaData));
        if (input.getCloseSecondaryTickets()) {
            other.moveTo(TicketStatus.CLOSED);
        }
        other.noting("mergedInto", to.uniqueId().toString()).store("merged_into");
    }

    private static TicketChange finish(
            Transaction transaction, TicketMergeInput input, TicketChange primary, List<TicketChange> others) {
        if (input.getAddMergeNote()) {
            String numbers =
                    others.stream().map(other -> other.ticket().ticketNumber()).collect(Collectors.joining(", "));
            Comments.add(transaction, primary, "Merged into this ticket: " + numbers, true, List.of());
        }
        primary.noting(
                        "mergedTicketIds",
                        others.stream()
                                .map(other -> other.ticket().uniqueId().toString())
                                .toList())
                .store("merged");
        return primary;
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        return Stream.of(one, other)
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(null);
    }
}
