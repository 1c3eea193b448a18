package dev.docket.server.calendars.icalendar;

import dev.docket.api.model.IgnoredEventReason;

/** No date can be taken from an event; the other events are not affected. */
@SuppressWarnings("serial")
final class IgnoredEventException extends RuntimeException {

    private final IgnoredEventReason reason;

    IgnoredEventException(IgnoredEventReason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    static IgnoredEventException unreadable(ContentLine line) {
        return new IgnoredEventException(
                IgnoredEventReason.UNREADABLE, "the line cannot be read or is not supported: " + line.shortened());
    }

    IgnoredEventReason reason() {
        return reason;
    }
}
