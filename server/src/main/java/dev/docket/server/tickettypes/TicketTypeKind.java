package dev.docket.server.tickettypes;

import dev.docket.api.model.TicketType;
import dev.docket.api.model.TicketTypeInput;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.policies.SlaDao;
import dev.docket.persistence.rotations.RotationDao;
import dev.docket.persistence.tickettypes.TicketTypeDao;
import dev.docket.persistence.tickettypes.TicketTypeRow;
import dev.docket.persistence.tickettypes.TicketTypeRowBuilder;
import dev.docket.server.configurations.ConfigurationKind;
import dev.docket.server.configurations.Stamp;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.security.KnownPermissions;
import dev.docket.server.text.Amount;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ticket types, whose custom fields have versions. */
final class TicketTypeKind extends ConfigurationKind<TicketTypeInput, TicketTypeRow, TicketType> {

    private static final TicketTypeMapper MAPPER = TicketTypeMapper.INSTANCE;

    public TicketTypeKind() {
        super("ticket type", TicketTypeDao.class, TicketTypeInput.class);
    }

    @Override
    protected @Nullable String id(TicketTypeInput input) {
        return input.getId();
    }

    @Override
    protected TicketTypeInput toInput(TicketTypeRow row) {
        return MAPPER.toInput(row);
    }

    @Override
    protected TicketTypeRow toRow(TicketTypeInput input, Stamp stamp) {
        return MAPPER.toRow(input, stamp, 1);
    }

    @Override
    protected TicketTypeRow complete(
            Transaction transaction, String account, TicketTypeRow row, @Nullable TicketTypeRow present) {
        if (present == null) {
            return row;
        }
        boolean hasNewFields = !row.customFields().equals(present.customFields());
        return TicketTypeRowBuilder.builder(row)
                .version(hasNewFields ? present.version() + 1 : present.version())
                .build();
    }

    @Override
    protected List<Versioned<TicketType>> show(Transaction transaction, String account, List<TicketTypeRow> rows) {
        return showEach(rows, MAPPER::toTicketType);
    }

    @Override
    protected List<Violation> check(Transaction transaction, String account, TicketTypeInput input) {
        List<Violation> violations = new ArrayList<>();
        if (input.getRotationId() != null
                && !transaction.dao(RotationDao.class).exists(account, input.getRotationId())) {
            violations.add(Violations.unknown("/rotationId", "rotation", input.getRotationId()));
        }
        if (input.getSlaPolicyId() != null && !transaction.dao(SlaDao.class).exists(account, input.getSlaPolicyId())) {
            violations.add(Violations.unknown("/slaPolicyId", "SLA policy", input.getSlaPolicyId()));
        }
        violations.addAll(checkPermissions(input.getRequiredPermissions()));
        violations.addAll(CustomFieldDefinitions.check(input.getCustomFields()));
        return violations;
    }

    /** A name without the prefix could become a permission of the contract later, and would then grant more. */
    private static List<Violation> checkPermissions(List<String> permissions) {
        List<Violation> violations = new ArrayList<>();
        for (int at = 0; at < permissions.size(); at++) {
            if (!KnownPermissions.isForTicketTypes(permissions.get(at))) {
                violations.add(Violations.inBody(
                        "/requiredPermissions/" + at,
                        ViolationCode.UNKNOWN_VALUE,
                        "is no permission of the service; a name of your own must begin with "
                                + KnownPermissions.OWN_PREFIX));
            }
        }
        return violations;
    }

    @Override
    protected void store(Transaction transaction, String account, @Nullable TicketTypeRow present, TicketTypeRow row) {
        if (present != null && row.version() > present.version()) {
            transaction.dao(TicketTypeDao.class).insertVersion(account, row);
        }
        super.store(transaction, account, present, row);
    }

    @Override
    protected void requireUnused(Transaction transaction, String account, TicketTypeRow row) {
        long tickets = transaction.dao(TicketTypeDao.class).countTickets(account, row.id());
        if (tickets > 0) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "the type '%s' has %s; set isActive to false instead"
                            .formatted(row.id(), Amount.of(tickets, "ticket")));
        }
    }
}
