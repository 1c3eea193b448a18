package dev.docket.server.contract;

import static dev.docket.server.contract.ContractRefusalsTest.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.docket.persistence.idempotency.IdempotencyKeyDao;
import dev.docket.persistence.idempotency.IdempotencyKeyRowBuilder;
import dev.docket.server.demo.DemoData;
import dev.docket.server.demo.DemoTicket;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.security.Caller;
import dev.docket.server.security.Tokens.NewToken;
import dev.docket.server.testing.Contract;
import dev.docket.server.testing.Contract.Operation;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operation with an {@code Idempotency-Key} is executed once per key. Nothing here is specific to an operation.
 */
class ContractIdempotencyTest {

    private static RunningServer server;
    private static NewToken token;
    private static ContractClient client;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        DemoTicket.load(server.database, server.clock);
        token = server.tokens.create(
                "everything",
                Stream.of(Operations.permissions(), Operations.operatorPermissions())
                        .flatMap(List::stream)
                        .toList(),
                List.of(Caller.ALL_ACCOUNTS),
                null);
        client = server.bearer(token.secret()).with("x-account-id", DemoData.ACCOUNT);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** For any first result: a success is not repeated, and a rejection is repeated. */
    @TestFactory
    Stream<DynamicTest> isDoneOnce() {
        return operations()
                .map(operation -> dynamicTest(operation.toString(), () -> {
                    ExampleRequest request = ExampleRequest.known(operation);
                    ContractClient keyed =
                            client.with("Idempotency-Key", UUID.randomUUID().toString());
                    Answer first = request.send(keyed);
                    Map<String, String> done = everything();

                    Answer second = request.send(keyed);

                    assertThat(everything()).isEqualTo(done);
                    assertThat(second.status()).isEqualTo(first.status());
                    if (first.status() < 300) {
                        assertThat(second.body()).isEqualTo(first.body());
                        assertThat(second.headers().firstValue("ETag"))
                                .isEqualTo(first.headers().firstValue("ETag"));
                        assertThat(second.headers().firstValue("Location"))
                                .isEqualTo(first.headers().firstValue("Location"));
                        assertThat(first.headers().firstValue("Idempotency-Replayed"))
                                .isEmpty();
                        assertThat(second.headers().firstValue("Idempotency-Replayed"))
                                .contains("true");
                    } else {
                        assertThat(second.headers().firstValue("Idempotency-Replayed"))
                                .isEmpty();
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> isRefusedForAnotherRequest() {
        return operations().map(operation -> {
            String key = UUID.randomUUID().toString();
            return refusal(ExampleRequest.known(operation), ProblemType.IDEMPOTENCY_KEY_REUSED, () -> {
                String account = accountOf(operation);
                server.database.write(account, transaction -> {
                    transaction
                            .dao(IdempotencyKeyDao.class)
                            .put(List.of(IdempotencyKeyRowBuilder.builder()
                                    .accountId(account)
                                    .callerId(token.id())
                                    .keyHash(hash(key))
                                    .fingerprint(hash("another request"))
                                    .createdAt(RunningServer.START)
                                    .answer(new byte[0])
                                    .build()));
                    return null;
                });
                return ExampleRequest.known(operation).send(client.with("Idempotency-Key", key));
            });
        });
    }

    @TestFactory
    Stream<DynamicTest> isRefusedWhileTheSameIsWorkedOn() {
        return operations().map(operation -> {
            String key = UUID.randomUUID().toString();
            return refusal(
                    ExampleRequest.known(operation),
                    ProblemType.IDEMPOTENCY_KEY_IN_USE,
                    () -> server.database.write(accountOf(operation), transaction -> {
                        assertThat(transaction
                                        .dao(IdempotencyKeyDao.class)
                                        .tryTake(accountOf(operation), token.id(), hash(key)))
                                .isTrue();
                        Answer answer = ExampleRequest.known(operation).send(client.with("Idempotency-Key", key));
                        assertThat(answer.header("Retry-After")).isEqualTo("1");
                        return answer;
                    }));
        });
    }

    private static Stream<Operation> operations() {
        return Contract.DOCKET.operations().stream().filter(operation -> operation.hasHeader("Idempotency-Key"));
    }

    private static String accountOf(Operation operation) {
        return operation.hasHeader("x-account-id") ? DemoData.ACCOUNT : "*";
    }

    private static byte[] hash(String text) {
        return Sha256.digest().digest(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** A checksum of each table, without the last use of the token and without jobs. */
    private static Map<String, String> everything() {
        return server.testDatabase.queryAsSuperuser("""
                        SELECT tablename, md5(CAST(query_to_xml(
                                   format('SELECT CAST(t AS text) FROM docket.%I t ORDER BY 1', tablename),
                                   false, false, '') AS text))
                          FROM pg_tables
                         WHERE schemaname = 'docket'
                           AND tablename NOT IN ('tokens', 'scheduled_tasks')
                        """).stream()
                .collect(Collectors.toMap(table -> table.get(0), table -> table.get(1)));
    }
}
