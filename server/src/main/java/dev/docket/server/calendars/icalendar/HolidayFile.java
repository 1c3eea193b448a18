package dev.docket.server.calendars.icalendar;

import dev.docket.api.model.IgnoredEvent;
import dev.docket.api.model.IgnoredEventReason;
import dev.docket.api.model.ViolationCode;
import dev.docket.server.http.problem.ProblemException;
import dev.docket.server.http.problem.Violations;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * The dates of the all-day events of an iCalendar file.
 *
 * @param dates in ascending order
 * @param eventsIgnored number of events, to-dos and journal entries from which no date was taken
 * @param ignored the first of them, in the order of their reasons in the contract
 */
public record HolidayFile(List<LocalDate> dates, int eventsIgnored, List<IgnoredEvent> ignored) {

    private static final int MAX_HOLIDAYS = 2_000;
    private static final int MAX_IGNORED = 100;
    private static final int MAX_SUMMARY = 255;

    /**
     * Reads a file; no URL in it is followed.
     *
     * @param text with its folded lines joined
     * @param first first date to take
     * @param last last date to take
     * @throws ProblemException 400 if it is not a calendar, has too many dates, or its events recur too often
     */
    public static HolidayFile read(String text, LocalDate first, LocalDate last) {
        return read(text, first, last, new Steps());
    }

    static HolidayFile read(String text, LocalDate first, LocalDate last, Steps steps) {
        List<EventLines> events = EventReader.read(text);
        EventDays eventDays = new EventDays(first, last, new Series(events), steps);
        BitSet days = new BitSet();
        List<IgnoredEvent> ignored = new ArrayList<>();
        for (EventLines event : events) {
            try {
                BitSet more = eventDays.of(event);
                requireFew(more);
                days.or(more);
            } catch (IgnoredEventException reason) {
                ignored.add(ignored(event, reason));
            }
        }
        requireNotTooMany(days.cardinality());
        return new HolidayFile(
                days.stream().mapToObj(first::plusDays).toList(),
                ignored.size(),
                ignored.stream()
                        .sorted(Comparator.comparing(IgnoredEvent::getReason))
                        .limit(MAX_IGNORED)
                        .toList());
    }

    private static void requireFew(BitSet days) {
        if (days.cardinality() > MAX_HOLIDAYS) {
            throw new IgnoredEventException(
                    IgnoredEventReason.TOO_MANY_DATES,
                    "the event takes %d days, more than a calendar can have".formatted(days.cardinality()));
        }
    }

    private static IgnoredEvent ignored(EventLines event, IgnoredEventException reason) {
        String summary = Shown.text(event.text("SUMMARY"), MAX_SUMMARY);
        return new IgnoredEvent()
                .summary(summary.isEmpty() ? null : summary)
                .reason(reason.reason())
                .detail(reason.getMessage());
    }

    /** @throws ProblemException 400 if there are more holidays than a calendar can have */
    public static void requireNotTooMany(int holidays) {
        if (holidays > MAX_HOLIDAYS) {
            throw ProblemException.invalid(List.of(Violations.inBody(
                    "", ViolationCode.TOO_MANY, "the calendar would have more than " + MAX_HOLIDAYS + " holidays")));
        }
    }

    static ProblemException malformed(String detail) {
        return ProblemException.invalid(List.of(Violations.inBody("", ViolationCode.MALFORMED, detail)));
    }
}
