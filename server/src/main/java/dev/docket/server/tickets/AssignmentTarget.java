package dev.docket.server.tickets;

import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.directory.TeamDao;
import dev.docket.persistence.directory.TeamRow;
import dev.docket.persistence.directory.UserDao;
import dev.docket.persistence.directory.UserRow;
import dev.docket.persistence.rotations.RotationDao;
import dev.docket.persistence.rotations.RotationRow;
import dev.docket.persistence.tickets.TargetRow;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.rotations.Rotations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The target of an assignment: a user, a team, or a rotation, whose next member gets the ticket; at most one of them.
 * {@link TicketChange#giveTo} makes the assignment.
 */
public record AssignmentTarget(
        @Nullable String userId,
        @Nullable Long teamId,
        @Nullable String rotationId) {

    public TargetRow row() {
        return new TargetRow(userId, teamId, rotationId);
    }

    public boolean isNone() {
        return userId == null && teamId == null && rotationId == null;
    }

    /**
     * Returns what is wrong with this target: more than one is given, or one is unknown or not active.
     *
     * @param pointer JSON pointer to the object that has the three properties
     */
    public List<Violation> check(Transaction transaction, String account, String pointer) {
        List<Violation> violations = new ArrayList<>();
        if (teamId != null && userId != null) {
            violations.add(isOneTooMany(pointer + "/teamId"));
        }
        if (rotationId != null && (userId != null || teamId != null)) {
            violations.add(isOneTooMany(pointer + "/rotationId"));
        }
        if (userId != null) {
            Optional<UserRow> user = transaction.dao(UserDao.class).find(account, userId);
            check(
                            pointer + "/userId",
                            "user",
                            userId,
                            user.isPresent(),
                            user.isPresent() && user.get().isActive())
                    .ifPresent(violations::add);
        }
        if (teamId != null) {
            boolean exists =
                    transaction.dao(TeamDao.class).find(account, teamId).isPresent();
            check(pointer + "/teamId", "team", teamId, exists, exists).ifPresent(violations::add);
        }
        if (rotationId != null) {
            Optional<RotationRow> rotation = transaction.dao(RotationDao.class).find(account, rotationId);
            check(pointer + "/rotationId", "rotation", rotationId, rotation.isPresent(), isActive(rotation))
                    .ifPresent(violations::add);
        }
        return violations;
    }

    private static boolean isActive(Optional<RotationRow> rotation) {
        return rotation.filter(row -> row.status().equals("active")).isPresent();
    }

    private static Violation isOneTooMany(String pointer) {
        return Violations.inBody(
                pointer, ViolationCode.CONTRADICTION, "give only one of userId, teamId and rotationId");
    }

    private static Optional<Violation> check(
            String pointer, String entity, Object id, boolean exists, boolean isActive) {
        if (!exists) {
            return Optional.of(Violations.unknown(pointer, entity, id));
        }
        return isActive
                ? Optional.empty()
                : Optional.of(Violations.inBody(
                        pointer, ViolationCode.INACTIVE_REFERENCE, "the %s '%s' is not active".formatted(entity, id)));
    }

    /** Gives tickets that already wait to available members; the ticket to assign may be one of them. */
    void prepare(Transaction transaction, String account, Instant now, String requestId) {
        if (rotationId != null && isActive(transaction.dao(RotationDao.class).find(account, rotationId))) {
            Rotations.settle(transaction, account, rotationId, now, requestId);
        }
    }

    /** Sets the assignee, or the rotation that the ticket waits for. {@link #check} must have passed. */
    void give(Transaction transaction, TicketChange change) {
        String assignee = change.ticket().assignedTo();
        if (userId != null) {
            change.with(fields -> fields.assignedTo(userId));
        } else if (teamId != null) {
            boolean stays = transaction
                    .dao(TeamDao.class)
                    .find(change.ticket().accountId(), teamId)
                    .map(TeamRow::memberIds)
                    .orElseThrow()
                    .contains(assignee);
            change.with(fields -> fields.assignedTeamId(teamId)
                    .assignedTo(stays ? assignee : null)
                    .awaitsRotationId(null));
        } else if (rotationId != null) {
            change.with(fields -> fields.assignedTo(null).awaitsRotationId(rotationId));
        }
    }

    /** Takes the turn for a ticket whose change was stored, if a member is available. */
    void settle(Transaction transaction, TicketChange change) {
        if (rotationId != null) {
            Rotations.settle(
                    transaction,
                    change.ticket().accountId(),
                    rotationId,
                    change.now(),
                    change.actor().requestId());
        }
    }
}
