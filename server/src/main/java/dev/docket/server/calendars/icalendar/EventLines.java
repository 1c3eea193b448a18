package dev.docket.server.calendars.icalendar;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an event, to-do or journal entry from which dates are computed. A property without a value counts as
 * absent. Of a property that may occur only once, the first line counts.
 */
final class EventLines {

    private static final Set<String> NEEDED = Set.of(
            "SUMMARY",
            "UID",
            "SEQUENCE",
            "STATUS",
            "DTSTART",
            "DTEND",
            "DURATION",
            "RRULE",
            "RDATE",
            "EXRULE",
            "EXDATE",
            "RECURRENCE-ID",
            "X-MICROSOFT-CDO-ALLDAYEVENT",
            "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT");

    private final String component;
    private final List<ContentLine> lines = new ArrayList<>();

    /** @param component such as {@code VEVENT} */
    EventLines(String component) {
        this.component = component;
    }

    void add(ContentLine line) {
        if (!line.value().isEmpty() && NEEDED.contains(line.name())) {
            lines.add(line);
        }
    }

    boolean isEvent() {
        return component.equals("VEVENT");
    }

    Stream<ContentLine> all(String property) {
        return lines.stream().filter(line -> line.name().equals(property));
    }

    @Nullable
    ContentLine first(String property) {
        return all(property).findFirst().orElse(null);
    }

    /** Returns the value of the first line of a property; empty if absent. */
    String text(String property) {
        ContentLine line = first(property);
        return line == null ? "" : line.value();
    }
}
