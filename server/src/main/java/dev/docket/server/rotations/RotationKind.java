package dev.docket.server.rotations;

import dev.docket.api.model.TicketRotation;
import dev.docket.api.model.TicketRotationInput;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.directory.UserDao;
import dev.docket.persistence.rotations.MemberSetupRow;
import dev.docket.persistence.rotations.RotationDao;
import dev.docket.persistence.rotations.RotationRow;
import dev.docket.persistence.rotations.RotationStateRow;
import dev.docket.persistence.rotations.TurnDao;
import dev.docket.persistence.tickettypes.TicketTypeDao;
import dev.docket.server.configurations.ConfigurationKind;
import dev.docket.server.configurations.Stamp;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.http.rest.EntityTags;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.text.Amount;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rotations with their members, shown with their turns and availability. */
final class RotationKind extends ConfigurationKind<TicketRotationInput, RotationRow, TicketRotation> {

    private static final RotationMapper MAPPER = RotationMapper.INSTANCE;

    private final Clock clock;

    RotationKind(Clock clock) {
        super("rotation", RotationDao.class, TicketRotationInput.class);
        this.clock = clock;
    }

    @Override
    protected @Nullable String id(TicketRotationInput input) {
        return input.getId();
    }

    @Override
    protected TicketRotationInput toInput(RotationRow row) {
        return MAPPER.toInput(row);
    }

    @Override
    protected RotationRow toRow(TicketRotationInput input, Stamp stamp) {
        return MAPPER.toRow(input, stamp);
    }

    @Override
    protected List<Versioned<TicketRotation>> show(Transaction transaction, String account, List<RotationRow> rows) {
        List<String> ids = rows.stream().map(RotationRow::id).toList();
        Map<String, RotationState> standings = new RotationStore(transaction, account, clock.instant()).look(ids);
        Map<String, List<String>> types =
                transaction.dao(RotationDao.class).ticketTypesOf(account, ids).entrySet().stream()
                        .collect(Collectors.groupingBy(
                                Map.Entry::getValue, Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        return rows.stream()
                .map(row -> show(row, standings.get(row.id()), types.getOrDefault(row.id(), List.of())))
                .toList();
    }

    /** The entity tag also covers the state of the rotation, which changes with every turn. */
    private static Versioned<TicketRotation> show(RotationRow row, RotationState standing, List<String> ticketTypeIds) {
        TicketRotation rotation = MAPPER.toRotation(row, standing, ticketTypeIds);
        return new Versioned<>(rotation, EntityTags.of(row.revision(), rotation));
    }

    @Override
    protected List<Violation> check(Transaction transaction, String account, TicketRotationInput input) {
        List<Violation> violations = new ArrayList<>();
        if (input.getTicketTypeId() != null
                && !transaction.dao(TicketTypeDao.class).exists(account, input.getTicketTypeId())) {
            violations.add(Violations.unknown("/ticketTypeId", "ticket type", input.getTicketTypeId()));
        }
        List<String> userIds = MAPPER.toMembers(input.getUserRotationArray()).stream()
                .map(MemberSetupRow::userId)
                .toList();
        Set<String> known = transaction.dao(UserDao.class).existing(account, userIds);
        Set<String> seen = new HashSet<>();
        for (int at = 0; at < userIds.size(); at++) {
            String pointer = "/userRotationArray/" + at + "/userId";
            String userId = userIds.get(at);
            if (!known.contains(userId)) {
                violations.add(Violations.unknown(pointer, "user", userId));
            } else if (!seen.add(userId)) {
                violations.add(Violations.inBody(
                        pointer,
                        ViolationCode.CONTRADICTION,
                        "is a member earlier in the list; set its weight there instead"));
            }
        }
        return violations;
    }

    @Override
    protected void store(Transaction transaction, String account, @Nullable RotationRow present, RotationRow row) {
        if (present == null) {
            Rotations.add(transaction, account, row);
            return;
        }
        RotationDao dao = transaction.dao(RotationDao.class);
        dao.update(account, row);
        if (!row.members().equals(present.members())) {
            dao.replaceMembers(account, row.id(), row.members());
        }
    }

    @Override
    protected void requireUnused(Transaction transaction, String account, RotationRow row) {
        Set<String> types = transaction
                .dao(RotationDao.class)
                .ticketTypesOf(account, List.of(row.id()))
                .keySet();
        if (!types.isEmpty()) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "the rotation is used by these ticket types: %s; give them another rotationId first"
                            .formatted(String.join(", ", types)));
        }
        RotationStateRow standing =
                transaction.dao(TurnDao.class).standing(account, row.id()).orElseThrow();
        if (standing.turns() > 0 || standing.waiting() > 0) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "the rotation explains %s and has %s waiting; set its status to inactive instead"
                            .formatted(
                                    Amount.of(standing.turns(), "assignment"),
                                    Amount.of(standing.waiting(), "ticket")));
        }
    }
}
