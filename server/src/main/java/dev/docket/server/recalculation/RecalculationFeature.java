package dev.docket.server.recalculation;

import dev.docket.persistence.jobs.Job;
import dev.docket.server.features.Feature;
import dev.docket.server.features.JobTriggers;
import java.time.Duration;
import java.util.function.Consumer;

/** The job that recalculates the SLA of open tickets. */
public final class RecalculationFeature {

    private static final String JOB = "sla-recalculation";

    private RecalculationFeature() {}

    /** Recalculates the open tickets of an account soon. */
    public static Consumer<String> starting(OpenTicketRecalculation recalculation, JobTriggers triggers) {
        return triggers.trigger(JOB, recalculation::start);
    }

    public static Feature create(OpenTicketRecalculation recalculation) {
        return Feature.of().with(new Job(JOB, Duration.ofMinutes(1), recalculation::run));
    }
}
