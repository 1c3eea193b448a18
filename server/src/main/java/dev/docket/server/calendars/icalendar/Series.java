package dev.docket.server.calendars.icalendar;

import dev.docket.api.model.IgnoredEventReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** How the events of a file replace each other: those that have the same {@code UID}. */
final class Series {

    private static final Set<String> CANCELLED = Set.of("CANCELLED", "CANCELED");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private final Map<String, List<WrittenDate>> replaced = new HashMap<>();
    private final Map<String, Integer> newest = new HashMap<>();

    Series(List<EventLines> events) {
        for (EventLines event : events) {
            newest.merge(key(event), sequence(event), Math::max);
            WrittenDate occurrence = WrittenDate.find(event.text("RECURRENCE-ID"));
            if (occurrence != null) {
                replaced.computeIfAbsent(event.text("UID"), uid -> new ArrayList<>())
                        .add(occurrence);
            }
        }
    }

    /** Returns the occurrences of an event that other events replace. */
    List<WrittenDate> replaced(EventLines event) {
        boolean canBeReplaced =
                event.first("RECURRENCE-ID") == null && !event.text("UID").isEmpty();
        return canBeReplaced ? replaced.getOrDefault(event.text("UID"), List.of()) : List.of();
    }

    /** @throws IgnoredEventException if the event is cancelled, or not the newest revision, or not an event */
    void requireCurrent(EventLines event) {
        if (!event.isEvent()) {
            throw new IgnoredEventException(IgnoredEventReason.NOT_AN_EVENT, "it is a to-do or a journal entry");
        }
        if (CANCELLED.contains(event.text("STATUS").toUpperCase(Locale.ROOT))) {
            throw new IgnoredEventException(IgnoredEventReason.CANCELLED, "the event is cancelled");
        }
        if (!event.text("UID").isEmpty() && sequence(event) < newest.getOrDefault(key(event), 0)) {
            throw new IgnoredEventException(
                    IgnoredEventReason.REPLACED, "the file has the event with a higher SEQUENCE, too");
        }
        ContentLine occurrence = event.first("RECURRENCE-ID");
        if (occurrence != null
                && (occurrence.parameters().contains("RANGE=THISANDFUTURE")
                        || WrittenDate.find(occurrence.value()) == null)) {
            throw IgnoredEventException.unreadable(occurrence);
        }
    }

    /** One text, because a map finds texts fast even if they were chosen to have the same hash code. */
    private static String key(EventLines event) {
        return event.text("UID") + "\n" + event.text("RECURRENCE-ID");
    }

    private static int sequence(EventLines event) {
        String sequence = event.text("SEQUENCE");
        return NUMBER.matcher(sequence).matches() ? Integer.parseInt(sequence) : 0;
    }
}
