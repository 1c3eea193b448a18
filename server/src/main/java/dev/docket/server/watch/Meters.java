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
 * All metrics, in the text format of Prometheus. Events in transactions are counted where they happen
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
                .description("Outbox entries that automation has not processed yet, on all nodes together")
                .register(registry);
        Gauge.builder("docket.outbox.lag", backlog, Backlog::lagSeconds)
                .description("Age of the oldest of these entries")
                .baseUnit("seconds")
                .register(registry);
        FunctionCounter.builder("docket.log.dropped", this, any -> AsyncLog.dropped())
                .description("Log lines that were dropped because they were read too slowly")
                .register(registry);
    }

    /** Receives every completed request. */
    public Consumer<CompletedRequest> requests() {
        return requests;
    }

    /** Adds the metrics of the transport, which runs within {@code limits}. */
    public void observe(HttpTransport transport, TransportLimits limits) {
        gauge(transport, "connections", "Open connections", HttpTransport::openConnections);
        gauge(transport, "requests.running", "Requests that run now", HttpTransport::runningRequests);
        gauge(transport, "requests.queued", "Requests that wait for a worker", HttpTransport::queuedRequests);
        gauge(transport, "streams", "Requests whose body or response is a stream", HttpTransport::streams);
        gauge(
                transport,
                "unread.bytes",
                "Bytes of finished responses that wait for their clients to read them",
                HttpTransport::unreadResponseBytes);
        gauge(
                transport,
                "unread.limit.bytes",
                "Bytes of such responses beyond which the slowest readers are cut off",
                any -> limits.maxUnreadResponseBytes());
        gauge(transport, "workers.busy", "Workers that run a request now", HttpTransport::busyWorkers);
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
