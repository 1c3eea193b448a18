package dev.docket.server.contract;

import static dev.docket.server.testing.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.accounts.AccountRow;
import dev.docket.server.demo.DemoData;
import dev.docket.server.demo.DemoTicket;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.security.RateLimitSettings;
import dev.docket.server.testing.Contract;
import dev.docket.server.testing.Contract.Operation;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * Every operation rejects what every operation must reject, in the documented way and in no other. Nothing here is
 * specific to an operation: requests are generated from the contract.
 *
 * <p>Cases that cannot be generated from it (a conflict; a resource whose id the server generates) are left to the
 * tests of the features, and {@link ContractCoverageTest} checks that they cover them.
 */
class ContractRefusalsTest {

    private static final String EMPTY_ACCOUNT = "empty";
    private static final String NO_TYPE = "application/x-no-such-type";

    private static RunningServer server;
    private static ContractClient client;
    private static ContractClient clientOfNothing;
    private static final Map<String, ContractClient> CLIENTS_WITHOUT = new ConcurrentHashMap<>();

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        DemoTicket.load(server.database, server.clock);
        server.database.write(
                EMPTY_ACCOUNT,
                transaction -> transaction
                        .dao(AccountDao.class)
                        .insert(new AccountRow(EMPTY_ACCOUNT, "Empty", "TKT", RunningServer.START)));
        client = server.operator().with("x-account-id", DemoData.ACCOUNT);
        clientOfNothing = server.clientOf(EMPTY_ACCOUNT);
    }

    @AfterAll
    static void stop() {
        server.close();
        CLIENTS_WITHOUT.clear();
    }

    @TestFactory
    Stream<DynamicTest> ofAnInvalidRequest() {
        return operations(400).map(operation -> {
            ExampleRequest request = ExampleRequest.unknown(operation);
            if (operation.hasHeader("x-account-id")) {
                return refusal(
                        request, ProblemType.INVALID_REQUEST, () -> request.send(client.with("x-account-id", null)));
            }
            ExampleRequest invalid = request.invalid();
            return refusal(invalid, ProblemType.INVALID_REQUEST, () -> invalid.send(client));
        });
    }

    @TestFactory
    Stream<DynamicTest> withoutAToken() {
        return operations()
                .map(operation -> refusal(
                        operation,
                        ProblemType.UNAUTHORIZED,
                        request -> request.send(client.with("Authorization", null))));
    }

    @TestFactory
    Stream<DynamicTest> toSendTooManyRequests() {
        RunningServer strict = server.beside(new RateLimitSettings(1, 1, 0));
        ContractClient caller = strict.operator().with("x-account-id", DemoData.ACCOUNT);
        caller.get("/me").expect(200);
        return operations()
                .map(operation -> refusal(operation, ProblemType.TOO_MANY_REQUESTS, request -> request.send(caller)))
                .onClose(strict::close);
    }

    @TestFactory
    Stream<DynamicTest> withoutThePermission() {
        return operations()
                .filter(operation -> operation.permission().contains(":"))
                .map(operation -> refusal(
                        operation,
                        ProblemType.FORBIDDEN,
                        request -> request.send(CLIENTS_WITHOUT.computeIfAbsent(
                                operation.permission(), ContractRefusalsTest::clientWithout))));
    }

    private static ContractClient clientWithout(String permission) {
        return server.client(Operations.permissions().stream()
                .filter(other -> !other.equals(permission))
                .toList());
    }

    @TestFactory
    Stream<DynamicTest> forAnAccountThatWasNotGranted() {
        return operations()
                .filter(operation -> operation.hasHeader("x-account-id"))
                .map(operation -> refusal(
                        operation,
                        ProblemType.FORBIDDEN,
                        request -> request.send(clientOfNothing.with("x-account-id", DemoData.ACCOUNT))));
    }

    @TestFactory
    Stream<DynamicTest> forWhatIsNotThere() {
        return operationsOnResources(404)
                .map(operation -> refusal(operation, ProblemType.NOT_FOUND, request -> request.send(client)));
    }

    /** The response for a resource of another account equals that for an unknown one. */
    @TestFactory
    Stream<DynamicTest> forWhatAnotherAccountHas() {
        return operationsOnResources(404)
                .filter(operation -> operation.hasHeader("x-account-id"))
                .map(operation -> test(operation, 404, () -> {
                    ExampleRequest known = ExampleRequest.known(operation);
                    ExampleRequest unknown = ExampleRequest.unknown(operation);

                    Answer ofAnother = known.send(clientOfNothing);

                    assertProblem(ofAnother, ProblemType.NOT_FOUND, known.path());
                    assertThat(detailWithoutIds(ofAnother, known))
                            .isEqualTo(detailWithoutIds(unknown.send(client), unknown));
                }));
    }

    private static String detailWithoutIds(Answer answer, ExampleRequest request) {
        String detail = answer.json().get("detail").asText();
        for (String id : request.pathValues()) {
            detail = detail.replace(id, "…");
        }
        return detail;
    }

    @TestFactory
    Stream<DynamicTest> ofWhateverAccepts() {
        return operations()
                .map(operation -> refusal(
                        operation,
                        ProblemType.NOT_ACCEPTABLE,
                        request -> request.send(client.with("Accept", NO_TYPE))));
    }

    @TestFactory
    Stream<DynamicTest> ofABodyOfAnotherType() {
        return operations()
                .filter(Operation::hasBody)
                .flatMap(operation -> Stream.of(
                        refusal(
                                operation,
                                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                                request -> request.withContentType(NO_TYPE).send(client)),
                        refusal(
                                operation,
                                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                                request -> request.withContentType(null).send(client))));
    }

    @TestFactory
    Stream<DynamicTest> toChangeAnotherVersion() {
        return operationsOnResources(412)
                .filter(operation -> operation.hasHeader("If-Match"))
                .map(operation -> onTheDemosResource(
                        operation,
                        412,
                        client.with("If-Match", "\"no-such-version\""),
                        (request, answer) -> assertProblem(answer, ProblemType.PRECONDITION_FAILED, request.path())));
    }

    @TestFactory
    Stream<DynamicTest> toReadTheSameVersionAgain() {
        return operations(304)
                .filter(operation -> operation.hasHeader("If-None-Match"))
                .map(operation ->
                        onTheDemosResource(operation, 304, client.with("If-None-Match", "*"), (request, answer) -> {
                            answer.expect(304);
                            assertThat(answer.body()).isEmpty();
                            assertThat(answer.header("ETag")).isNotBlank();
                        }));
    }

    private interface Expectation {
        void of(ExampleRequest request, Answer answer);
    }

    /** Skipped where the demo contains nothing with the ids of the contract's examples. */
    private static DynamicTest onTheDemosResource(
            Operation operation, int status, ContractClient conditional, Expectation expectation) {
        return test(operation, status, () -> {
            ExampleRequest request = ExampleRequest.known(operation);
            Answer answer = request.send(conditional);
            assumeFalse(answer.status() == 404, "the demo has nothing at " + request.path());
            expectation.of(request, answer);
        });
    }

    private static Stream<Operation> operations() {
        return Contract.DOCKET.operations().stream();
    }

    private static Stream<Operation> operations(int documented) {
        return operations().filter(operation -> operation.documents(documented));
    }

    private static Stream<Operation> operationsOnResources(int documented) {
        return operations(documented)
                .filter(operation -> !operation.parametersIn("path").isEmpty());
    }

    private static DynamicTest refusal(
            Operation operation, ProblemType type, Function<ExampleRequest, Answer> attempt) {
        ExampleRequest request = ExampleRequest.unknown(operation);
        return refusal(request, type, () -> attempt.apply(request));
    }

    /**
     * Checks the rejection, if the operation documents it; otherwise, that it does not occur (the client validates the
     * response then).
     */
    static DynamicTest refusal(ExampleRequest request, ProblemType type, Supplier<Answer> attempt) {
        Operation operation = request.operation();
        int status = type.status();
        return operation.documents(status)
                ? test(operation, status, () -> assertProblem(attempt.get(), type, request.path()))
                : dynamicTest(
                        operation + " not " + status,
                        () -> assertThat(attempt.get().status())
                                .as(operation.toString())
                                .isNotEqualTo(status));
    }

    /** Reports name generated tests by numbers, so the failure itself names the case. */
    private static DynamicTest test(Operation operation, int status, Executable attempt) {
        String name = operation + " " + status;
        return dynamicTest(name, () -> {
            try {
                attempt.execute();
            } catch (AssertionError failure) {
                throw new AssertionError(name + ": " + failure.getMessage(), failure);
            }
        });
    }
}
