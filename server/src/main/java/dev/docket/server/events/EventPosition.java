package dev.docket.server.events;

import java.util.List;

/**
 * A place in the feed of an account, before an event.
 *
 * @param position of the entry of the history
 * @param event which event of the entry, from 0; it may have fewer
 */
record EventPosition(long position, int event) {

    /** The place before all events. */
    static final EventPosition START = new EventPosition(0, 0);

    static EventPosition of(List<String> key) {
        EventPosition parsed = new EventPosition(Long.parseLong(key.get(0)), Integer.parseInt(key.get(1)));
        if (key.size() != 2 || parsed.position < 0 || parsed.event < 0) {
            throw new IllegalArgumentException("a cursor of another list");
        }
        return parsed;
    }

    List<String> key() {
        return List.of(Long.toString(position), Integer.toString(event));
    }
}
