package dev.docket.server.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.accounts.ConfigurationLock;
import dev.docket.persistence.database.Database;
import dev.docket.persistence.testing.Wait;
import dev.docket.server.concurrent.Batcher;
import dev.docket.server.demo.DemoData;
import dev.docket.server.rotations.Crowd;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A batch of tickets of two accounts, created at once over HTTP: none harms another. */
class BatchedTicketsTest {

    private static final String TICKET = """
            {"subject": "%s", "description": "D", "category": "technical", "source": "phone", "requesterId": "r",
             "requesterType": "external", "requesterName": "R", "requesterEmail": "r@r.example"}
            """;

    private static RunningServer server;
    private static List<ContractClient> accounts;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        accounts = List.of(server.client(), server.clientOf(DemoData.OTHER_ACCOUNT));
        asSuperuser("""
                CREATE TABLE statements (accounts text, admitted text);
                GRANT INSERT ON statements TO PUBLIC;
                CREATE FUNCTION note_statement() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF EXISTS (SELECT FROM tickets_of_it WHERE subject = 'impossible') THEN
                        RAISE EXCEPTION 'impossible';
                    END IF;
                    IF EXISTS (SELECT FROM tickets_of_it WHERE subject = 'held') THEN
                        PERFORM pg_advisory_xact_lock(1);
                    END IF;
                    INSERT INTO docket.statements
                    SELECT string_agg(DISTINCT account_id, ',' ORDER BY account_id),
                           (SELECT string_agg(a, ',' ORDER BY a)
                              FROM unnest(string_to_array(current_setting('docket.accounts'), ',')) a)
                      FROM tickets_of_it
                    HAVING count(*) > 0;
                    RETURN NULL;
                END
                $$;
                CREATE TRIGGER note_statement AFTER INSERT ON tickets REFERENCING NEW TABLE AS tickets_of_it
                    FOR EACH STATEMENT EXECUTE FUNCTION note_statement()
                """);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void forget() {
        asSuperuser("TRUNCATE statements");
    }

    @Test
    void aStatementSeesTheAccountsOfItsTicketsAndNoOther() throws Exception {
        assertThat(createAtOnce(16, 10, List.of("S")))
                .extracting(Answer::status)
                .containsOnly(201);
        List<List<String>> statements = server.testDatabase.queryAsSuperuser("SELECT * FROM docket.statements");
        assertThat(statements).allSatisfy(row -> assertThat(row.get(1)).isEqualTo(row.get(0)));
    }

    /** The control: statements do store tickets of several accounts. */
    @Test
    void ticketsThatArriveWhileOthersAreBeingStoredAreOneStatement() throws Exception {
        List<String> others = List.of(server.nextDemo(), server.nextDemo());
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<Answer>> answers = new ArrayList<>();
        try (Connection connection = server.testDatabase.connectAsSuperuser();
                Statement holder = connection.createStatement()) {
            holder.execute("SELECT pg_advisory_lock(1)");
            for (String other : others) {
                ContractClient client = server.clientOf(other);
                answers.add(threads.submit(() -> client.post("/tickets", TICKET.formatted("held"))));
                Wait.until(() -> held() == answers.size());
            }
            for (int i = 0; i < 8; i++) {
                int account = i % 2;
                answers.add(threads.submit(() -> create(account, "S", UUID.randomUUID())));
            }
            Wait.until(() -> beingStored() == answers.size());
            holder.execute("SELECT pg_advisory_unlock(1)");
            assertThat(answers)
                    .extracting(answer -> Wait.result(answer).status())
                    .containsOnly(201);
        } finally {
            threads.shutdown();
        }
        assertThat(server.testDatabase.queryAsSuperuser("SELECT accounts FROM docket.statements"))
                .extracting(row -> row.get(0))
                .containsExactlyInAnyOrder(others.get(0), others.get(1), "2311,4711");
    }

    private static int held() {
        return server.testDatabase
                .queryAsSuperuser("SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                .size();
    }

    /** Returns the number of requests that wait for a batch, or whose batch is being stored. */
    private static long beingStored() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack ->
                        Stream.of(stack).anyMatch(frame -> frame.getClassName().equals(Batcher.class.getName())))
                .count();
    }

    @Test
    void oneThatCannotBeStoredHarmsNoOther() throws Exception {
        List<Answer> answers = createAtOnce(12, 6, List.of("S", "S", "impossible"));
        assertThat(answers).extracting(Answer::status).containsOnly(201, 500);
        assertThat(answers.stream().filter(answer -> answer.status() == 500)).hasSize(12 * 2);
    }

    @Test
    void respondsWithExactlyTheStoredTickets() throws Exception {
        List<String> answered = createAtOnce(8, 5, List.of("kept")).stream()
                .map(answer -> answer.json().get("uniqueId").textValue())
                .toList();
        assertThat(server.testDatabase.queryAsSuperuser("SELECT unique_id FROM docket.tickets WHERE subject = 'kept'"))
                .extracting(row -> row.get(0))
                .containsExactlyInAnyOrderElementsOf(answered);
    }

    /**
     * Another transaction holds the lock of one account that creating a ticket needs, as each change of its
     * configuration does.
     */
    @Test
    void anAccountThatIsBusyMakesNoOtherWait() throws Exception {
        CountDownLatch isHeld = new CountDownLatch(1);
        CountDownLatch isReleased = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Database other = server.testDatabase.open()) {
            CompletableFuture<Void> holder = CompletableFuture.runAsync(
                    () -> ConfigurationLock.change(other, DemoData.ACCOUNT, transaction -> {
                        isHeld.countDown();
                        Wait.on(isReleased);
                        return null;
                    }),
                    threads);
            Wait.on(isHeld);
            List<CompletableFuture<Answer>> busy = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                busy.add(CompletableFuture.supplyAsync(() -> create(0, "busy", UUID.randomUUID()), threads));
            }
            for (int i = 0; i < 6; i++) {
                assertThat(create(1, "free", UUID.randomUUID()).status()).isEqualTo(201);
            }
            assertThat(busy).noneMatch(CompletableFuture::isDone);
            isReleased.countDown();
            holder.join();
            assertThat(busy).extracting(request -> request.join().status()).containsOnly(201);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aKeyIsUsedOnceAmongThoseThatGoTogether() throws Exception {
        List<UUID> keys = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
        List<Answer> answers = Crowd.of(12, number -> create(number % 2, "once", keys.get(number % 3)));
        assertThat(answers).extracting(Answer::status).isSubsetOf(201, 409);
        assertThat(server.testDatabase.queryAsSuperuser("SELECT FROM docket.tickets WHERE subject = 'once'"))
                .hasSize(6);
        for (int number = 0; number < 6; number++) {
            Answer again = create(number % 2, "once", keys.get(number % 3)).expect(201);
            assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        }
    }

    private static List<Answer> createAtOnce(int threads, int requests, List<String> subjects) throws Exception {
        return Crowd.of(threads, number -> {
                    List<Answer> answers = new ArrayList<>();
                    for (int i = 0; i < requests; i++) {
                        answers.add(create(number % 2, subjects.get(i % subjects.size()), UUID.randomUUID()));
                    }
                    return answers;
                })
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static Answer create(int account, String subject, UUID key) {
        return accounts.get(account)
                .with("Idempotency-Key", key.toString())
                .post("/tickets", TICKET.formatted(subject));
    }

    private static void asSuperuser(String sql) {
        server.testDatabase.executeAsSuperuser("SET search_path = docket; " + sql);
    }
}
