package dev.docket.server.directory;

import static dev.docket.server.testing.TicketJson.ticketOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.api.model.DirectoryImportOutcome;
import dev.docket.api.model.Lead;
import dev.docket.api.model.LeadInput;
import dev.docket.api.model.UserInput;
import dev.docket.server.demo.DemoData;
import dev.docket.server.directory.EntityStore.Item;
import dev.docket.server.directory.EntityStore.Put;
import dev.docket.server.quotas.QuotaSettings;
import dev.docket.server.quotas.Quotas;
import dev.docket.server.security.Caller;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The behaviour that the operations do not show: many changes in one transaction, and who is notified. */
class EntityStoreTest {

    private static final Caller CALLER = new Caller(new UUID(0, 1), "test", Set.of(), Set.of());

    private static RunningServer server;
    private static Quotas quotas;
    private static ContractClient client;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        quotas = new Quotas(QuotaSettings.defaults(), server.database, server.clock);
        client = server.client();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Nested
    class UsersThatChange {

        private final List<String> told = new ArrayList<>();
        private final Directory directory = new Directory(
                server.database, quotas, server.clock, (transaction, account, ids) -> told.add(account + " " + ids));

        private UserInput user(String name) {
            return new UserInput().name(name).email(name + "@changes.example");
        }

        @Test
        void areToldInTheTransactionOfTheChange() {
            String account = DemoData.OTHER_ACCOUNT;

            directory.users().put(account, "one", null, user("one"));
            directory.users().put(account, "one", null, user("one"));
            assertThat(told).containsExactly("4711 [one]");

            directory
                    .users()
                    .putAll(
                            account,
                            List.of(
                                    new Item<>("one", user("one")),
                                    new Item<>("two", user("one")),
                                    new Item<>("three", user("three")),
                                    new Item<>("four", user("four"))));
            assertThat(told).containsExactly("4711 [one]", "4711 [three, four]");

            directory.users().delete(account, "four", null, false, CALLER, "request");
            assertThat(told).containsExactly("4711 [one]", "4711 [three, four]", "4711 [four]");
        }
    }

    @Nested
    class ManyThatArePutTogether {

        private LeadInput lead(String uniqueId, String name) {
            return new LeadInput().uniqueId(uniqueId).name(name);
        }

        @Test
        void eachSayWhatBecameOfThem() {
            EntityStore<Long, LeadInput, ?, Lead> leads =
                    new Directory(server.database, quotas, server.clock, (transaction, account, ids) -> {}).leads();
            leads.put(DemoData.ACCOUNT, 1L, null, lead("a", "A"));
            leads.put(DemoData.ACCOUNT, 2L, null, lead("b", "B"));

            List<Put<Lead>> puts = leads.putAll(
                    DemoData.ACCOUNT,
                    List.of(
                            new Item<>(1L, lead("a", "A")),
                            new Item<>(2L, lead("b", "Other")),
                            new Item<>(3L, lead("c", "C")),
                            new Item<>(4L, lead("c", "D")),
                            new Item<>(5L, lead("e", "E").email("none"))));

            assertThat(puts)
                    .extracting(Put::outcome)
                    .containsExactly(
                            DirectoryImportOutcome.UNCHANGED,
                            DirectoryImportOutcome.UPDATED,
                            DirectoryImportOutcome.CREATED,
                            DirectoryImportOutcome.REFUSED,
                            DirectoryImportOutcome.REFUSED);
            assertThat(puts.get(3).refusal())
                    .hasMessage("lead 3 has the unique ID 'c' already; change or delete that one first");
            assertThat(puts.get(4).refusal().violations().get(0).getPointer()).isEqualTo("/email");
            assertThat(leads.read(DemoData.ACCOUNT, 2L).body().getName()).isEqualTo("Other");
            assertThat(client.get("/leads/4").status()).isEqualTo(404);
        }
    }

    @Nested
    class AtOnce {

        @Test
        void onlyOneGetsAUniqueId() throws Exception {
            List<Answer> answers = atOnce(IntStream.range(0, 8)
                    .<Call>mapToObj(
                            i -> () -> client.put("/leads/" + (100 + i), "{\"uniqueId\": \"x\", \"name\": \"X\"}"))
                    .toList());

            assertThat(answers).extracting(Answer::status).containsOnly(200, 409);
            assertThat(answers.stream().filter(answer -> answer.status() == 200))
                    .hasSize(1);
        }

        @Test
        void noTicketRefersToWhatIsDeletedAndNoneIsLost() throws Exception {
            for (int round = 0; round < 5; round++) {
                String merchant = "{\"uniqueId\": \"gone\", \"dbaName\": \"Gone\"}";
                client.put("/merchants/77", merchant).expect(200);
                List<Call> calls = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    calls.add(() -> client.post("/tickets", ticketOf("merchant", "77")));
                    calls.add(
                            i % 4 == 3
                                    ? () -> client.delete("/merchants/77?detach=true")
                                    : () -> client.put("/merchants/77", merchant));
                }

                assertThat(atOnce(calls)).extracting(Answer::status).isSubsetOf(200, 201, 204, 400, 404);
            }
            client.put("/merchants/77", "{\"uniqueId\": \"gone\", \"dbaName\": \"Gone\"}")
                    .expect(200);
            client.delete("/merchants/77?detach=true").expect(204);
            assertThat(server.testDatabase.queryAsSuperuser("""
                            SELECT t.id
                              FROM docket.tickets t
                              JOIN docket.ticket_history h ON h.account_id = t.account_id AND h.ticket_id = t.id
                             WHERE t.requester_id = '77'
                             GROUP BY t.id, t.version, t.merchant_id, t.merchant_name
                            HAVING NOT (t.version = 2 AND t.merchant_id IS NULL AND t.merchant_name = 'Gone'
                                        AND array_agg(h.number ORDER BY h.number) = '{1,2}')
                            """)).isEmpty();
        }

        private interface Call {
            Answer send();
        }

        private List<Answer> atOnce(List<Call> calls) throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(calls.size());
            try {
                List<Future<Answer>> answers = new ArrayList<>();
                for (Call call : calls) {
                    answers.add(threads.submit(call::send));
                }
                List<Answer> all = new ArrayList<>();
                for (Future<Answer> answer : answers) {
                    all.add(answer.get());
                }
                return all;
            } finally {
                threads.shutdownNow();
            }
        }
    }
}
