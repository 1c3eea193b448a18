package dev.docket.server.calendars;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.model.BusinessCalendar;
import dev.docket.api.model.BusinessCalendarInput;
import dev.docket.api.model.HolidayImport;
import dev.docket.api.model.Violation;
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
import dev.docket.server.http.rest.EntityTags;
import dev.docket.server.http.rest.Page;
import dev.docket.server.http.rest.ResourceIds;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.recalculation.RecalculationRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What can be done with business calendars. Thread-safe. */
public final class BusinessCalendars {

    private static final BusinessCalendarMapper MAPPER = BusinessCalendarMapper.INSTANCE;

    private final Database database;
    private final Consumer<String> recalculation;
    private final Clock clock;

    /** @param recalculation is told of an account that has open tickets to be moved to another version of their policy */
    public BusinessCalendars(Database database, Consumer<String> recalculation, Clock clock) {
        this.database = database;
        this.recalculation = recalculation;
        this.clock = clock;
    }

    /**
     * @throws ProblemException 400 with everything that is wrong with {@code input}; 409 if there is one of its id
     */
    public Versioned<BusinessCalendar> create(String account, BusinessCalendarInput input) {
        Instant now = clock.instant();
        String id = ResourceIds.orNew(input.getId());
        return ConfigurationLock.change(database, account, transaction -> {
            BusinessCalendarDao dao = transaction.dao(BusinessCalendarDao.class);
            if (dao.find(account, id).isPresent()) {
                throw new ProblemException(ProblemType.CONFLICT, "there is a business calendar '" + id + "' already");
            }
            requireValid(input, now);
            dao.insert(account, MAPPER.toRow(input, id), now);
            return show(find(dao, account, id));
        });
    }

    /** @throws ProblemException 404 */
    public Versioned<BusinessCalendar> read(String account, String id) {
        return database.read(
                account, transaction -> show(find(transaction.dao(BusinessCalendarDao.class), account, id)));
    }

    /** In the order of ids. */
    public Page<BusinessCalendar> list(String account, @Nullable String cursor, int pageSize, boolean includeTotal) {
        String after = Page.after(cursor, "", key -> key.get(0));
        return database.read(account, transaction -> {
            BusinessCalendarDao dao = transaction.dao(BusinessCalendarDao.class);
            return Page.of(
                            dao.list(account, after, pageSize + 1),
                            pageSize,
                            row -> List.of(row.calendar().id()),
                            includeTotal ? dao.count(account) : null)
                    .map(MAPPER::toCalendar);
        });
    }

    /**
     * @param ifMatch the header of that name; null if it was not sent
     * @throws ProblemException 400 with everything that would be wrong afterwards; 404; 412
     */
    Versioned<BusinessCalendar> update(
            String account, String id, @Nullable String ifMatch, ObjectNode patch, RecalculationRequest edit) {
        return show(change(
                account,
                id,
                ifMatch,
                edit,
                calendar -> MergePatch.apply(patch, MAPPER.toInput(calendar), BusinessCalendarInput.class)));
    }

    /**
     * Adds the dates of an iCalendar file.
     *
     * @param ifMatch the header of that name; null if it was not sent
     * @throws ProblemException 400 if the file or the calendar that it would make is refused; 404; 412
     */
    Versioned<HolidayImport> importHolidays(
            String account, String id, @Nullable String ifMatch, String file, RecalculationRequest edit) {
        LocalDate today = clock.instant()
                .atZone(ZoneId.of(read(account, id).body().getZone()))
                .toLocalDate();
        HolidayFile holidays = HolidayFile.read(file, today.minusYears(1), today.plusYears(10));
        HolidayImport result = new HolidayImport().eventsIgnored(holidays.eventsIgnored());
        StoredCalendarRow changed = change(account, id, ifMatch, edit, calendar -> {
            TreeSet<LocalDate> dates = new TreeSet<>(calendar.holidays());
            dates.addAll(holidays.dates());
            HolidayFile.requireNotTooMany(dates.size());
            result.setDatesAdded(dates.size() - calendar.holidays().size());
            return MAPPER.toInput(calendar).holidays(List.copyOf(dates));
        });
        return Versioned.of(result.calendar(MAPPER.toCalendar(changed)), changed.revision());
    }

    private StoredCalendarRow change(
            String account,
            String id,
            @Nullable String ifMatch,
            RecalculationRequest edit,
            Function<BusinessCalendarRow, BusinessCalendarInput> change) {
        Instant now = clock.instant();
        StoredCalendarRow changed = ConfigurationLock.change(database, account, transaction -> {
            BusinessCalendarDao dao = transaction.dao(BusinessCalendarDao.class);
            StoredCalendarRow row = find(dao, account, id);
            EntityTags.requireMatch(ifMatch, row.revision());
            BusinessCalendarInput input = change.apply(row.calendar());
            requireValid(input, now);
            BusinessCalendarRow calendar = MAPPER.toRow(input, id);
            if (!calendar.equals(row.calendar())) {
                dao.update(account, calendar, now);
            }
            List<StoredPolicyRow> policies = transaction.dao(SlaDao.class).listUsing(account, id);
            boolean hasOtherHours = !hasHoursOf(calendar, row.calendar());
            for (StoredPolicyRow policy : policies) {
                int version = hasOtherHours
                        ? addVersion(transaction, account, policy, calendar, now)
                        : policy.policy().version();
                if (edit.isForOpenTickets()) {
                    transaction
                            .dao(RecalculationDao.class)
                            .request(account, edit.recalculation(policy.policy().id(), version, now));
                }
            }
            return find(dao, account, id);
        });
        if (edit.isForOpenTickets()) {
            recalculation.accept(account);
        }
        return changed;
    }

    /** A new version of a policy that uses the calendar, which is also what tells the nodes of the change. */
    private static int addVersion(
            Transaction transaction, String account, StoredPolicyRow row, BusinessCalendarRow calendar, Instant now) {
        SlaDao dao = transaction.dao(SlaDao.class);
        SlaPolicyRow policy = row.policy().withCalendar(calendar, row.policy().version() + 1);
        dao.insertVersion(account, policy, calendar.id(), now);
        dao.update(account, policy, calendar.id(), now);
        return policy.version();
    }

    private static boolean hasHoursOf(BusinessCalendarRow one, BusinessCalendarRow other) {
        return one.zone().equals(other.zone())
                && one.weekly().equals(other.weekly())
                && one.holidays().equals(other.holidays())
                && one.openings().equals(other.openings());
    }

    /**
     * @param ifMatch the header of that name; null if it was not sent
     * @throws ProblemException 404; 409 if policies use it; 412
     */
    public void delete(String account, String id, @Nullable String ifMatch) {
        ConfigurationLock.change(database, account, transaction -> {
            BusinessCalendarDao dao = transaction.dao(BusinessCalendarDao.class);
            EntityTags.requireMatch(ifMatch, find(dao, account, id).revision());
            int policies = transaction.dao(SlaDao.class).listUsing(account, id).size();
            if (policies > 0) {
                throw new ProblemException(
                        ProblemType.CONFLICT,
                        "%d SLA policies use the calendar '%s'; give them another first".formatted(policies, id));
            }
            dao.delete(account, id);
            return null;
        });
    }

    private static void requireValid(BusinessCalendarInput input, Instant now) {
        List<Violation> violations = CalendarCheck.check(input, "", now);
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
    }

    private static Versioned<BusinessCalendar> show(StoredCalendarRow row) {
        return Versioned.of(MAPPER.toCalendar(row), row.revision());
    }

    private static StoredCalendarRow find(BusinessCalendarDao dao, String account, String id) {
        return dao.find(account, id)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND, "there is no business calendar '" + id + "' in this account"));
    }
}
