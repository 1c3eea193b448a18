package dev.docket.server.rotations;

import dev.docket.api.model.TicketAssignment;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.rotations.AssignmentRow;
import dev.docket.persistence.rotations.TurnDao;
import dev.docket.persistence.tickets.TicketRow;
import dev.docket.server.http.rest.EntityTags;
import dev.docket.server.http.rest.Versioned;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Explains why a ticket has its assignee. */
public final class Assignments {

    private Assignments() {}

    /** The decision in force; empty if no decision was made yet, or if the user it assigned was removed. */
    public static Versioned<TicketAssignment> explain(Transaction transaction, TicketRow ticket) {
        @Nullable
        AssignmentRow decision = transaction
                .dao(TurnDao.class)
                .assignment(ticket.accountId(), ticket.id())
                .filter(found -> Objects.equals(found.assignedTo(), ticket.assignedTo()))
                .orElse(null);
        TicketAssignment assignment = RotationMapper.INSTANCE.toAssignment(decision);
        return new Versioned<>(assignment, EntityTags.of(ticket.version(), assignment));
    }
}
