package dev.docket.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.database.DatabaseSettings;
import dev.docket.persistence.jobs.Job;
import dev.docket.persistence.jobs.Jobs;
import dev.docket.persistence.testing.TestDatabase;
import dev.docket.persistence.testing.Wait;
import dev.docket.server.cli.Docket;
import dev.docket.server.concurrent.Batcher;
import dev.docket.server.http.problem.ProblemMapper;
import dev.docket.server.transport.CompletedRequest;
import dev.docket.server.transport.HttpTransport;
import dev.docket.server.transport.TransportLimits;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Each in a process of its own, which has to end. */
class FatalErrorsTest {

    private static final String REPORT = "docket: the process ends with code 3: the JVM cannot continue";

    private static final TestDatabase DATABASE = TestDatabase.create();

    @TempDir
    private java.nio.file.Path folder;

    private Process process;

    @AfterEach
    void kill() {
        process.destroyForcibly();
    }

    /** Where an error is thrown, and what catches it there. */
    enum Place {
        /** Nothing. */
        THREAD {
            @Override
            void fail(Error error) {
                throw error;
            }
        },
        /** The exception that wraps it. */
        WITHIN_AN_EXCEPTION {
            @Override
            void fail(Error error) {
                throw new IllegalStateException(new IllegalArgumentException(error));
            }
        },
        /** Each item of a batch. */
        BATCH {
            @Override
            void fail(Error error) {
                new Batcher<String, String>(new Batcher.Limits(1, 1, 1, 1), item -> item, items -> {
                            throw error;
                        })
                        .submit("item");
            }
        },
        /** Jersey and {@link ProblemMapper}. */
        RESOURCE {
            @Override
            void fail(Error error) throws IOException {
                request("resource", error, completed -> {});
            }
        },
        /** Jersey, after the first byte of the response. */
        RESPONSE {
            @Override
            void fail(Error error) throws IOException {
                request("response", error, completed -> {});
            }
        },
        /** Grizzly, at the end of a request. */
        TRANSPORT {
            @Override
            void fail(Error error) throws IOException {
                request("nothing", error, completed -> {
                    throw error;
                });
            }
        },
        /** db-scheduler. */
        JOB {
            @Override
            void fail(Error error) {
                Jobs jobs = new Jobs(database(), Clock.systemUTC());
                jobs.start(List.of(new Job("fatal", Duration.ofMinutes(1), () -> {
                    throw error;
                })));
            }
        },
        /** The thread that listens for changes of configurations. */
        LISTENER {
            @Override
            void fail(Error error) {
                database().listen("fatal", message -> {}, () -> {
                    throw error;
                });
            }
        };

        abstract void fail(Error error) throws IOException;

        private static Database database() {
            return Database.open(new DatabaseSettings(
                    System.getenv("DOCKET_DATABASE_URL"),
                    System.getenv("DOCKET_DATABASE_USER"),
                    System.getenv("DOCKET_DATABASE_PASSWORD"),
                    2,
                    DatabaseSettings.DEFAULT_CONNECTION_TIMEOUT));
        }

        private static void request(String path, Error error, Consumer<CompletedRequest> observer) throws IOException {
            ResourceConfig application =
                    new ResourceConfig().register(new Failing(error)).register(new ProblemMapper());
            HttpTransport transport = HttpTransport.start(
                    new InetSocketAddress("127.0.0.1", 0),
                    application,
                    TransportLimits.defaults(),
                    observer,
                    OpenTelemetry.noop());
            for (int time = 0; time < 2; time++) {
                HttpURLConnection connection =
                        (HttpURLConnection) URI.create("http://127.0.0.1:" + transport.port() + "/" + path)
                                .toURL()
                                .openConnection();
                connection.setRequestProperty("Accept", "*/*");
                try {
                    System.out.println("status " + connection.getResponseCode());
                } catch (IOException cut) {
                    System.out.println("cut");
                }
            }
        }
    }

    /** Throws the error in its two operations. */
    @Path("/")
    public static final class Failing {

        private final Error error;

        Failing(Error error) {
            this.error = error;
        }

        @GET
        @Path("resource")
        public String resource() {
            throw error;
        }

        @GET
        @Path("response")
        public StreamingOutput response() {
            return target -> {
                target.write(new byte[100_000]);
                target.flush();
                throw error;
            };
        }
    }

    /** A process that fails in one place and otherwise would run for ever. */
    static final class Main {

        private Main() {}

        public static void main(String[] arguments) throws Exception {
            FatalErrors.watchThreads();
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
            Error error = arguments[1].equals("memory") ? new OutOfMemoryError("of a test") : new StackOverflowError();
            Thread failing = new Thread(() -> {
                try {
                    Place.valueOf(arguments[0]).fail(error);
                } catch (IOException failure) {
                    throw new IllegalStateException(failure);
                }
            });
            failing.start();
            failing.join();
            if (arguments[1].equals("memory")) {
                new CountDownLatch(1).await();
            }
            System.out.println("alive");
            System.exit(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void endAProcess(Place place) throws Exception {
        start(List.of(), Main.class, place.name(), "memory");

        assertThat(Wait.result(process.onExit()).exitValue()).isEqualTo(FatalErrors.EXIT_CODE);
        assertThat(log()).contains(REPORT + " (java.lang.OutOfMemoryError: of a test in the thread ");
    }

    /** It affects only what is at hand: a request gets 500, and so may the next. */
    @ParameterizedTest
    @EnumSource(
            names = {"THREAD", "BATCH", "RESOURCE", "RESPONSE", "TRANSPORT"},
            mode = Mode.INCLUDE)
    void areNotThoseOfTheStack(Place place) throws Exception {
        start(List.of(), Main.class, place.name(), "stack");

        List<String> printed =
                process.inputReader(StandardCharsets.UTF_8).lines().toList();
        assertThat(Wait.result(process.onExit()).exitValue()).isZero();
        assertThat(printed).endsWith("alive");
        if (place == Place.RESOURCE) {
            assertThat(printed).containsExactly("status 500", "status 500", "alive");
        }
    }

    /** {@code docket serve} with all of its memory taken, as by a leak. Any of its threads may be the first to fail. */
    static final class Greedy {

        /** In a chain, which needs no large array. */
        private record Taken(Taken before, byte[] bytes) {}

        private static Taken last;

        private Greedy() {}

        public static void main(String[] arguments) throws Exception {
            Thread greedy = new Thread(() -> {
                boolean isControl = readLine().equals("control");
                if (isControl) {
                    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> System.err.println(failure));
                    ((LoggerContext) LoggerFactory.getILoggerFactory()).resetTurboFilterList();
                }
                takeAll();
            });
            greedy.setDaemon(true);
            greedy.start();
            Docket.main(arguments);
        }

        private static String readLine() {
            StringBuilder line = new StringBuilder();
            try {
                for (int c = System.in.read(); c > '\n'; c = System.in.read()) {
                    line.append((char) c);
                }
            } catch (IOException ended) {
                line.append(ended);
            }
            return line.toString();
        }

        private static void takeAll() {
            int size = 1024 * 1024;
            while (true) {
                try {
                    last = new Taken(last, new byte[size]);
                } catch (OutOfMemoryError full) {
                    size = size / 2;
                }
            }
        }
    }

    @Nested
    class WithoutMemory {

        @Test
        void theServerEnds() throws Exception {
            serve();
            uri();
            say("take");

            assertThat(Wait.result(process.onExit()).exitValue()).isEqualTo(FatalErrors.EXIT_CODE);
            assertThat(log()).contains(REPORT);
        }

        /** The control: without this class the server does not end, and does not respond. */
        @Test
        void aServerThatWatchesNothingLivesOnHalfDead() throws Exception {
            serve();
            URI uri = uri();
            say("control");

            Wait.until(() -> log().contains("OutOfMemoryError") && !isLive(uri));
            for (int i = 0; i < 3; i++) {
                assertThat(isLive(uri)).isFalse();
            }
            assertThat(process.isAlive()).isTrue();
        }

        private void serve() throws IOException {
            start(List.of("-Xmx96m", "-XX:+UseSerialGC"), Greedy.class, "serve", "--port=0", "--management-port=0");
        }

        private URI uri() throws IOException {
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            String line = String.valueOf(output.readLine());
            assertThat(line).as(log()).startsWith("Docket listens on ");
            return URI.create(line.replaceFirst("Docket listens on (\\S+), .*", "$1"));
        }

        private void say(String line) throws IOException {
            process.outputWriter(StandardCharsets.UTF_8)
                    .append(line)
                    .append('\n')
                    .flush();
        }

        private boolean isLive(URI uri) {
            try {
                HttpURLConnection connection =
                        (HttpURLConnection) uri.resolve("/health/live").toURL().openConnection();
                connection.setConnectTimeout(2_000);
                connection.setReadTimeout(2_000);
                connection.setRequestProperty("Accept", "application/json");
                return connection.getResponseCode() == 200;
            } catch (IOException silent) {
                return false;
            }
        }
    }

    private void start(List<String> options, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                java.nio.file.Path.of(System.getProperty("java.home"), "bin", "java")
                        .toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        DatabaseSettings database = DATABASE.settings(2);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(folder.resolve("log").toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("DOCKET_"));
        builder.environment().put("DOCKET_DATABASE_URL", database.url());
        builder.environment().put("DOCKET_DATABASE_USER", database.user());
        builder.environment().put("DOCKET_DATABASE_PASSWORD", database.password());
        process = builder.start();
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
