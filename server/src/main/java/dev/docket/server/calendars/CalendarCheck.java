package dev.docket.server.calendars;

import dev.docket.api.model.BusinessCalendarInput;
import dev.docket.api.model.CalendarOpening;
import dev.docket.api.model.OpeningInterval;
import dev.docket.api.model.Violation;
import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.problem.Violations;
import dev.docket.server.sla.OpeningCalendar;
import dev.docket.server.sla.SlaAgreement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** Checks a calendar against the rules that the contract cannot express. */
public final class CalendarCheck {

    static final int FIRST_YEAR = 1970;
    static final int LAST_YEAR = 2199;

    private final String place;
    private final List<Violation> violations = new ArrayList<>();

    private CalendarCheck(String place) {
        this.place = place;
    }

    /**
     * Returns the violations of a calendar beyond those of the contract.
     *
     * @param place pointer to the calendar
     */
    public static List<Violation> check(BusinessCalendarInput input, String place, Instant now) {
        CalendarCheck check = new CalendarCheck(place);
        check.checkParts(input);
        if (check.violations.isEmpty()) {
            check.requireOpening(input, now);
        }
        return check.violations;
    }

    private void checkParts(BusinessCalendarInput input) {
        if (!ZoneId.getAvailableZoneIds().contains(input.getZone())) {
            refuse("/zone", ViolationCode.UNKNOWN_VALUE, "must be the id of an IANA time zone, such as Europe/London");
        }
        BusinessCalendarMapper.byDay(input.getWeekly())
                .forEach((day, intervals) ->
                        checkIntervals(intervals, "/weekly/" + day.name().toLowerCase(Locale.ROOT)));
        List<LocalDate> holidays = input.getHolidays();
        for (int at = 0; at < holidays.size(); at++) {
            checkYear(holidays.get(at), "/holidays/" + at);
        }
        checkOpenings(input.getOpenings());
    }

    private void checkOpenings(List<CalendarOpening> openings) {
        Set<LocalDate> dates = new HashSet<>();
        for (int at = 0; at < openings.size(); at++) {
            String pointer = "/openings/" + at;
            checkYear(openings.get(at).getDate(), pointer + "/date");
            if (!dates.add(openings.get(at).getDate())) {
                refuse(pointer + "/date", ViolationCode.CONTRADICTION, "is repeated; an earlier opening has this date");
            }
            checkIntervals(openings.get(at).getIntervals(), pointer + "/intervals");
        }
    }

    private void checkYear(LocalDate date, String pointer) {
        if (date.getYear() < FIRST_YEAR || date.getYear() > LAST_YEAR) {
            refuse(
                    pointer,
                    ViolationCode.OUT_OF_RANGE,
                    "must be a date in the years %d to %d".formatted(FIRST_YEAR, LAST_YEAR));
        }
    }

    /** Times are compared as text: they have the same length, and 24:00 is the greatest. */
    private void checkIntervals(List<OpeningInterval> intervals, String pointer) {
        List<Integer> places = IntStream.range(0, intervals.size())
                .boxed()
                .sorted(Comparator.comparing(at -> intervals.get(at).getFrom()))
                .toList();
        String closing = "";
        for (int at : places) {
            OpeningInterval interval = intervals.get(at);
            if (interval.getUntil().compareTo(interval.getFrom()) <= 0) {
                refuse(pointer + "/" + at + "/until", ViolationCode.CONTRADICTION, "must be later than from");
            } else if (interval.getFrom().compareTo(closing) < 0) {
                refuse(
                        pointer + "/" + at,
                        ViolationCode.CONTRADICTION,
                        "%s to %s overlaps hours of the same day that last until %s"
                                .formatted(interval.getFrom(), interval.getUntil(), closing));
            }
            closing = interval.getUntil().compareTo(closing) > 0 ? interval.getUntil() : closing;
        }
    }

    private void requireOpening(BusinessCalendarInput input, Instant now) {
        OpeningCalendar calendar = SlaAgreement.calendar(BusinessCalendarMapper.INSTANCE.toRow(input, "any"));
        try {
            calendar.requireOpening(now.atZone(calendar.zone()).toLocalDate());
        } catch (IllegalArgumentException never) {
            refuse("/weekly", ViolationCode.CONTRADICTION, never.getMessage() + "; nothing would ever be due");
        }
    }

    private void refuse(String pointer, ViolationCode code, String detail) {
        violations.add(Violations.inBody(place + pointer, code, detail));
    }
}
