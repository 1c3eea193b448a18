package dev.docket.server.rotations;

import dev.docket.api.model.TicketAssignment;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.rotations.AssignmentRow;
import dev.docket.persistence.rotations.TurnDao;
import dev.docket.server.http.Versioned;
import org.jspecify.annotations.Nullable;

/** Explains why tickets are with whom they are. */
public final class Assignments {

    private Assignments() {}

    /** @param ticketId the id of a ticket that there is */
    public static Versioned<TicketAssignment> explain(Transaction transaction, String account, long ticketId) {
        @Nullable
        AssignmentRow decision =
                transaction.dao(TurnDao.class).assignment(account, ticketId).orElse(null);
        return Versioned.of(
                RotationMapper.INSTANCE.toAssignment(decision), decision == null ? 0 : decision.historyNumber());
    }
}
