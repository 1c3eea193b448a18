package dev.docket.server.policies;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.model.SlaPolicy;
import dev.docket.api.model.SlaPolicyInput;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.persistence.accounts.ConfigurationLock;
import dev.docket.persistence.calendars.BusinessCalendarDao;
import dev.docket.persistence.calendars.BusinessCalendarRow;
import dev.docket.persistence.calendars.StoredCalendarRow;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.policies.SlaDao;
import dev.docket.persistence.policies.SlaPolicyRow;
import dev.docket.persistence.policies.StoredPolicyRow;
import dev.docket.persistence.recalculation.RecalculationDao;
import dev.docket.server.http.json.MergePatch;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.http.rest.EntityTags;
import dev.docket.server.http.rest.Page;
import dev.docket.server.http.rest.ResourceIds;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.recalculation.RecalculationRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What can be done with SLA policies. Thread-safe. */
public final class SlaPolicies {

    private static final SlaPolicyMapper MAPPER = SlaPolicyMapper.INSTANCE;
    /** The path of an operation, where a policy of this id could not be read. */
    private static final String RESERVED_ID = "preview";

    private final Database database;
    private final Consumer<String> recalculation;
    private final Clock clock;

    /** @param recalculation is told of an account that has open tickets to be moved to another version of their policy */
    public SlaPolicies(Database database, Consumer<String> recalculation, Clock clock) {
        this.database = database;
        this.recalculation = recalculation;
        this.clock = clock;
    }

    /**
     * @throws ProblemException 400 with everything that is wrong with {@code input}; 409 if there is one of its id
     */
    public Versioned<SlaPolicy> create(String account, SlaPolicyInput input) {
        Instant now = clock.instant();
        String id = ResourceIds.orNew(input.getId());
        return ConfigurationLock.change(database, account, transaction -> {
            SlaDao dao = transaction.dao(SlaDao.class);
            if (dao.existsPolicy(account, id)) {
                throw new ProblemException(ProblemType.CONFLICT, "there is an SLA policy '" + id + "' already");
            }
            requireValid(transaction, account, input);
            SlaPolicyRow policy = MAPPER.toRow(input, id, 1, calendar(transaction, account, input.getCalendarId()));
            if (policy.isDefault()) {
                dao.removeDefault(account, id, now);
            }
            dao.insert(account, policy, input.getCalendarId(), now);
            return show(find(dao, account, id));
        });
    }

    /** @throws ProblemException 404 */
    public Versioned<SlaPolicy> read(String account, String id) {
        return database.read(account, transaction -> show(find(transaction.dao(SlaDao.class), account, id)));
    }

    /** In the order of ids. */
    public Page<SlaPolicy> list(String account, @Nullable String cursor, int pageSize, boolean includeTotal) {
        String after = Page.after(cursor, "", key -> key.get(0));
        return database.read(account, transaction -> {
            SlaDao dao = transaction.dao(SlaDao.class);
            return Page.of(
                            dao.list(account, after, pageSize + 1),
                            pageSize,
                            row -> List.of(row.policy().id()),
                            includeTotal ? dao.count(account) : null)
                    .map(MAPPER::toPolicy);
        });
    }

    /**
     * @param ifMatch the header of that name; null if it was not sent
     * @throws ProblemException 400 with everything that would be wrong afterwards; 404; 412
     */
    Versioned<SlaPolicy> update(
            String account, String id, @Nullable String ifMatch, ObjectNode patch, RecalculationRequest edit) {
        Instant now = clock.instant();
        Versioned<SlaPolicy> updated = ConfigurationLock.change(database, account, transaction -> {
            SlaDao dao = transaction.dao(SlaDao.class);
            StoredPolicyRow row = find(dao, account, id);
            EntityTags.requireMatch(ifMatch, row.revision());
            SlaPolicyInput input = MergePatch.apply(patch, MAPPER.toInput(row), SlaPolicyInput.class);
            requireValid(transaction, account, input);
            SlaPolicyRow policy = changed(transaction, account, row, input);
            if (!policy.equals(row.policy()) || !Objects.equals(input.getCalendarId(), row.calendarId())) {
                if (policy.version() > row.policy().version()) {
                    dao.insertVersion(account, policy, input.getCalendarId(), now);
                }
                if (policy.isDefault()) {
                    dao.removeDefault(account, id, now);
                }
                dao.update(account, policy, input.getCalendarId(), now);
            }
            if (edit.isForOpenTickets()) {
                transaction.dao(RecalculationDao.class).request(account, edit.recalculation(id, policy.version(), now));
            }
            return show(find(dao, account, id));
        });
        if (edit.isForOpenTickets()) {
            recalculation.accept(account);
        }
        return updated;
    }

    /** The policy as it is to be, in a new version if due dates depend on what is different. */
    private static SlaPolicyRow changed(
            Transaction transaction, String account, StoredPolicyRow row, SlaPolicyInput input) {
        SlaPolicyRow present = row.policy();
        BusinessCalendarRow calendar = Objects.equals(input.getCalendarId(), row.calendarId())
                ? present.calendar()
                : calendar(transaction, account, input.getCalendarId());
        SlaPolicyRow changed = MAPPER.toRow(input, present.id(), present.version(), calendar);
        return hasTermsOf(present, changed)
                ? changed
                : MAPPER.toRow(input, present.id(), present.version() + 1, calendar);
    }

    private static boolean hasTermsOf(SlaPolicyRow one, SlaPolicyRow other) {
        return one.targets().equals(other.targets())
                && one.pausingStatuses().equals(other.pausingStatuses())
                && one.atRiskPercent() == other.atRiskPercent()
                && one.pausesFirstResponse() == other.pausesFirstResponse()
                && Objects.equals(one.calendar(), other.calendar());
    }

    /**
     * @param ifMatch the header of that name; null if it was not sent
     * @throws ProblemException 404; 409 if tickets or ticket types refer to it; 412
     */
    public void delete(String account, String id, @Nullable String ifMatch) {
        ConfigurationLock.change(database, account, transaction -> {
            SlaDao dao = transaction.dao(SlaDao.class);
            EntityTags.requireMatch(ifMatch, find(dao, account, id).revision());
            long tickets = dao.countTickets(account, id);
            long types = dao.countTicketTypes(account, id);
            if (tickets > 0 || types > 0) {
                throw new ProblemException(
                        ProblemType.CONFLICT,
                        ("%d tickets are under the policy '%s' and %d ticket types name it; it can go when no ticket"
                                        + " is under it and the ticket types name another")
                                .formatted(tickets, id, types));
            }
            dao.delete(account, id);
            return null;
        });
    }

    /** What is wrong with a policy, beyond what the contract says; {@code place} is the pointer to it. */
    static List<Violation> check(Transaction transaction, String account, SlaPolicyInput input, String place) {
        List<Violation> violations = new ArrayList<>();
        if (RESERVED_ID.equals(input.getId())) {
            violations.add(Violations.inBody(
                    place + "/id", ViolationCode.INVALID_FORMAT, "is the path of an operation; choose another"));
        }
        if (input.getCalendarId() != null
                && transaction
                        .dao(BusinessCalendarDao.class)
                        .find(account, input.getCalendarId())
                        .isEmpty()) {
            violations.add(Violations.unknown(place + "/calendarId", "business calendar", input.getCalendarId()));
        }
        return violations;
    }

    private static void requireValid(Transaction transaction, String account, SlaPolicyInput input) {
        List<Violation> violations = check(transaction, account, input, "");
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
    }

    /** A copy for a version of a policy. */
    static @Nullable BusinessCalendarRow calendar(Transaction transaction, String account, @Nullable String id) {
        return id == null
                ? null
                : transaction
                        .dao(BusinessCalendarDao.class)
                        .find(account, id)
                        .map(StoredCalendarRow::calendar)
                        .orElseThrow();
    }

    private static Versioned<SlaPolicy> show(StoredPolicyRow row) {
        return Versioned.of(MAPPER.toPolicy(row), row.revision());
    }

    private static StoredPolicyRow find(SlaDao dao, String account, String id) {
        return dao.find(account, id)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND, "there is no SLA policy '" + id + "' in this account"));
    }
}
