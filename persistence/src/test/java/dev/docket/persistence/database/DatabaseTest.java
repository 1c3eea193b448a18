package dev.docket.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.accounts.AccountRow;
import dev.docket.persistence.accounts.TokenDao;
import dev.docket.persistence.accounts.TokenRow;
import dev.docket.persistence.accounts.TokenRowBuilder;
import dev.docket.persistence.testing.TestDatabase;
import dev.docket.persistence.testing.Wait;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {

    private static final Instant NOW = Instant.parse("2026-03-06T21:30:00Z");

    private static TestDatabase testDatabase;
    private static Database database;

    @BeforeAll
    static void open() {
        testDatabase = TestDatabase.create();
        database = testDatabase.open();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    interface Probe {

        @SqlQuery("SELECT current_user || ' ' || session_user")
        String users();

        @SqlQuery("SELECT pg_backend_pid()")
        int backend();

        @SqlQuery("""
                SELECT concat_ws(' ', current_setting('statement_timeout'), current_setting('lock_timeout'),
                                 current_setting('idle_in_transaction_session_timeout'), current_setting('timezone'))
                """)
        String limits();

        @SqlQuery("SELECT * FROM account_ids")
        List<String> allColumns();

        @SqlQuery("SELECT t.*, 'last' AS behind FROM account_ids t")
        Places places();
    }

    public record Places(String accountId, String behind) {}

    interface Broken {

        @SqlQuery("SELECT 1 / 0")
        int fail();
    }

    @Nested
    class Deadlines {

        @AfterEach
        void clear() {
            Deadline.clear();
        }

        @Test
        void endTransactionsBeforeTheyBegin() {
            Deadline.set(System.nanoTime() - 1);

            assertThatThrownBy(() -> database.read("acme", transaction -> "begun"))
                    .isInstanceOf(DatabaseUnavailableException.class)
                    .hasMessage("the request took too long");
            Deadline.clear();
            assertThat(database.<String>read("acme", transaction -> "begun")).isEqualTo("begun");
        }

        @Test
        void endTransactionsBetweenTheirStatements() {
            assertThatThrownBy(() -> database.read("acme", transaction -> {
                        transaction.dao(Probe.class).users();
                        Deadline.set(System.nanoTime() - 1);
                        return transaction.dao(Probe.class).users();
                    }))
                    .isInstanceOf(DatabaseUnavailableException.class);
            Deadline.set(System.nanoTime() + 60_000_000_000L);
            assertThat(database.<String>read(
                            "acme", transaction -> transaction.dao(Probe.class).users()))
                    .isNotEmpty();
        }
    }

    @Nested
    class Transactions {

        @Test
        void keepWhatWasWritten() {
            database.write("kept", transaction -> add("kept", "Kept", transaction));
            assertThat(stored("kept")).isTrue();
        }

        @Test
        void keepNothingIfTheWorkThrows() {
            IllegalStateException thrown = new IllegalStateException("changed my mind");
            assertThatThrownBy(() -> database.write("dropped", transaction -> {
                        add("dropped", "Dropped", transaction);
                        throw thrown;
                    }))
                    .isSameAs(thrown);
            assertThat(stored("dropped")).isFalse();
        }

        @Test
        void cannotWriteIfTheyOnlyRead() {
            assertThatThrownBy(() -> database.read("read", transaction -> add("read", "Read", transaction)))
                    .hasMessageNotContaining("Read")
                    .isInstanceOf(RuntimeException.class);
            assertThat(stored("read")).isFalse();
            // The connection is not read-only afterwards.
            IntStream.range(0, 10)
                    .forEach(i -> database.write("read" + i, transaction -> add("read" + i, "", transaction)));
        }

        @Test
        void doNotNest() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> database.read("a", outer -> database.read("a", inner -> 1)))
                    .withMessage("a transaction is already running on this thread; pass it on instead");
            assertThat(database.<Integer>read("a", transaction -> 1)).isEqualTo(1);
        }

        @Test
        void actAsThePlainRole() {
            assertThat(database.<String>read(
                            "a", transaction -> transaction.dao(Probe.class).users()))
                    .isEqualTo("docket_server " + testDatabase.settings(1).user());
        }

        @Test
        void areBounded() {
            try (Database ofTheServer = Database.open(at(testDatabase.url()))) {
                assertThat(ofTheServer.<String>read(
                                "a", transaction -> transaction.dao(Probe.class).limits()))
                        .isEqualTo("10s 5s 30s UTC");
            }
        }
    }

    /** Several transactions joined into one. */
    @Nested
    class Together {

        @Test
        void allAreCommittedAtTheEndOrNone() {
            List<String> after = new ArrayList<>();
            database.writeJoined("whole", whole -> {
                add("whole", "Whole", whole);
                database.write("part", part -> add("part", "Part", part));
                database.afterCommit(() -> after.add("committed: " + stored("part")));
                assertThat(database.isJoined()).isTrue();
                assertThat(stored("part")).isFalse();
                return null;
            });
            assertThat(stored("whole")).isTrue();
            assertThat(after).containsExactly("committed: true");
            assertThat(database.isJoined()).isFalse();

            assertThatIllegalStateException()
                    .isThrownBy(() -> database.writeJoined("undone", whole -> {
                        database.write("undone-part", part -> add("undone-part", "Part", part));
                        database.afterCommit(() -> after.add("never"));
                        throw new IllegalStateException();
                    }));
            assertThat(stored("undone-part")).isFalse();
            assertThat(after).hasSize(1);
        }

        @Test
        void oneThatThrowsIsUndoneByItself() {
            database.writeJoined("first", whole -> {
                database.write("first", part -> add("first", "First", part));
                assertThatThrownBy(() -> database.write("broken", part -> {
                            add("broken", "Broken", part);
                            return part.dao(Broken.class).fail();
                        }))
                        .isInstanceOf(JdbiException.class);
                database.write("second", part -> add("second", "Second", part));
                return null;
            });
            assertThat(stored("first")).isTrue();
            assertThat(stored("second")).isTrue();
            assertThat(stored("broken")).isFalse();
        }

        @Test
        void eachSeesItsOwnAccountsAndTheWholeItsOwn() {
            database.write("mine", transaction -> add("mine", "Mine", transaction));
            database.write("yours", transaction -> add("yours", "Yours", transaction));
            database.writeJoined("mine", whole -> {
                AccountDao dao = whole.dao(AccountDao.class);
                assertThat(dao.find("mine")).isPresent();
                database.read("yours", part -> {
                    assertThat(part.dao(AccountDao.class).find("yours")).isPresent();
                    assertThat(part.dao(AccountDao.class).find("mine")).isEmpty();
                    return null;
                });
                assertThat(dao.find("mine")).isPresent();
                assertThat(dao.find("yours")).isEmpty();
                return null;
            });
        }

        @Test
        void whatIsToBeDoneAfterACommitIsDoneAtOnceWhereNothingIsOpen() {
            List<String> after = new ArrayList<>();
            database.afterCommit(() -> after.add("done"));
            assertThat(after).containsExactly("done");
        }
    }

    /** As while nodes are replaced one by one: the first new node migrates under the old ones. */
    @Nested
    class NewerMigrations {

        private TestDatabase migrated;
        private Database old;

        @BeforeEach
        void open() {
            migrated = TestDatabase.create();
            old = Database.open(migrated.settings(1));
        }

        @AfterEach
        void close() {
            old.close();
        }

        @Test
        void leaveAServerReady() {
            migrated.executeAsSuperuser("""
                    INSERT INTO docket.flyway_schema_history
                           (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
                    VALUES (1000, '1000', 'later', 'SQL', 'V1000__later.sql', 1, 'docket_owner', 1, true)
                    """);
            assertThat(old.problem()).isEmpty();
        }

        /** The driver prepares a statement in PostgreSQL when it is executed for the fifth time. */
        @ParameterizedTest
        @ValueSource(strings = {"ADD COLUMN later text", "ADD COLUMN later text, DROP COLUMN soon"})
        void makeAStatementThatReturnsOtherColumnsFailOnceOnEachConnection(String migration) {
            migrated.executeAsSuperuser("ALTER TABLE docket.account_ids ADD COLUMN soon text");
            for (int times = 0; times < 10; times++) {
                read();
            }
            migrated.executeAsSuperuser("ALTER TABLE docket.account_ids " + migration);
            assertThatThrownBy(this::read).isInstanceOf(DatabaseUnavailableException.class);
            assertThat(read()).isEmpty();
        }

        /** What was computed for a statement must not be used for a result with other columns. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "ADD COLUMN later text",
                    "ADD COLUMN later text, DROP COLUMN soon",
                    "DROP COLUMN soon",
                    "RENAME COLUMN soon TO later"
                })
        void leaveTheValuesOfARowInTheirPlaces(String migration) {
            migrated.executeAsSuperuser("""
                    ALTER TABLE docket.account_ids ADD COLUMN soon text;
                    INSERT INTO docket.accounts (account_id, name, created_at, updated_at) VALUES ('a', 'A', now(), now());
                    INSERT INTO docket.account_ids (account_id) VALUES ('a')
                    """);
            assertThat(places()).isEqualTo(new Places("a", "last"));
            migrated.executeAsSuperuser("ALTER TABLE docket.account_ids " + migration);
            assertThat(places()).isEqualTo(new Places("a", "last"));
        }

        private Places places() {
            return old.read("a", transaction -> transaction.dao(Probe.class).places());
        }

        private List<String> read() {
            return old.read("a", transaction -> transaction.dao(Probe.class).allColumns());
        }
    }

    @Nested
    class Opening {

        @Test
        void isPossibleForASuperuserAndForTheOwnerWhoAlsoStepDown() {
            testDatabase.executeAsSuperuser("CREATE ROLE root SUPERUSER LOGIN PASSWORD 'root'");
            try {
                for (DatabaseSettings login : List.of(login("root", "root"), testDatabase.ownerSettings())) {
                    try (Database opened = Database.open(login)) {
                        assertThat(opened.<String>read(
                                        "a",
                                        transaction ->
                                                transaction.dao(Probe.class).users()))
                                .isEqualTo("docket_server " + login.user());
                    }
                }
            } finally {
                testDatabase.executeAsSuperuser("DROP ROLE root");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"SUPERUSER", "BYPASSRLS"})
        void isRefusedWhereTheRoleOfTheServerIsMoreThanPlain(String attribute) {
            // Roles belong to the whole cluster; test classes run one after another.
            testDatabase.executeAsSuperuser("ALTER ROLE docket_server " + attribute);
            try {
                assertRefusedAsUnsafe();
            } finally {
                testDatabase.executeAsSuperuser("ALTER ROLE docket_server NO" + attribute);
            }
        }

        @Test
        void isRefusedWhereTheRoleOfTheServerOwnsTables() {
            testDatabase.executeAsSuperuser(
                    "CREATE TABLE docket.mine (); ALTER TABLE docket.mine OWNER TO docket_server");
            try {
                assertRefusedAsUnsafe();
            } finally {
                testDatabase.executeAsSuperuser("DROP TABLE docket.mine");
            }
        }

        /** A member can do what an owner can, such as dropping a policy. */
        @Test
        void isRefusedWhereTheRoleOfTheServerIsAMemberOfAnOwner() {
            testDatabase.executeAsSuperuser("""
                    CREATE ROLE clique;
                    GRANT clique TO docket_server;
                    CREATE TABLE docket.ours ();
                    ALTER TABLE docket.ours OWNER TO clique
                    """);
            try {
                assertRefusedAsUnsafe();
            } finally {
                testDatabase.executeAsSuperuser("DROP TABLE docket.ours; DROP ROLE clique");
            }
        }

        private void assertRefusedAsUnsafe() {
            assertThatThrownBy(() -> testDatabase.open().close())
                    .isInstanceOf(DatabaseRefusedException.class)
                    .hasMessage("the role docket_server is a superuser, bypasses row-level security or owns tables of"
                            + " Docket; it must be a plain role");
        }

        /** As through a pooler that drops what the driver sends when it connects. */
        @ParameterizedTest
        @CsvSource({
            "options=, 'statement_timeout, lock_timeout'",
            "options=-c%20statement_timeout=9s, lock_timeout",
            "options=-c%20lock_timeout=9s, statement_timeout",
            "currentSchema=public, search_path"
        })
        void isRefusedWithoutTheSettingsOfSessions(String parameter, String missing) {
            DatabaseSettings login = testDatabase.settings(1);
            String url = "%s&%s".formatted(testDatabase.url(), parameter);
            assertThatThrownBy(() -> Database.open(new DatabaseSettings(url, login.user(), login.password()))
                            .close())
                    .isInstanceOf(DatabaseRefusedException.class)
                    .hasMessage("sessions lack settings that the server sends when it connects: " + missing
                            + "; if a pooler drops them, give them to the role that logs in");
        }

        @Test
        void isRefusedForALoginThatWasNotGrantedTheRole() {
            testDatabase.executeAsSuperuser("CREATE ROLE stranger LOGIN PASSWORD 'strange'");
            try {
                assertThatThrownBy(() ->
                                Database.open(login("stranger", "strange")).close())
                        .isInstanceOf(DatabaseRefusedException.class)
                        .hasMessage("the user stranger cannot act as docket_server; migrate the database, then as its"
                                + " owner: GRANT docket_server TO stranger");
            } finally {
                testDatabase.executeAsSuperuser("DROP ROLE stranger");
            }
        }

        @Test
        void isRefusedForAWrongPasswordAndAnUnknownUser() {
            for (String user : List.of(testDatabase.settings(1).user(), "nobody")) {
                assertThatThrownBy(
                                () -> Database.open(login(user, "wrong-secret")).close())
                        .isInstanceOf(DatabaseRefusedException.class)
                        .hasMessage("the database rejects the user " + user + " or its password")
                        .satisfies(
                                failure -> assertThat(everythingSaid(failure)).doesNotContain("wrong-secret"));
            }
        }

        @Test
        void isRefusedForADatabaseThatDoesNotExist() {
            assertThatThrownBy(() -> Database.open(at(testDatabase.url().replaceFirst("/test_\\d+", "/nowhere")))
                            .close())
                    .isInstanceOf(DatabaseRefusedException.class)
                    .hasMessage("the database in the URL does not exist; create it first");
        }

        @Test
        void isNotPossibleWhereNoDatabaseListens() {
            assertThatThrownBy(() -> Database.open(at("jdbc:postgresql://127.0.0.1:1/docket"))
                            .close())
                    .isInstanceOf(DatabaseUnavailableException.class)
                    .hasMessageMatching("the database at 127.0.0.1:[0-9]+ cannot be reached");
        }
    }

    @Nested
    class Failures {

        /** An error about a row is reported without the row, which contains personal data. */
        @Test
        void sayNothingOfWhatWasBound() {
            TokenRow token = TokenRowBuilder.builder()
                    .id(UUID.randomUUID())
                    .name("Rosa Hale's laptop")
                    .roles(List.of())
                    .permissions(List.of())
                    .accounts(List.of())
                    .revision(1)
                    .createdAt(NOW)
                    .build();
            assertThatThrownBy(() -> database.write(List.of(), transaction -> {
                        transaction.dao(TokenDao.class).put(token, "too short".getBytes(StandardCharsets.UTF_8));
                        return null;
                    }))
                    .isInstanceOf(JdbiException.class)
                    .satisfies(failure -> assertThat(everythingSaid(failure))
                            .contains("tokens_secret_sha256_check")
                            .doesNotContain("Rosa Hale", token.id().toString()));
        }

        @Test
        void sayWithoutAPasswordHowTheyLoggedIn() {
            DatabaseSettings settings = testDatabase.settings(3);
            assertThat(settings.toString()).contains(settings.user()).doesNotContain(settings.password());
        }

        @Test
        void areUnavailabilityWhereEveryConnectionIsBusy() throws Exception {
            CountDownLatch busy = new CountDownLatch(1);
            CountDownLatch enough = new CountDownLatch(1);
            ExecutorService other = Executors.newSingleThreadExecutor();
            try (Database small = Database.open(testDatabase.settings(1, TestDatabase.IMPATIENCE))) {
                SimpleMeterRegistry meters = new SimpleMeterRegistry();
                small.meters().add(meters);
                Future<Integer> holder = other.submit(() -> small.<Integer>read("a", transaction -> {
                    busy.countDown();
                    Wait.on(enough);
                    return 1;
                }));
                Wait.on(busy);
                assertThatThrownBy(() -> small.read("b", transaction -> 2))
                        .isInstanceOf(DatabaseUnavailableException.class)
                        .hasMessage("the database is temporarily unavailable");
                assertThat(meters.counter("docket.database.unavailable", "reason", "no_connection")
                                .count())
                        .isEqualTo(1);
                assertThat(small.isAvailable()).isFalse();
                enough.countDown();
                assertThat(holder.get()).isEqualTo(1);
                assertThat(small.<Integer>read("a", transaction -> 2)).isEqualTo(2);
                assertThat(small.isAvailable()).isTrue();
            } finally {
                other.shutdownNow();
            }
        }

        @Test
        void areUnavailabilityForAnAccountThatUsesItsShareOfConnections() throws Exception {
            CountDownLatch busy = new CountDownLatch(3);
            CountDownLatch enough = new CountDownLatch(1);
            ExecutorService others = Executors.newFixedThreadPool(3);
            try (Database small = Database.open(testDatabase.settings(4, TestDatabase.IMPATIENCE))) {
                SimpleMeterRegistry meters = new SimpleMeterRegistry();
                small.meters().add(meters);
                List<Future<Integer>> holders = Stream.generate(() ->
                                others.submit(() -> small.<Integer>read("greedy", transaction -> {
                                    busy.countDown();
                                    Wait.on(enough);
                                    return 1;
                                })))
                        .limit(3)
                        .toList();
                Wait.on(busy);

                assertThatThrownBy(() -> small.write("greedy", transaction -> 2))
                        .isInstanceOf(DatabaseUnavailableException.class);
                assertThatThrownBy(() -> small.writeJoined("greedy", transaction -> 2))
                        .isInstanceOf(DatabaseUnavailableException.class);
                assertThat(meters.counter("docket.database.unavailable", "reason", "no_share")
                                .count())
                        .isEqualTo(2);
                assertThat(small.<Integer>read("modest", transaction -> 3)).isEqualTo(3);
                assertThat(small.<Integer>read(List.of("greedy", "modest"), transaction -> 4))
                        .isEqualTo(4);

                enough.countDown();
                for (Future<Integer> holder : holders) {
                    assertThat(holder.get()).isEqualTo(1);
                }
                assertThat(small.<Integer>write("greedy", transaction -> 2)).isEqualTo(2);
            } finally {
                others.shutdownNow();
            }
        }

        @Test
        void areUnavailabilityAtMostOnceForEachConnectionThatWasKilled() throws Exception {
            int poolSize = 3;
            try (Database pooled = Database.open(testDatabase.settings(poolSize))) {
                List<Integer> before = backends(pooled, poolSize);
                before.forEach(DatabaseTest::kill);
                int failed = 0;
                for (int call = 0; call < 10; call++) {
                    try {
                        pooled.read(
                                "a", transaction -> transaction.dao(Probe.class).backend());
                    } catch (DatabaseUnavailableException away) {
                        failed++;
                    }
                }
                assertThat(failed).isLessThanOrEqualTo(poolSize);
                assertThat(backends(pooled, poolSize)).doesNotContainAnyElementsOf(before);
            }
        }

        /** As after a failover, when a pool still has connections to the instance that is the standby now. */
        @Test
        void areUnavailabilityOnAReadOnlyInstanceToWhichNoConnectionIsKept() {
            try (Database pooled = Database.open(testDatabase.settings(1))) {
                int before = pooled.read(
                        "a", transaction -> transaction.dao(Probe.class).backend());
                assertThatThrownBy(() -> pooled.read("a", transaction -> add("standby", "Standby", transaction)))
                        .isInstanceOf(DatabaseUnavailableException.class);
                assertThat(pooled.<Integer>write(
                                "a", transaction -> transaction.dao(Probe.class).backend()))
                        .isNotEqualTo(before);
            }
        }

        @Test
        void areUnavailabilityWhereAConnectionIsKilledBeforeItsCommit() {
            assertThatThrownBy(() -> database.write("torn", transaction -> {
                        add("torn", "Torn", transaction);
                        kill(transaction.dao(Probe.class).backend());
                        return null;
                    }))
                    .isInstanceOf(DatabaseUnavailableException.class);
            assertThat(stored("torn")).isFalse();
        }

        @Test
        void areUnavailabilityForTheVictimOfADeadlock() throws Exception {
            Stream.of("left", "right")
                    .forEach(account -> database.write(account, transaction -> add(account, "", transaction)));
            CyclicBarrier bothHoldOne = new CyclicBarrier(2);
            List<Callable<Object>> crossing = Stream.of(List.of("left", "right"), List.of("right", "left"))
                    .<Callable<Object>>map(order -> () -> database.write(order, transaction -> {
                        AccountDao dao = transaction.dao(AccountDao.class);
                        dao.lock(order.get(0));
                        await(bothHoldOne);
                        return dao.lock(order.get(1));
                    }))
                    .toList();
            ExecutorService two = Executors.newFixedThreadPool(2);
            try {
                List<Throwable> failures = new ArrayList<>();
                for (Future<Object> transaction : two.invokeAll(crossing)) {
                    try {
                        transaction.get();
                    } catch (ExecutionException failed) {
                        failures.add(failed.getCause());
                    }
                }
                assertThat(failures).singleElement().isInstanceOf(DatabaseUnavailableException.class);
            } finally {
                two.shutdownNow();
            }
        }

        /** The backends of all connections, which are in use at the same time. */
        private List<Integer> backends(Database pooled, int poolSize) throws Exception {
            CyclicBarrier allBusy = new CyclicBarrier(poolSize);
            ExecutorService threads = Executors.newFixedThreadPool(poolSize);
            try {
                List<Callable<Integer>> calls = IntStream.range(0, poolSize)
                        .<Callable<Integer>>mapToObj(i -> () -> pooled.read("account-" + i, transaction -> {
                            int backend = transaction.dao(Probe.class).backend();
                            await(allBusy);
                            return backend;
                        }))
                        .toList();
                List<Integer> backends = new ArrayList<>();
                for (Future<Integer> call : threads.invokeAll(calls)) {
                    backends.add(call.get());
                }
                assertThat(backends).doesNotHaveDuplicates();
                return backends;
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private static int add(String account, String name, Transaction transaction) {
        return transaction.dao(AccountDao.class).insert(new AccountRow(account, name, "TKT", NOW));
    }

    private static boolean stored(String account) {
        return !testDatabase
                .queryAsSuperuser("SELECT 1 FROM docket.accounts WHERE account_id = '%s'".formatted(account))
                .isEmpty();
    }

    /** Returns when the backend has ended. */
    private static void kill(int backend) {
        assertThat(testDatabase.queryAsSuperuser("SELECT pg_terminate_backend(%d, 10000)".formatted(backend)))
                .containsExactly(List.of("t"));
    }

    private static DatabaseSettings login(String user, String password) {
        return new DatabaseSettings(testDatabase.url(), user, password);
    }

    private static DatabaseSettings at(String url) {
        DatabaseSettings settings = testDatabase.settings(1);
        return new DatabaseSettings(url, settings.user(), settings.password(), 1, Wait.PATIENCE);
    }

    /** As a log would contain it: the messages of the failure and of all its causes. */
    private static String everythingSaid(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }
}
