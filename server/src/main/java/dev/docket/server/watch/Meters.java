package dev.docket.server.watch;

import dev.docket.persistence.database.Database;
import dev.docket.server.transport.CompletedRequest;
import dev.docket.server.transport.HttpTransport;
import dev.docket.server.transport.TransportLimits;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * All that is measured, in Prometheus' text. What happens in transactions is counted where it happens
 * ({@link dev.docket.persistence.database.Transaction#count}). Thread-safe.
 */
public final class Meters implements AutoCloseable {

    private final Database database;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private final RequestMeters requests = new RequestMeters(registry);
    private final Backlog backlog;

    public Meters(Database database, Clock clock) {
        this.database = database;
        this.backlog = new Backlog(database, clock);
        database.meters().add(registry);
        List.of(
                        new ClassLoaderMetrics(),
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new FileDescriptorMetrics(),
                        new ProcessorMetrics(),
                        new UptimeMetrics(),
                        garbageCollection)
                .forEach(binder -> binder.bindTo(registry));
        Gauge.builder("docket.outbox.entries", backlog, Backlog::entries)
                .description("What automation has still to look at, on all nodes together")
                .register(registry);
        Gauge.builder("docket.outbox.lag", backlog, Backlog::lagSeconds)
                .description("How old the oldest of that is")
                .baseUnit("seconds")
                .register(registry);
        FunctionCounter.builder("docket.log.dropped", this, any -> AsyncLog.dropped())
                .description("Lines that were not logged because nobody took them")
                .register(registry);
    }

    /** Is told of every request. */
    public Consumer<CompletedRequest> requests() {
        return requests;
    }

    /** Watches the transport, which runs within {@code limits}. */
    public void observe(HttpTransport transport, TransportLimits limits) {
        gauge(transport, "connections", "Open connections", HttpTransport::openConnections);
        gauge(transport, "requests.running", "Requests that run now", HttpTransport::runningRequests);
        gauge(transport, "requests.queued", "Requests that wait for a worker", HttpTransport::queuedRequests);
        gauge(transport, "streams", "Requests whose body or answer is a stream", HttpTransport::streams);
        gauge(transport, "body.bytes", "Bytes of bodies in flight", HttpTransport::bufferedBodyBytes);
        gauge(transport, "workers", "Requests that can run at a time", any -> limits.workers());
        gauge(transport, "queue.limit", "Requests that can wait for a worker", any -> limits.maxQueuedRequests());
        gauge(
                transport,
                "body.limit.bytes",
                "Bytes of bodies that can be in flight",
                any -> limits.maxBufferedBodyBytes());
    }

    private void gauge(
            HttpTransport transport, String name, String description, ToDoubleFunction<HttpTransport> value) {
        Gauge.builder("docket.http." + name, transport, value)
                .description(description)
                .register(registry);
    }

    String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        database.meters().remove(registry);
        garbageCollection.close();
        registry.close();
    }
}
