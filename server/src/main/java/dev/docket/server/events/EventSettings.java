package dev.docket.server.events;

import java.time.Duration;

/**
 * Settings of the event feed.
 *
 * @param kept how long an event stays in the feed after it got its position; at least a day
 */
public record EventSettings(Duration kept) {

    public static final int DEFAULT_DAYS = 30;

    public static EventSettings defaults() {
        return new EventSettings(Duration.ofDays(DEFAULT_DAYS));
    }
}
