package dev.docket.server.attachments;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.jobs.Job;
import dev.docket.server.features.Feature;
import dev.docket.server.idempotency.IdempotencyKeys;
import dev.docket.server.quotas.Quotas;
import java.time.Clock;
import java.time.Duration;

/** Files of tickets, and the job that removes content that no ticket has. */
public final class AttachmentsFeature {

    private AttachmentsFeature() {}

    public static Feature create(
            Database database,
            AttachmentStores stores,
            AttachmentSettings settings,
            IdempotencyKeys keys,
            Quotas quotas,
            Clock clock) {
        Attachments attachments = new Attachments(database, stores, settings, quotas, clock);
        return Feature.of(new AttachmentsResource(attachments, keys))
                .with(new Job(
                        "attachments", Duration.ofMinutes(10), new AttachmentSweep(database, stores, clock)::run));
    }
}
