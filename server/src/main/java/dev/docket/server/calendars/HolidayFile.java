package dev.docket.server.calendars;

import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.ParseWarning;
import biweekly.io.text.ICalReader;
import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.Violations;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The dates of the all-day events of an iCalendar file (RFC 5545).
 *
 * @param dates in ascending order
 * @param eventsIgnored number of events from which no date was taken
 */
record HolidayFile(Set<LocalDate> dates, int eventsIgnored) {

    private static final int MAX_HOLIDAYS = 2_000;
    private static final String END = "END:VCALENDAR";

    /** Properties that the dates depend on. Unreadable values of other properties are ignored. */
    private static final Set<String> NEEDED =
            Set.of("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "STATUS");

    /**
     * Reads a file; no URL in it is followed.
     *
     * @param first first date to take
     * @param last last date to take
     * @throws ProblemException 400 if the file cannot be read, or its events recur too often to be computed
     */
    static HolidayFile read(String text, LocalDate first, LocalDate last) {
        AllDayEvents events = new AllDayEvents(first, last);
        try {
            List<VEvent> all = parse(text);
            all.forEach(events::noteReplacement);
            Set<LocalDate> dates = new TreeSet<>();
            int ignored = 0;
            for (VEvent event : all) {
                Set<LocalDate> days = events.days(event);
                ignored += days.isEmpty() ? 1 : 0;
                dates.addAll(days);
                requireNotTooMany(dates.size());
            }
            return new HolidayFile(dates, ignored);
        } catch (ProblemException refused) {
            throw refused;
        } catch (IOException | DateTimeException unreadable) {
            throw malformed("a date in the file does not exist");
        } catch (RuntimeException | AssertionError unexpected) {
            // The library has no other way to report that it cannot interpret a value.
            throw malformed("the file is not a readable iCalendar file");
        }
    }

    private static List<VEvent> parse(String text) throws IOException {
        String file = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (!file.stripTrailing().toUpperCase(Locale.ROOT).endsWith(END)) {
            throw malformed("an iCalendar file begins with BEGIN:VCALENDAR and ends with " + END);
        }
        List<VEvent> events = new ArrayList<>();
        boolean isCalendar = false;
        try (ICalReader reader = new ICalReader(file)) {
            for (ICalendar calendar = reader.readNext(); calendar != null; calendar = reader.readNext()) {
                isCalendar = true;
                reader.getWarnings().forEach(HolidayFile::refuseIfNeeded);
                events.addAll(calendar.getEvents());
            }
        }
        if (!isCalendar) {
            throw malformed("an iCalendar file begins with BEGIN:VCALENDAR and ends with " + END);
        }
        return events;
    }

    private static void refuseIfNeeded(ParseWarning warning) {
        String property = warning.getPropertyName();
        if (warning.getLineNumber() != null
                && (property == null || NEEDED.contains(property.toUpperCase(Locale.ROOT)))) {
            throw malformed("line %d of the file cannot be read".formatted(warning.getLineNumber()));
        }
    }

    /** @throws ProblemException 400 if there are more holidays than a calendar can have */
    static void requireNotTooMany(int holidays) {
        if (holidays > MAX_HOLIDAYS) {
            throw ProblemException.invalid(List.of(Violations.inBody(
                    "", ViolationCode.TOO_MANY, "the calendar would have more than " + MAX_HOLIDAYS + " holidays")));
        }
    }

    static ProblemException malformed(String detail) {
        return ProblemException.invalid(List.of(Violations.inBody("", ViolationCode.MALFORMED, detail)));
    }
}
