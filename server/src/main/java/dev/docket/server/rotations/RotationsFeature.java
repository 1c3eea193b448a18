package dev.docket.server.rotations;

import dev.docket.persistence.jobs.Job;
import dev.docket.server.features.Feature;
import dev.docket.server.features.JobTriggers;
import java.time.Duration;
import java.util.function.Consumer;

/** Ticket rotations, and the job that gives waiting tickets to agents who become available. */
public final class RotationsFeature {

    private static final String JOB = "rotations";

    private RotationsFeature() {}

    /** Settles the rotations of an account soon. */
    public static Consumer<String> settling(RotationKeeper keeper, JobTriggers triggers) {
        return triggers.trigger(JOB, keeper::settle);
    }

    public static Feature create(Rotations rotations, RotationKeeper keeper) {
        return Feature.of(new TicketRotationsResource(rotations))
                .with(new Job(JOB, Duration.ofSeconds(5), keeper::run));
    }
}
