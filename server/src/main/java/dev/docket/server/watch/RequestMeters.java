package dev.docket.server.watch;

import dev.docket.server.transport.CompletedRequest;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Times requests by operation and class of status, and counts the results of checking their tokens. The number of
 * series is bounded by operations and classes, not by what clients send.
 */
final class RequestMeters implements Consumer<CompletedRequest> {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(10)
    };

    private final MeterProvider<Timer> durations;
    private final MeterProvider<Counter> tokens;
    private final MeterProvider<Counter> refusals;

    RequestMeters(MeterRegistry registry) {
        durations = Timer.builder("docket.http.request.duration")
                .description("From the end of a request's head to the end of its response")
                .serviceLevelObjectives(BUCKETS)
                .withRegistry(registry);
        tokens = Counter.builder("docket.http.access")
                .description("Results of checking the tokens of requests that require one")
                .withRegistry(registry);
        refusals = Counter.builder("docket.http.refused")
                .description("Requests that were rejected before they reached the application")
                .withRegistry(registry);
        for (AccessResult access : AccessResult.values()) {
            if (access != AccessResult.NOT_ASKED) {
                tokens.withTags("result", access.label());
            }
        }
    }

    @Override
    public void accept(CompletedRequest request) {
        RequestInfo facts = RequestInfo.of(request);
        durations
                .withTags("operation", facts.operation(), "status", request.status() / 100 + "xx")
                .record(request.duration());
        if (facts.access() != AccessResult.NOT_ASKED) {
            tokens.withTags("result", facts.access().label()).increment();
        }
        if (request.facts() == null) {
            refusals.withTags("status", Integer.toString(request.status())).increment();
        }
    }
}
