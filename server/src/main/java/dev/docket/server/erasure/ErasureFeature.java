package dev.docket.server.erasure;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.jobs.Job;
import dev.docket.server.attachments.AttachmentSweep;
import dev.docket.server.features.Feature;
import dev.docket.server.features.JobTriggers;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/** Erasure of personal data: on request, and of tickets that ended long ago. */
public final class ErasureFeature {

    private static final String JOB = "erasures";

    private ErasureFeature() {}

    public static Feature create(Database database, AttachmentSweep contents, JobTriggers triggers, Clock clock) {
        RequesterErasures erasures = new RequesterErasures(database, contents, clock);
        Consumer<String> start = triggers.trigger(JOB, account -> database.afterCommit(() -> erasures.start(account)));
        return Feature.of(new RequestersResource(erasures, start))
                .with(
                        new Job(JOB, Duration.ofMinutes(1), erasures::run),
                        new Job("retention", Duration.ofHours(1), new Retention(database, clock)::run));
    }
}
