package dev.docket.server.calendars.icalendar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the events of a file, with to-dos and journal entries. The lines of all other components are skipped: time
 * zones, alarms, extensions. A component that is not closed ends with the one around it.
 */
final class EventReader {

    private static final String CALENDAR = "VCALENDAR";
    private static final Set<String> EVENTS = Set.of("VEVENT", "VTODO", "VJOURNAL");

    /** RFC 5545 needs 3. */
    private static final int MAX_DEPTH = 20;

    private record Open(String name, EventLines lines) {}

    private final Deque<Open> open = new ArrayDeque<>();
    private final List<EventLines> events = new ArrayList<>();
    private boolean isCalendar;

    private EventReader() {}

    /** @throws dev.docket.server.http.problem.ProblemException 400 unless the file consists of complete calendars */
    static List<EventLines> read(String text) {
        EventReader reader = new EventReader();
        for (Iterator<String> lines = text.lines().iterator(); lines.hasNext(); ) {
            reader.add(lines.next());
        }
        if (!reader.isCalendar || !reader.open.isEmpty()) {
            throw notACalendar();
        }
        return reader.events;
    }

    private void add(String text) {
        ContentLine line = ContentLine.parse(text);
        if (line != null && line.name().equals("BEGIN")) {
            begin(line.value().toUpperCase(Locale.ROOT));
        } else if (open.isEmpty()) {
            requireBlank(text);
        } else if (line != null && line.name().equals("END")) {
            end(line.value().toUpperCase(Locale.ROOT));
        } else if (line != null) {
            open.element().lines().add(line);
        }
    }

    private void begin(String name) {
        if (name.equals(CALENDAR) != open.isEmpty()) {
            throw notACalendar();
        }
        if (open.size() == MAX_DEPTH) {
            throw HolidayFile.malformed(
                    "the file has components that are nested more than %d deep".formatted(MAX_DEPTH));
        }
        EventLines lines = new EventLines(name);
        open.push(new Open(name, lines));
        isCalendar = true;
        if (EVENTS.contains(name)) {
            events.add(lines);
        }
    }

    private void end(String name) {
        if (open.stream().anyMatch(component -> component.name().equals(name))) {
            while (!open.pop().name().equals(name)) {
                // The components within it were not closed.
            }
        }
    }

    private static void requireBlank(String text) {
        if (!text.isBlank() && !text.equals("\uFEFF")) {
            throw notACalendar();
        }
    }

    private static RuntimeException notACalendar() {
        return HolidayFile.malformed("an iCalendar file begins with BEGIN:VCALENDAR and ends with END:VCALENDAR");
    }
}
