package dev.docket.server.cli;

import dev.docket.server.events.EventSettings;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Options for events. */
final class EventOptions {

    private static final int MAX_DAYS = 3650;

    @Option(
            names = "--events-days",
            paramLabel = "N",
            description = "Days that events stay in the feed. Default: ${DEFAULT-VALUE}.",
            defaultValue = "" + EventSettings.DEFAULT_DAYS)
    private int days;

    /** @throws WrongValueException if an option is invalid */
    EventSettings settings() {
        if (days < 1 || days > MAX_DAYS) {
            throw new WrongValueException("--events-days (DOCKET_EVENTS_DAYS) must be 1 to " + MAX_DAYS);
        }
        return new EventSettings(Duration.ofDays(days));
    }
}
