package dev.docket.server;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.jobs.Jobs;
import dev.docket.server.accounts.AccountRulesCache;
import dev.docket.server.accounts.AccountsFeature;
import dev.docket.server.attachments.AttachmentStores;
import dev.docket.server.attachments.AttachmentSweep;
import dev.docket.server.attachments.AttachmentsFeature;
import dev.docket.server.automation.AutomationFeature;
import dev.docket.server.calendars.CalendarsFeature;
import dev.docket.server.comments.CommentsFeature;
import dev.docket.server.directory.Directory;
import dev.docket.server.directory.DirectoryFeature;
import dev.docket.server.docs.DocsFeature;
import dev.docket.server.erasure.ErasureFeature;
import dev.docket.server.escalations.EscalationsFeature;
import dev.docket.server.events.EventsFeature;
import dev.docket.server.features.Feature;
import dev.docket.server.features.JobTriggers;
import dev.docket.server.health.HealthFeature;
import dev.docket.server.health.PublicPort;
import dev.docket.server.http.json.JsonMappers;
import dev.docket.server.idempotency.IdempotencyFeature;
import dev.docket.server.idempotency.IdempotencyKeys;
import dev.docket.server.merging.MergingFeature;
import dev.docket.server.policies.PoliciesFeature;
import dev.docket.server.quotas.Quotas;
import dev.docket.server.recalculation.OpenTicketRecalculation;
import dev.docket.server.recalculation.RecalculationFeature;
import dev.docket.server.rotations.RotationKeeper;
import dev.docket.server.rotations.Rotations;
import dev.docket.server.rotations.RotationsFeature;
import dev.docket.server.security.AccessFeature;
import dev.docket.server.security.Tokens;
import dev.docket.server.servicelevels.ServiceLevelsFeature;
import dev.docket.server.tickets.TicketLists;
import dev.docket.server.tickets.TicketUpdates;
import dev.docket.server.tickets.Tickets;
import dev.docket.server.tickets.TicketsFeature;
import dev.docket.server.tickettypes.TicketTypesFeature;
import dev.docket.server.transfer.TransferFeature;
import dev.docket.server.transport.CompletedRequest;
import dev.docket.server.transport.HttpTransport;
import dev.docket.server.watch.Meters;
import dev.docket.server.watch.MetricsPage;
import dev.docket.server.watch.RequestLog;
import dev.docket.server.watch.Traces;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.glassfish.jersey.server.ResourceConfig;
import org.slf4j.event.Level;

/** The server, assembled from its parts. */
public final class DocketServer implements AutoCloseable {

    private final ServerSettings settings;
    private final HttpTransport service;
    private final HttpTransport management;
    private final Workers workers;
    private final Meters meters;
    private final Traces traces;

    private DocketServer(
            ServerSettings settings,
            HttpTransport service,
            HttpTransport management,
            Workers workers,
            Meters meters,
            Traces traces) {
        this.traces = traces;
        this.settings = settings;
        this.service = service;
        this.management = management;
        this.workers = workers;
        this.meters = meters;
    }

    /** @throws IOException if one of the addresses cannot be bound; the message names it */
    public static DocketServer start(ServerSettings settings, Database database, Clock clock) throws IOException {
        Traces traces = Traces.to(settings.otlpEndpoint());
        if (traces.areSent()) {
            database.trace(traces.telemetry().getTracer("dev.docket.persistence"));
        }
        Jobs jobs = new Jobs(database, clock);
        JobTriggers triggers = new JobTriggers(jobs, settings.runsJobs());
        AccountRulesCache rules = new AccountRulesCache(database);
        IdempotencyKeys keys = new IdempotencyKeys(database, JsonMappers.contract(), clock);
        Tokens tokens = new Tokens(database, clock);
        RotationKeeper keeper = new RotationKeeper(database, clock);
        Quotas quotas = new Quotas(settings.quotas(), database, clock);
        Rotations rotations = new Rotations(database, quotas, clock);
        Tickets tickets = new Tickets(database, rules, keys, clock);
        TicketUpdates updates = new TicketUpdates(database, rules, RotationsFeature.settling(keeper, triggers), clock);
        TicketLists lists = new TicketLists(database, clock);
        AttachmentStores stores = new AttachmentStores(database, settings.attachments());
        OpenTicketRecalculation recalculation = new OpenTicketRecalculation(database, clock);
        Consumer<String> recalculating = RecalculationFeature.starting(recalculation, triggers);

        List<Feature> features = List.of(
                TicketsFeature.create(tickets, updates, lists),
                EventsFeature.create(database, settings.events(), clock),
                ServiceLevelsFeature.create(database, tickets, updates, clock),
                CommentsFeature.create(database, clock),
                AttachmentsFeature.create(database, stores, settings.attachments(), keys, quotas, clock),
                MergingFeature.create(database, clock),
                EscalationsFeature.create(database, updates, triggers, quotas, clock),
                AutomationFeature.create(database, rules, updates, quotas, clock),
                TransferFeature.create(database, rules, lists, clock),
                ErasureFeature.create(database, new AttachmentSweep(database, stores, clock), triggers, clock),
                TicketTypesFeature.create(database, quotas, clock),
                RotationsFeature.create(rotations, keeper),
                PoliciesFeature.create(database, recalculating, quotas, clock),
                CalendarsFeature.create(database, recalculating, quotas, clock),
                RecalculationFeature.create(recalculation),
                DirectoryFeature.create(new Directory(database, quotas, clock, rotations::usersChanged)),
                AccountsFeature.create(database, quotas, clock),
                AccessFeature.create(database, tokens, quotas, clock),
                IdempotencyFeature.create(database, clock),
                DocsFeature.create(),
                HealthFeature.create(List.of(database::problem)));

        Meters meters = new Meters(database, clock);
        Guards guards = Guards.create(settings, database, tokens, clock);
        Workers workers = Workers.start(settings, rules, jobs, features);
        HttpTransport service = null;
        try {
            service = listen(
                    settings,
                    new InetSocketAddress(settings.host(), settings.port()),
                    JerseyApplication.of(features, guards, keys),
                    new RequestLog(Level.INFO).andThen(meters.requests()).andThen(traces),
                    traces);
            meters.observe(service, settings.limits());
            // The public readiness check covers only what requests need, so that a load balancer does not turn away
            // from all nodes; the management port reports everything.
            List<Feature> managementFeatures = List.of(
                    HealthFeature.create(List.of(
                            PublicPort.at(settings.host(), service.port()),
                            database::problem,
                            workers::problem,
                            stores::problem)),
                    Feature.of(new MetricsPage(meters)));
            HttpTransport management = listen(
                    settings.forManagement(),
                    new InetSocketAddress(settings.managementHost(), settings.managementPort()),
                    JerseyApplication.of(managementFeatures, guards, keys),
                    new RequestLog(Level.DEBUG),
                    Traces.to(null));
            return new DocketServer(settings, service, management, workers, meters, traces);
        } catch (IOException | RuntimeException failure) {
            if (service != null) {
                service.close();
            }
            workers.close();
            meters.close();
            traces.close();
            throw failure;
        }
    }

    private static HttpTransport listen(
            ServerSettings settings,
            InetSocketAddress address,
            ResourceConfig application,
            Consumer<CompletedRequest> observer,
            Traces traces)
            throws IOException {
        try {
            return HttpTransport.start(address, application, settings.limits(), observer, traces.telemetry());
        } catch (BindException taken) {
            // The system's message does not name the address.
            BindException named = new BindException("cannot listen on " + address.getHostString() + ":"
                    + address.getPort() + ": " + taken.getMessage());
            named.initCause(taken);
            throw named;
        }
    }

    public URI uri() {
        return URI.create("http://" + settings.host() + ":" + service.port());
    }

    public URI managementUri() {
        return URI.create("http://" + settings.managementHost() + ":" + management.port());
    }

    /** Stops accepting, lets running requests and jobs end (30 s at most), and closes. */
    @Override
    public void close() {
        CompletableFuture<Void> rest = CompletableFuture.runAsync(workers::close);
        service.close();
        management.close();
        rest.join();
        meters.close();
        traces.close();
    }
}
