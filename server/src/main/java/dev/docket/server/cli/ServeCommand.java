package dev.docket.server.cli;

import dev.docket.server.DocketServer;
import dev.docket.server.ServerSettings;
import dev.docket.server.ServerSettingsBuilder;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "serve", description = "Run the server until stopped.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    /** The exit code if the embedded database has ended and cannot be started again. */
    static final int DATABASE_LOST = 4;

    private static final Set<String> LOG_FORMATS = Set.of("text", "json");

    @Option(
            names = "--host",
            description = "Address to listen on. Default: ${DEFAULT-VALUE}.",
            defaultValue = ServerSettings.DEFAULT_HOST)
    private String host = ServerSettings.DEFAULT_HOST;

    @Option(
            names = "--port",
            description = "Default: ${DEFAULT-VALUE}; 0: any free port.",
            defaultValue = "" + ServerSettings.DEFAULT_PORT)
    private int port;

    @Option(
            names = "--management-host",
            description = "Address of the management port, which is unauthenticated. Default: ${DEFAULT-VALUE}.",
            defaultValue = ServerSettings.DEFAULT_HOST)
    private String managementHost = ServerSettings.DEFAULT_HOST;

    @Option(
            names = "--management-port",
            description = "Port for health and metrics. Default: ${DEFAULT-VALUE}; 0: any free port.",
            defaultValue = "" + ServerSettings.DEFAULT_MANAGEMENT_PORT)
    private int managementPort;

    @Option(names = "--demo", description = "Load sample data and create a token. On loopback addresses only.")
    private boolean demo;

    @Option(
            names = "--demo-token",
            paramLabel = "TOKEN",
            description = "The demo's token: dkt_ and 43 characters. Default: a new one at each start.")
    private @Nullable String demoToken;

    @Option(
            names = "--stop-with-parent",
            description = "Stop within 5 s after the process that started this one has ended, such as a build tool.")
    private boolean stopsWithParent;

    /** Set before anything is logged: logback.xml reads it. */
    @Option(
            names = "--log-format",
            description = "text or json, one line per message. Default: ${DEFAULT-VALUE}.",
            defaultValue = "text")
    private void logFormat(String format) {
        if (!LOG_FORMATS.contains(format)) {
            throw new ParameterException(
                    spec.commandLine(), "--log-format (DOCKET_LOG_FORMAT) must be text or json, not " + format);
        }
        System.setProperty("DOCKET_LOG_FORMAT", format);
    }

    @Mixin
    private DatabaseOptions databaseOptions = new DatabaseOptions();

    @Mixin
    private AttachmentOptions attachmentOptions = new AttachmentOptions();

    @Mixin
    private OidcOptions oidcOptions = new OidcOptions();

    @Mixin
    private RateLimitOptions rateLimitOptions = new RateLimitOptions();

    @Mixin
    private QuotaOptions quotaOptions = new QuotaOptions();

    @Mixin
    private EventOptions eventOptions = new EventOptions();

    @Mixin
    private TransportOptions transportOptions = new TransportOptions();

    @Mixin
    private TraceOptions traceOptions = new TraceOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        requirePort("--port", port);
        requirePort("--management-port", managementPort);
        InetAddress address = resolve("--host", host);
        InetAddress managementAddress = resolve("--management-host", managementHost);
        if (demo) {
            Demo.requireLoopback(address);
            Demo.requireToken(demoToken);
        }
        ServerSettings settings = ServerSettingsBuilder.builder()
                .host(host)
                .port(port)
                .managementHost(managementHost)
                .managementPort(managementPort)
                .limits(transportOptions.limits())
                .attachments(attachmentOptions.settings())
                .rateLimits(rateLimitOptions.settings())
                .quotas(quotaOptions.settings())
                .events(eventOptions.settings())
                .oidc(oidcOptions.settings())
                .otlpEndpoint(traceOptions.endpoint())
                .runsJobs(true)
                .build();
        // Before the database is started, which takes a while.
        FreePorts.require(
                new InetSocketAddress(address, port), new InetSocketAddress(managementAddress, managementPort));
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();

        Clock clock = Clock.systemUTC();
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        AtomicInteger exitCode = new AtomicInteger(CommandLine.ExitCode.OK);
        // Registered only after all settings were validated: from here on the process ends only when the hook runs.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopped, ended), "docket-stop"));
        if (stopsWithParent) {
            ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(stopped::countDown));
        }
        try (OpenDatabase open = OpenDatabase.toServe(databaseOptions)) {
            open.keepRunning(() -> {
                exitCode.set(DATABASE_LOST);
                stopped.countDown();
            });
            // Before the server accepts requests: a client that finds the server ready may use the token.
            Demo.@Nullable Ready ready = prepareDemo(new Demo(open.database(), clock));
            try (DocketServer server = DocketServer.start(settings, open.database(), clock)) {
                announce(server, ready);
                stopped.await();
            }
        } finally {
            ended.countDown();
        }
        return exitCode.get();
    }

    private Demo.@Nullable Ready prepareDemo(Demo data) {
        if (demo) {
            return data.prepare(demoToken);
        }
        data.revokeToken();
        return null;
    }

    private void announce(DocketServer server, Demo.@Nullable Ready demo) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Docket listens on " + server.uri() + ", health and metrics on " + server.managementUri());
        if (demo != null) {
            demo.print(server.uri(), out);
        }
        out.flush();
    }

    private static InetAddress resolve(String option, String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new WrongValueException(
                    "%s (%s): the host %s is unknown".formatted(option, EnvironmentDefaults.variable(option), host));
        }
    }

    /** The shutdown hook. It must not end before everything is closed, because the process ends with it. */
    private static void stop(CountDownLatch stopped, CountDownLatch ended) {
        stopped.countDown();
        try {
            ended.await();
            Docket.endLog();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void requirePort(String option, int value) {
        if (value < 0 || value > 65_535) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%s (%s) must be 0 to 65535, not %d"
                            .formatted(option, EnvironmentDefaults.variable(option), value));
        }
    }
}
