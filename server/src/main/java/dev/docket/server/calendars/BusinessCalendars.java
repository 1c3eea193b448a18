package dev.docket.server.calendars;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.docket.api.model.BusinessCalendar;
import dev.docket.api.model.BusinessCalendarInput;
import dev.docket.api.model.HolidayImport;
import dev.docket.persistence.calendars.BusinessCalendarRow;
import dev.docket.persistence.calendars.StoredCalendarRow;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.policies.SlaDao;
import dev.docket.persistence.policies.StoredPolicyRow;
import dev.docket.persistence.recalculation.RecalculationDao;
import dev.docket.server.calendars.icalendar.HolidayFile;
import dev.docket.server.configurations.Change;
import dev.docket.server.configurations.Configured;
import dev.docket.server.http.json.MergePatch;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.rest.Versioned;
import dev.docket.server.quotas.Quotas;
import dev.docket.server.recalculation.RecalculationRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Changes business calendars and the SLA policies that use them; on request also the due dates of open tickets.
 * Thread-safe.
 */
final class BusinessCalendars {

    private final Configured<BusinessCalendarInput, StoredCalendarRow, BusinessCalendar> calendars;
    private final Consumer<String> recalculation;
    private final Clock clock;

    /** @param recalculation receives each account whose open tickets must move to another version of their policy */
    public BusinessCalendars(Database database, Consumer<String> recalculation, Quotas quotas, Clock clock) {
        this.calendars = new Configured<>(new BusinessCalendarKind(clock), database, quotas, clock);
        this.recalculation = recalculation;
        this.clock = clock;
    }

    /** Returns the operations that do not concern SLA policies. */
    Configured<BusinessCalendarInput, StoredCalendarRow, BusinessCalendar> configured() {
        return calendars;
    }

    /** @throws ProblemException 400 with all violations of the result; 404; 412 */
    Versioned<BusinessCalendar> update(
            String account, String id, @Nullable String ifMatch, ObjectNode patch, RecalculationRequest edit) {
        return change(
                account, id, ifMatch, edit, calendar -> MergePatch.apply(patch, calendar, BusinessCalendarInput.class));
    }

    /**
     * Adds the dates of an iCalendar file to the holidays.
     *
     * @throws ProblemException 400 if the file or the resulting calendar is invalid; 404; 412
     */
    Versioned<HolidayImport> importHolidays(
            String account, String id, @Nullable String ifMatch, String unfoldedFile, RecalculationRequest edit) {
        LocalDate today = clock.instant()
                .atZone(ZoneId.of(calendars.read(account, id).body().getZone()))
                .toLocalDate();
        HolidayFile holidays = HolidayFile.read(unfoldedFile, today.minusYears(1), today.plusYears(10));
        HolidayImport result =
                new HolidayImport().eventsIgnored(holidays.eventsIgnored()).ignored(holidays.ignored());
        Versioned<BusinessCalendar> changed = change(account, id, ifMatch, edit, calendar -> {
            TreeSet<LocalDate> dates = new TreeSet<>(calendar.getHolidays());
            dates.addAll(holidays.dates());
            HolidayFile.requireNotTooMany(dates.size());
            result.setDatesAdded(dates.size() - calendar.getHolidays().size());
            return calendar.holidays(List.copyOf(dates));
        });
        return new Versioned<>(result.calendar(changed.body()), changed.tag());
    }

    private Versioned<BusinessCalendar> change(
            String account,
            String id,
            @Nullable String ifMatch,
            RecalculationRequest edit,
            UnaryOperator<BusinessCalendarInput> change) {
        Versioned<BusinessCalendar> changed =
                calendars.change(account, id, ifMatch, change, made -> changePolicies(made, edit));
        if (edit.isForOpenTickets()) {
            recalculation.accept(account);
        }
        return changed;
    }

    private static void changePolicies(
            Change<BusinessCalendarInput, StoredCalendarRow> change, RecalculationRequest edit) {
        BusinessCalendarRow calendar = change.after().calendar();
        boolean hasOtherHours = !hasHoursOf(calendar, change.before().calendar());
        SlaDao dao = change.transaction().dao(SlaDao.class);
        for (StoredPolicyRow policy : dao.listUsing(change.account(), calendar.id())) {
            StoredPolicyRow next = policy;
            if (hasOtherHours) {
                next = policy.withCalendar(calendar, change.now());
                dao.insertVersion(change.account(), next);
                // This also notifies the nodes of the change.
                dao.update(change.account(), next);
            }
            if (edit.isForOpenTickets()) {
                change.transaction()
                        .dao(RecalculationDao.class)
                        .request(
                                change.account(),
                                edit.recalculation(next.id(), next.policy().version(), change.now()));
            }
        }
    }

    private static boolean hasHoursOf(BusinessCalendarRow one, BusinessCalendarRow other) {
        return one.zone().equals(other.zone())
                && one.weekly().equals(other.weekly())
                && one.holidays().equals(other.holidays())
                && one.openings().equals(other.openings());
    }
}
