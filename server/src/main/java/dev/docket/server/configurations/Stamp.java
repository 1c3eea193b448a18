package dev.docket.server.configurations;

import dev.docket.persistence.configurations.ConfigurationRow;
import java.time.Instant;

/** The values of a row that callers do not send: its id, its revision, and when it was created and changed. */
public record Stamp(String id, long revision, Instant createdAt, Instant updatedAt) {

    static Stamp first(String id, Instant now) {
        return new Stamp(id, 1, now, now);
    }

    static Stamp next(ConfigurationRow present, Instant now) {
        return new Stamp(present.id(), present.revision() + 1, present.createdAt(), now);
    }
}
