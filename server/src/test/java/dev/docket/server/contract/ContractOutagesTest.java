package dev.docket.server.contract;

import static dev.docket.server.contract.ContractRefusalsTest.refusal;

import dev.docket.persistence.testing.TestDatabase;
import dev.docket.persistence.testing.Wait;
import dev.docket.server.demo.DemoData;
import dev.docket.server.demo.DemoTicket;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.testing.Contract;
import dev.docket.server.testing.Contract.Operation;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.transport.RawClient;
import dev.docket.server.transport.TransportLimits;
import dev.docket.server.transport.TransportLimitsBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operation gives its documented response when a client is slow or sends too much, and when the server cannot
 * work.
 */
class ContractOutagesTest {

    private static final List<Operation> OPERATIONS = Contract.DOCKET.operations();

    /** At once: where each takes as long as the server waits, all together take no longer. */
    private static final int CLIENTS = 128;

    private static ExecutorService manyClients;

    @BeforeAll
    static void start() {
        manyClients = Executors.newFixedThreadPool(CLIENTS);
    }

    @AfterAll
    static void stop() {
        manyClients.shutdownNow();
    }

    @TestFactory
    Stream<DynamicTest> refuseABodyThatNeverComes() {
        RunningServer server = RunningServer.start(limits(1_000, Duration.ofMillis(200), 32, 256), Wait.PATIENCE);
        DemoTicket.load(server.database, server.clock);
        List<Operation> operations =
                OPERATIONS.stream().filter(Operation::hasBody).toList();
        String token = server.tokens
                .create("test", Operations.permissions(), List.of(DemoData.ACCOUNT), null)
                .secret();
        // All at once: each takes as long as the server waits.
        Map<Operation, Supplier<Answer>> answers =
                atOnce(operations, operation -> sendNoBody(server, token, operation));
        return operations.stream()
                .map(operation ->
                        refusal(ExampleRequest.known(operation), ProblemType.REQUEST_TIMEOUT, answers.get(operation)))
                .onClose(server::close);
    }

    /**
     * With a token and existing ids: the server waits for a streamed body only after it has checked the caller and the
     * rest.
     */
    private static Answer sendNoBody(RunningServer server, String token, Operation operation) {
        ExampleRequest request = ExampleRequest.known(operation);
        try (RawClient client = new RawClient(server.uri().getPort())) {
            RawClient.Answer answer = client.send(
                            "%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nx-account-id: %s\r\nContent-Type: %s\r\nContent-Length: 10\r\n\r\n"
                                    .formatted(
                                            operation.method(),
                                            request.target(),
                                            token,
                                            DemoData.ACCOUNT,
                                            request.contentType()))
                    .read();
            Map<String, List<String>> headers = answer.headers().stream()
                    .collect(Collectors.groupingBy(
                            RawClient.Header::name, Collectors.mapping(RawClient.Header::value, Collectors.toList())));
            return ContractClient.holdAgainstContract(
                    operation.method(),
                    request.path(),
                    new Answer(answer.status(), HttpHeaders.of(headers, (name, value) -> true), answer.body()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @TestFactory
    Stream<DynamicTest> refuseABodyThatIsTooLarge() {
        RunningServer server = RunningServer.start(limits(1_000, Wait.PATIENCE, 32, 256), Wait.PATIENCE);
        ContractClient client = operatorOf(server);
        return OPERATIONS.stream()
                .filter(Operation::hasBody)
                .map(ExampleRequest::unknown)
                .map(request -> refusal(
                        request,
                        ProblemType.CONTENT_TOO_LARGE,
                        () -> request.withBody(new byte[1_001]).send(client)))
                .onClose(server::close);
    }

    /** Operations that work on the database, and only those, fail if the database is not in the expected state. */
    @TestFactory
    Stream<DynamicTest> failWhenTheDatabaseIsNotWhatItWas() {
        RunningServer server = RunningServer.start();
        ContractClient client = operatorOf(server);
        ContractClient clientUnknownSoFar = operatorOf(server);
        rename(server, "tablename <> 'tokens'");
        Map<Operation, Supplier<Answer>> knowingTheCaller = atOnce(OPERATIONS, sendBy(client));
        rename(server, "tablename = 'tokens'");
        Map<Operation, Supplier<Answer>> knowingNobody = atOnce(OPERATIONS, sendBy(clientUnknownSoFar));
        return refusals(ProblemType.INTERNAL_ERROR, knowingTheCaller, knowingNobody)
                .onClose(server::close);
    }

    private static void rename(RunningServer server, String which) {
        server.testDatabase.executeAsSuperuser("""
                DO $$
                DECLARE
                  lost text;
                BEGIN
                  FOR lost IN SELECT tablename FROM pg_tables WHERE schemaname = 'docket' AND %s LOOP
                    EXECUTE format('ALTER TABLE docket.%%I RENAME TO %%I', lost, 'lost_' || lost);
                  END LOOP;
                END
                $$""".formatted(which));
    }

    /** Because the database is unavailable or, if an operation does not need it, because no worker is free. */
    @TestFactory
    Stream<DynamicTest> sayThatTheServiceIsNotAvailable() {
        RunningServer server =
                RunningServer.start(limits(1024 * 1024, Wait.PATIENCE, CLIENTS, 256), TestDatabase.IMPATIENCE);
        RunningServer full = server.beside(limits(1024 * 1024, Wait.PATIENCE, 2, 1));
        ContractClient client = operatorOf(server);
        ContractClient clientOfFull = operatorOf(full);
        server.testDatabase.leave();
        Map<Operation, Supplier<Answer>> withoutDatabase = atOnce(OPERATIONS, sendBy(client));
        fill(clientOfFull);
        // Only those that have responded: a stream would wait for the database, on a thread beside the workers.
        List<Operation> unaffected = OPERATIONS.stream()
                .filter(operation ->
                        withoutDatabase.get(operation).get().status() != ProblemType.SERVICE_UNAVAILABLE.status())
                .toList();
        Map<Operation, Supplier<Answer>> withoutWorkers = atOnce(unaffected, sendBy(clientOfFull));
        server.testDatabase.comeBack();
        return refusals(ProblemType.SERVICE_UNAVAILABLE, withoutDatabase, withoutWorkers)
                .onClose(() -> {
                    full.close();
                    server.close();
                });
    }

    /** Takes both workers and the one place in the queue, for as long as the server waits for its database. */
    private static void fill(ContractClient client) {
        int requests = 8;
        CountDownLatch refused = new CountDownLatch(requests - 3);
        for (int i = 0; i < requests; i++) {
            manyClients.execute(() -> {
                client.get("/health/ready");
                refused.countDown();
            });
        }
        Wait.on(refused);
    }

    private static Function<Operation, Answer> sendBy(ContractClient client) {
        return operation -> ExampleRequest.unknown(operation).send(client);
    }

    /** Checks that every operation was rejected in the first case or, if it was not affected by that, in the second. */
    private static Stream<DynamicTest> refusals(
            ProblemType type, Map<Operation, Supplier<Answer>> first, Map<Operation, Supplier<Answer>> second) {
        return first.keySet().stream()
                .map(operation -> refusal(
                        ExampleRequest.unknown(operation),
                        type,
                        () -> first.get(operation).get().status() == type.status()
                                ? first.get(operation).get()
                                : second.get(operation).get()));
    }

    /** Sends many requests at the same time and waits for all responses; the result also reports a failed request. */
    private static Map<Operation, Supplier<Answer>> atOnce(
            List<Operation> operations, Function<Operation, Answer> send) {
        Map<Operation, Future<Answer>> running = new LinkedHashMap<>();
        operations.forEach(operation -> running.put(operation, manyClients.submit(() -> send.apply(operation))));
        Map<Operation, Supplier<Answer>> answers = new LinkedHashMap<>();
        running.forEach((operation, answer) -> answers.put(operation, outcome(answer)));
        return answers;
    }

    private static Supplier<Answer> outcome(Future<Answer> running) {
        try {
            Answer answer = running.get();
            return () -> answer;
        } catch (ExecutionException failure) {
            return () -> {
                throw new AssertionError(failure.getCause().getMessage(), failure.getCause());
            };
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** A client that has all permissions on every operation. */
    private static ContractClient operatorOf(RunningServer server) {
        return server.operator().with("x-account-id", DemoData.ACCOUNT);
    }

    /** The default limits, except for these. */
    private static TransportLimits limits(int maxBodyBytes, Duration body, int workers, int queue) {
        return TransportLimitsBuilder.builder(TransportLimits.defaults())
                .maxBodyBytes(maxBodyBytes)
                .maxStreamedBodyBytes(maxBodyBytes)
                .bodyTimeout(body)
                .workers(workers)
                .maxStreams(workers / 2)
                .maxQueuedRequests(queue)
                .build();
    }
}
