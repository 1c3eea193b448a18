package dev.docket.server.policies;

import dev.docket.api.model.SlaPolicy;
import dev.docket.api.model.SlaPolicyInput;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.persistence.calendars.BusinessCalendarDao;
import dev.docket.persistence.calendars.BusinessCalendarRow;
import dev.docket.persistence.calendars.StoredCalendarRow;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.policies.SlaDao;
import dev.docket.persistence.policies.SlaPolicyRow;
import dev.docket.persistence.policies.StoredPolicyRow;
import dev.docket.server.configurations.ConfigurationKind;
import dev.docket.server.configurations.Stamp;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.text.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** SLA policies. A change that due dates depend on creates a new version. */
final class SlaPolicyKind extends ConfigurationKind<SlaPolicyInput, StoredPolicyRow, SlaPolicy> {

    private static final SlaPolicyMapper MAPPER = SlaPolicyMapper.INSTANCE;
    /** An id that no policy may have, because its path is that of an operation. */
    private static final String RESERVED_ID = "preview";

    public SlaPolicyKind() {
        super("SLA policy", SlaDao.class, SlaPolicyInput.class);
    }

    @Override
    protected @Nullable String id(SlaPolicyInput input) {
        return input.getId();
    }

    @Override
    protected SlaPolicyInput toInput(StoredPolicyRow row) {
        return MAPPER.toInput(row);
    }

    @Override
    protected StoredPolicyRow toRow(SlaPolicyInput input, Stamp stamp) {
        return MAPPER.toStoredRow(input, stamp);
    }

    @Override
    protected StoredPolicyRow complete(
            Transaction transaction, String account, StoredPolicyRow row, @Nullable StoredPolicyRow present) {
        if (present == null) {
            return row.withPolicy(row.policy().withCalendar(calendar(transaction, account, row.calendarId()), 1));
        }
        SlaPolicyRow before = present.policy();
        BusinessCalendarRow calendar = Objects.equals(row.calendarId(), present.calendarId())
                ? before.calendar()
                : calendar(transaction, account, row.calendarId());
        SlaPolicyRow policy = row.policy().withCalendar(calendar, before.version());
        return row.withPolicy(
                hasTermsOf(before, policy) ? policy : policy.withCalendar(calendar, before.version() + 1));
    }

    private static boolean hasTermsOf(SlaPolicyRow one, SlaPolicyRow other) {
        return one.targets().equals(other.targets())
                && one.pausingStatuses().equals(other.pausingStatuses())
                && one.atRiskPercent() == other.atRiskPercent()
                && one.pausesFirstResponse() == other.pausesFirstResponse()
                && Objects.equals(one.calendar(), other.calendar());
    }

    @Override
    protected List<Versioned<SlaPolicy>> show(Transaction transaction, String account, List<StoredPolicyRow> rows) {
        return showEach(rows, MAPPER::toPolicy);
    }

    @Override
    protected List<Violation> check(Transaction transaction, String account, SlaPolicyInput input) {
        return check(transaction, account, input, "");
    }

    /** Returns the violations of a policy beyond those of the contract; {@code place} is the pointer to the policy. */
    static List<Violation> check(Transaction transaction, String account, SlaPolicyInput input, String place) {
        List<Violation> violations = new ArrayList<>();
        if (RESERVED_ID.equals(input.getId())) {
            violations.add(Violations.inBody(
                    place + "/id", ViolationCode.INVALID_FORMAT, "is the path of an operation; choose another"));
        }
        if (input.getCalendarId() != null
                && !transaction.dao(BusinessCalendarDao.class).exists(account, input.getCalendarId())) {
            violations.add(Violations.unknown(place + "/calendarId", "business calendar", input.getCalendarId()));
        }
        return violations;
    }

    @Override
    protected void store(
            Transaction transaction, String account, @Nullable StoredPolicyRow present, StoredPolicyRow row) {
        SlaDao dao = transaction.dao(SlaDao.class);
        if (present != null && row.policy().version() > present.policy().version()) {
            dao.insertVersion(account, row);
        }
        if (row.policy().isDefault()) {
            dao.removeDefault(account, row.id(), row.updatedAt());
        }
        super.store(transaction, account, present, row);
    }

    @Override
    protected void requireUnused(Transaction transaction, String account, StoredPolicyRow row) {
        SlaDao dao = transaction.dao(SlaDao.class);
        long tickets = dao.countTickets(account, row.id());
        long types = dao.countTicketTypes(account, row.id());
        if (tickets > 0 || types > 0) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    ("the policy '%s' applies to %s and is named by %s; delete it when it applies to no ticket"
                                    + " and the ticket types name another")
                            .formatted(row.id(), Amount.of(tickets, "ticket"), Amount.of(types, "ticket type")));
        }
    }

    /** Returns the current calendar, for a version of a policy. */
    public static @Nullable BusinessCalendarRow calendar(Transaction transaction, String account, @Nullable String id) {
        return id == null
                ? null
                : transaction
                        .dao(BusinessCalendarDao.class)
                        .find(account, id)
                        .map(StoredCalendarRow::calendar)
                        .orElseThrow();
    }
}
