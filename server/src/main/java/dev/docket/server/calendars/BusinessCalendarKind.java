package dev.docket.server.calendars;

import dev.docket.api.model.BusinessCalendar;
import dev.docket.api.model.BusinessCalendarInput;
import dev.docket.api.model.Violation;
import dev.docket.persistence.calendars.BusinessCalendarDao;
import dev.docket.persistence.calendars.StoredCalendarRow;
import dev.docket.persistence.database.Transaction;
import dev.docket.persistence.policies.SlaDao;
import dev.docket.server.configurations.ConfigurationKind;
import dev.docket.server.configurations.Stamp;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.Versioned;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Business calendars. */
final class BusinessCalendarKind extends ConfigurationKind<BusinessCalendarInput, StoredCalendarRow, BusinessCalendar> {

    private static final BusinessCalendarMapper MAPPER = BusinessCalendarMapper.INSTANCE;

    private final Clock clock;

    public BusinessCalendarKind(Clock clock) {
        super("business calendar", BusinessCalendarDao.class, BusinessCalendarInput.class);
        this.clock = clock;
    }

    @Override
    protected @Nullable String id(BusinessCalendarInput input) {
        return input.getId();
    }

    @Override
    protected BusinessCalendarInput toInput(StoredCalendarRow row) {
        return MAPPER.toInput(row.calendar());
    }

    @Override
    protected StoredCalendarRow toRow(BusinessCalendarInput input, Stamp stamp) {
        return new StoredCalendarRow(
                MAPPER.toRow(input, stamp.id()), stamp.revision(), stamp.createdAt(), stamp.updatedAt());
    }

    @Override
    protected List<Versioned<BusinessCalendar>> show(
            Transaction transaction, String account, List<StoredCalendarRow> rows) {
        return showEach(rows, MAPPER::toCalendar);
    }

    @Override
    protected List<Violation> check(Transaction transaction, String account, BusinessCalendarInput input) {
        return CalendarCheck.check(input, "", clock.instant());
    }

    @Override
    protected void requireUnused(Transaction transaction, String account, StoredCalendarRow row) {
        int policies =
                transaction.dao(SlaDao.class).listUsing(account, row.id()).size();
        if (policies > 0) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "%d SLA policies use the calendar '%s'; give them another first".formatted(policies, row.id()));
        }
    }
}
