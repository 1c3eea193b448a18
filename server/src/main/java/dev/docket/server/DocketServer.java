package dev.docket.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.jobs.Job;
import dev.docket.persistence.jobs.Jobs;
import dev.docket.server.accounts.AccountRulesCache;
import dev.docket.server.accounts.Accounts;
import dev.docket.server.accounts.AccountsResource;
import dev.docket.server.attachments.AttachmentStores;
import dev.docket.server.attachments.AttachmentSweep;
import dev.docket.server.attachments.Attachments;
import dev.docket.server.attachments.AttachmentsResource;
import dev.docket.server.automation.AutomationResource;
import dev.docket.server.automation.AutomationRuleKind;
import dev.docket.server.automation.AutomationRunner;
import dev.docket.server.automation.AutomationRuns;
import dev.docket.server.automation.AutomationTrial;
import dev.docket.server.calendars.BusinessCalendars;
import dev.docket.server.calendars.BusinessCalendarsResource;
import dev.docket.server.comments.Comments;
import dev.docket.server.comments.CommentsResource;
import dev.docket.server.configurations.Configured;
import dev.docket.server.directory.ApplicationsResource;
import dev.docket.server.directory.Directory;
import dev.docket.server.directory.DirectoryImport;
import dev.docket.server.directory.DirectoryResource;
import dev.docket.server.directory.LeadsResource;
import dev.docket.server.directory.MerchantsResource;
import dev.docket.server.directory.MidsResource;
import dev.docket.server.directory.TeamsResource;
import dev.docket.server.directory.UsersResource;
import dev.docket.server.docs.DocsFeature;
import dev.docket.server.erasure.RequesterErasures;
import dev.docket.server.erasure.RequestersResource;
import dev.docket.server.erasure.Retention;
import dev.docket.server.escalations.EscalationRuleKind;
import dev.docket.server.escalations.EscalationRulesResource;
import dev.docket.server.escalations.EscalationWatch;
import dev.docket.server.escalations.Escalations;
import dev.docket.server.escalations.EscalationsResource;
import dev.docket.server.features.Feature;
import dev.docket.server.health.HealthResource;
import dev.docket.server.http.body.CalendarTextReader;
import dev.docket.server.http.body.StreamBodyReader;
import dev.docket.server.http.json.JsonBodyReader;
import dev.docket.server.http.json.JsonBodyWriter;
import dev.docket.server.http.json.JsonMappers;
import dev.docket.server.http.problem.ContractValidation;
import dev.docket.server.http.problem.ProblemMapper;
import dev.docket.server.http.rest.CommonHeaders;
import dev.docket.server.http.rest.ListTags;
import dev.docket.server.http.rest.ReadableHeaders;
import dev.docket.server.http.rest.StrictBooleans;
import dev.docket.server.http.rest.StrictInstants;
import dev.docket.server.http.rest.SuccessStatus;
import dev.docket.server.idempotency.IdempotencyKeys;
import dev.docket.server.idempotency.IdempotencySweep;
import dev.docket.server.idempotency.KeyedRequests;
import dev.docket.server.merging.MergingResource;
import dev.docket.server.merging.TicketMerge;
import dev.docket.server.policies.SlaPolicies;
import dev.docket.server.policies.SlaPoliciesResource;
import dev.docket.server.policies.SlaPreviews;
import dev.docket.server.recalculation.OpenTicketRecalculation;
import dev.docket.server.rotations.RotationKeeper;
import dev.docket.server.rotations.Rotations;
import dev.docket.server.rotations.TicketRotationsResource;
import dev.docket.server.security.Access;
import dev.docket.server.security.AccessResource;
import dev.docket.server.security.AccountFilter;
import dev.docket.server.security.AuthenticationFilter;
import dev.docket.server.security.Callers;
import dev.docket.server.security.KnownAccounts;
import dev.docket.server.security.OidcTokens;
import dev.docket.server.security.RateLimit;
import dev.docket.server.security.Tokens;
import dev.docket.server.servicelevels.SlaResource;
import dev.docket.server.servicelevels.SlaWatch;
import dev.docket.server.tickets.AssignmentResource;
import dev.docket.server.tickets.HistoryResource;
import dev.docket.server.tickets.TicketLists;
import dev.docket.server.tickets.TicketUpdates;
import dev.docket.server.tickets.Tickets;
import dev.docket.server.tickets.TicketsResource;
import dev.docket.server.tickettypes.TicketTypeKind;
import dev.docket.server.tickettypes.TicketTypeVersions;
import dev.docket.server.tickettypes.TicketTypesResource;
import dev.docket.server.transfer.TicketExport;
import dev.docket.server.transfer.TicketImport;
import dev.docket.server.transfer.TicketTransferResource;
import dev.docket.server.transport.CompletedRequest;
import dev.docket.server.transport.HttpTransport;
import dev.docket.server.watch.Meters;
import dev.docket.server.watch.MetricsPage;
import dev.docket.server.watch.RequestInfoFilter;
import dev.docket.server.watch.RequestLog;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.server.filter.RolesAllowedDynamicFeature;
import org.slf4j.event.Level;

/** The server, assembled from its parts. */
public final class DocketServer implements AutoCloseable {

    private static final String ROTATIONS = "rotations";
    private static final String RECALCULATION = "sla-recalculation";
    private static final String ESCALATIONS = "escalations";
    private static final String ERASURES = "erasures";

    private final ServerSettings settings;
    private final HttpTransport service;
    private final HttpTransport management;
    private final Workers background;
    private final Meters meters;

    private DocketServer(
            ServerSettings settings,
            HttpTransport service,
            HttpTransport management,
            Workers background,
            Meters meters) {
        this.settings = settings;
        this.service = service;
        this.management = management;
        this.background = background;
        this.meters = meters;
    }

    /** @throws IOException if one of the addresses cannot be bound; the message names it */
    public static DocketServer start(ServerSettings settings, Database database, Clock clock) throws IOException {
        Tokens tokens = new Tokens(database, clock);
        AccountRulesCache configurations = new AccountRulesCache(database);
        Jobs jobs = new Jobs(database, clock);
        IdempotencyKeys keys = new IdempotencyKeys(database, JsonMappers.contract(), clock);
        Tickets tickets = new Tickets(database, configurations, keys, clock);
        RotationKeeper keeper = new RotationKeeper(database, clock);
        TicketUpdates updates = new TicketUpdates(
                database,
                configurations,
                settings.runsJobs() ? account -> jobs.trigger(ROTATIONS) : keeper::settle,
                clock);
        Rotations rotations = new Rotations(database, clock);
        Directory directory = new Directory(database, clock, rotations::usersChanged);
        AttachmentStores stores = new AttachmentStores(database, settings.attachments());
        HealthResource health = new HealthResource(List.of(database::problem));
        // The public readiness check covers only what requests need, so that a load balancer does not turn away from
        // all nodes; the management port reports everything.
        HealthResource wholeHealth = new HealthResource(List.of(database::problem, jobs::problem, stores::problem));
        Meters meters = new Meters(database, clock);

        OpenTicketRecalculation openTickets = new OpenTicketRecalculation(database, clock);
        Consumer<String> recalculation =
                settings.runsJobs() ? account -> jobs.trigger(RECALCULATION) : openTickets::start;
        EscalationWatch escalations = new EscalationWatch(database, updates, clock);
        Consumer<String> replanning = settings.runsJobs() ? account -> jobs.trigger(ESCALATIONS) : escalations::replan;
        AttachmentSweep sweep = new AttachmentSweep(database, stores, clock);
        RequesterErasures erasures = new RequesterErasures(database, sweep, clock);
        Consumer<String> erasing = settings.runsJobs()
                ? account -> jobs.trigger(ERASURES)
                : account -> database.afterCommit(() -> erasures.start(account));
        List<Job> work = List.of(
                new Job(ROTATIONS, Duration.ofSeconds(5), keeper),
                new Job("sla-events", Duration.ofSeconds(5), new SlaWatch(database, clock)),
                new Job(ESCALATIONS, Duration.ofSeconds(5), escalations),
                new Job(
                        "automation",
                        Duration.ofSeconds(2),
                        new AutomationRunner(database, configurations, updates, clock)),
                new Job("attachments", Duration.ofMinutes(10), sweep),
                new Job(ERASURES, Duration.ofMinutes(1), erasures),
                new Job("retention", Duration.ofHours(1), new Retention(database, clock)),
                new Job("idempotency-keys", Duration.ofMinutes(10), new IdempotencySweep(database, clock)),
                new Job(RECALCULATION, Duration.ofMinutes(1), openTickets));

        TicketLists lists = new TicketLists(database, clock);
        List<Object> resources = new java.util.ArrayList<>(List.of(
                new TicketsResource(tickets, updates, lists),
                new TicketTransferResource(new TicketImport(database, configurations, clock), new TicketExport(lists)),
                new CommentsResource(new Comments(database, clock)),
                new MergingResource(new TicketMerge(database, clock)),
                new HistoryResource(tickets),
                new SlaResource(tickets, updates),
                new AssignmentResource(tickets),
                new EscalationsResource(new Escalations(database, updates, clock)),
                new EscalationRulesResource(new Configured<>(new EscalationRuleKind(replanning), database, clock)),
                new AutomationResource(
                        new Configured<>(new AutomationRuleKind(), database, clock),
                        new AutomationRuns(database),
                        new AutomationTrial(database, configurations, clock)),
                new AttachmentsResource(new Attachments(database, stores, settings.attachments(), clock), keys),
                new TicketTypesResource(
                        new Configured<>(new TicketTypeKind(), database, clock), new TicketTypeVersions(database)),
                new TicketRotationsResource(rotations),
                new DirectoryResource(new DirectoryImport(directory)),
                new UsersResource(directory.users()),
                new TeamsResource(directory.teams()),
                new MerchantsResource(directory.merchants()),
                new MidsResource(directory.mids()),
                new LeadsResource(directory.leads()),
                new ApplicationsResource(directory.applications()),
                new RequestersResource(erasures, erasing),
                new AccessResource(new Access(database, tokens, clock)),
                new AccountsResource(new Accounts(database, clock)),
                new SlaPoliciesResource(
                        new SlaPolicies(database, recalculation, clock), new SlaPreviews(database, clock)),
                new BusinessCalendarsResource(new BusinessCalendars(database, recalculation, clock)),
                health));
        List<Feature> features = List.of(DocsFeature.create());
        features.forEach(feature -> resources.addAll(feature.resources()));

        KnownAccounts accounts = new KnownAccounts(database);
        OidcTokens oidcTokens =
                settings.oidc() == null ? null : new OidcTokens(settings.oidc(), database, accounts, clock);
        Callers callers = new Callers(tokens, oidcTokens, settings.rateLimits(), clock);
        RateLimit rateLimit = new RateLimit(settings.rateLimits(), clock);
        // Jersey injects into these, so each application needs its own instances.
        Supplier<List<Object>> guards =
                () -> List.of(new AuthenticationFilter(callers), rateLimit, new AccountFilter(accounts));

        Workers background = Workers.start(settings, configurations, jobs, work);
        HttpTransport service = null;
        try {
            service = listen(
                    settings,
                    new InetSocketAddress(settings.host(), settings.port()),
                    application(guards.get(), keys, resources),
                    new RequestLog(Level.INFO).andThen(meters.requests()));
            meters.observe(service, settings.limits());
            HttpTransport management = listen(
                    settings,
                    new InetSocketAddress(settings.managementHost(), settings.managementPort()),
                    application(guards.get(), keys, List.of(wholeHealth, new MetricsPage(meters))),
                    new RequestLog(Level.DEBUG));
            return new DocketServer(settings, service, management, background, meters);
        } catch (IOException | RuntimeException failure) {
            if (service != null) {
                service.close();
            }
            background.close();
            meters.close();
            throw failure;
        }
    }

    private static HttpTransport listen(
            ServerSettings settings,
            InetSocketAddress address,
            ResourceConfig application,
            Consumer<CompletedRequest> observer)
            throws IOException {
        try {
            return HttpTransport.start(address, application, settings.limits(), observer);
        } catch (BindException taken) {
            // The system's message does not name the address.
            BindException named = new BindException("cannot listen on " + address.getHostString() + ":"
                    + address.getPort() + ": " + taken.getMessage());
            named.initCause(taken);
            throw named;
        }
    }

    private static ResourceConfig application(List<Object> guards, IdempotencyKeys keys, List<Object> resources) {
        ObjectMapper json = JsonMappers.contract();
        KeyedRequests keyedRequests = new KeyedRequests(keys);
        ResourceConfig application = new ResourceConfig();
        guards.forEach(application::register);
        resources.forEach(application::register);
        return application
                .register(new ReadableHeaders())
                .register(RolesAllowedDynamicFeature.class)
                .register(keyedRequests)
                .register(keyedRequests.binder())
                .register(new StrictBooleans())
                .register(new StrictInstants())
                .register(new JsonBodyReader(json))
                .register(new CalendarTextReader())
                .register(new StreamBodyReader())
                .register(new ContractValidation())
                .register(new JsonBodyWriter(json))
                .register(new ListTags(json))
                .register(new SuccessStatus())
                .register(new CommonHeaders())
                .register(new RequestInfoFilter())
                .register(new ProblemMapper())
                .property(ServerProperties.WADL_FEATURE_DISABLE, true)
                // Registers only what is listed here, nothing that happens to be on the class path.
                .property(ServerProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true)
                .property(ServerProperties.METAINF_SERVICES_LOOKUP_DISABLE, true)
                .property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true)
                // Relative to the server, as resources write it: only the client knows by which name and scheme it is
                // reached.
                .property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true);
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
        CompletableFuture<Void> rest = CompletableFuture.runAsync(background::close);
        service.close();
        management.close();
        rest.join();
        meters.close();
    }
}
