package dev.docket.server.idempotency;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.jobs.Job;
import dev.docket.server.features.Feature;
import java.time.Clock;
import java.time.Duration;

/** The job that forgets idempotency keys after their time. */
public final class IdempotencyFeature {

    private IdempotencyFeature() {}

    public static Feature create(Database database, Clock clock) {
        return Feature.of()
                .with(new Job("idempotency-keys", Duration.ofMinutes(10), new IdempotencySweep(database, clock)));
    }
}
