package dev.docket.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.docket.persistence.accounts.AccountDao;
import dev.docket.persistence.accounts.AccountRow;
import dev.docket.persistence.configurations.Place;
import dev.docket.persistence.directory.LeadDao;
import dev.docket.persistence.directory.MerchantDao;
import dev.docket.persistence.directory.TeamDao;
import dev.docket.persistence.policies.SlaDao;
import dev.docket.persistence.policies.SlaPolicyRow;
import dev.docket.persistence.rotations.RotationDao;
import dev.docket.persistence.rotations.TurnDao;
import dev.docket.persistence.testing.TestDatabase;
import dev.docket.persistence.tickettypes.TicketTypeDao;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one account sees of another: two of them have a row in every table, with the same integer ids. */
class RowLevelSecurityTest {

    private static TestDatabase database;
    private static Connection server;

    @BeforeAll
    static void fill() throws SQLException {
        database = TestDatabase.create();
        fill(database);
        server = connect(database);
    }

    @AfterAll
    static void disconnect() throws SQLException {
        server.close();
    }

    /** Ensures that a new table is tested, too. */
    @Test
    void everyTableHasARowOfEachAccount() {
        assertThat(isolatedTables())
                .isNotEmpty()
                .allSatisfy(table -> assertThat(database.queryAsSuperuser(
                                "SELECT DISTINCT account_id FROM docket.%s ORDER BY 1".formatted(table)))
                        .containsExactly(List.of("a"), List.of("b")));
    }

    @Nested
    class WithoutAnAccount {

        @ParameterizedTest
        @MethodSource("dev.docket.persistence.database.RowLevelSecurityTest#isolatedTables")
        void nothingIsSeen(String table) throws SQLException {
            assertThat(accountsIn(table)).isEmpty();
        }

        @ParameterizedTest
        @MethodSource("dev.docket.persistence.database.RowLevelSecurityTest#isolatedTables")
        void nothingIsSeenWhereTheSettingIsEmpty(String table) throws SQLException {
            assertThat(accountsIn(table, "")).isEmpty();
        }

        @Test
        void nothingIsSeenThroughTheDoorEither() {
            try (Database door = database.open()) {
                assertThat(door.<Long>write(List.of(), transaction -> tickets(transaction)))
                        .isZero();
            }
        }
    }

    @Nested
    class WithAnAccount {

        @ParameterizedTest
        @MethodSource("dev.docket.persistence.database.RowLevelSecurityTest#isolatedTables")
        void onlyItsRowsAreSeen(String table) throws SQLException {
            assertThat(accountsIn(table, "a")).containsExactly("a");
            assertThat(accountsIn(table, "b")).containsExactly("b");
        }

        @ParameterizedTest
        @MethodSource("dev.docket.persistence.database.RowLevelSecurityTest#isolatedTables")
        void severalSeeTheirRows(String table) throws SQLException {
            assertThat(accountsIn(table, "a,b")).containsExactly("a", "b");
        }

        @ParameterizedTest
        @MethodSource("dev.docket.persistence.database.RowLevelSecurityTest#isolatedTables")
        void aRowOfAnotherCannotBeAdded(String table) {
            String copy = database.queryAsSuperuser(
                            "SELECT to_jsonb(t) FROM docket.%s t WHERE account_id = 'b'".formatted(table))
                    .get(0)
                    .get(0)
                    .replace("'", "''");
            assertRefusedByPolicy(
                    table,
                    "INSERT INTO %1$s OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_record(NULL::%1$s, '%2$s')"
                            .formatted(table, copy));
        }

        @ParameterizedTest
        @MethodSource("dev.docket.persistence.database.RowLevelSecurityTest#updatableTables")
        void aRowCannotBeGivenToAnother(String table) {
            assertRefusedByPolicy(table, "UPDATE %s SET account_id = 'b'".formatted(table));
        }

        @ParameterizedTest
        @MethodSource("dev.docket.persistence.database.RowLevelSecurityTest#updatableTables")
        void aRowOfAnotherCannotBeChanged(String table) throws SQLException {
            assertThat(as(
                            "a",
                            () -> update(
                                    "UPDATE %s SET account_id = account_id WHERE account_id = 'b'".formatted(table))))
                    .isZero();
        }

        private void assertRefusedByPolicy(String table, String sql) {
            assertThatThrownBy(() -> as("a", () -> update(sql)))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("new row violates row-level security policy for table \"" + table + "\"");
        }

        @Test
        void anotherCannotBeNamedBesideIt() {
            try (Database door = database.open()) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> door.<Long>read("a,b", transaction -> tickets(transaction)));
            }
        }
    }

    @Nested
    class TheNextBorrowerOfAConnection {

        @Test
        void seesNothingOfTheLastOnes() {
            try (Database one = Database.open(database.settings(1))) {
                assertThat(one.<Long>read("a", transaction -> tickets(transaction)))
                        .isEqualTo(1);
                assertThat(one.<Long>write(List.of(), transaction -> tickets(transaction)))
                        .isZero();
                assertThatThrownBy(() -> one.write("a", transaction -> {
                            assertThat(tickets(transaction)).isEqualTo(1);
                            throw new IllegalStateException("rolled back");
                        }))
                        .hasMessage("rolled back");
                assertThat(one.<Long>write(List.of(), transaction -> tickets(transaction)))
                        .isZero();
                assertThat(one.<Integer>read("b", transaction -> backend(transaction)))
                        .isEqualTo(one.<Integer>read("a", transaction -> backend(transaction)));
            }
        }

        /** The control: what would happen if the setting applied to the session. */
        @Test
        void wouldSeeThemIfTheSettingDidNotEndWithTheTransaction() throws SQLException {
            try (Connection borrowed = connect(database)) {
                assertThat(seenAfter("SELECT set_config('docket.accounts', 'a', true)", borrowed))
                        .isZero();
                assertThat(seenAfter("SELECT set_config('docket.accounts', 'a', false)", borrowed))
                        .isEqualTo(1);
            }
        }

        private long seenAfter(String setting, Connection borrowed) throws SQLException {
            try (Statement statement = borrowed.createStatement()) {
                borrowed.setAutoCommit(false);
                statement.execute(setting);
                borrowed.commit();
                borrowed.setAutoCommit(true);
                ResultSet count = statement.executeQuery("SELECT count(*) FROM tickets");
                count.next();
                return count.getLong(1);
            }
        }
    }

    /** Its function bypasses the policies, and has to check the accounts itself. */
    @Nested
    class TheSearch {

        @Test
        void findsNothingWithoutAnAccount() throws SQLException {
            assertThat(found()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ",", "c", "a'' | ''@b", "A"})
        void findsNothingOfAccountsThatAreNotNamed(String accounts) throws SQLException {
            assertThat(as(accounts, () -> found())).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", "b", "a,b", "b,c"})
        void findsWhatIsOfTheAccountsNamed(String accounts) throws SQLException {
            assertThat(as(accounts, () -> found()))
                    .containsExactlyElementsOf(Stream.of("a", "b")
                            .filter(List.of(accounts.split(","))::contains)
                            .toList());
        }

        /** The reason for the function: the operators of full-text search are not leakproof. */
        @Test
        void usesTheIndexWhichIsNotUsedBehindThePolicies() throws SQLException {
            String query = "SELECT ticket_id FROM docket.ticket_search WHERE own || comments @@ 'x'";
            assertThat(plan("docket_search", query)).contains("ticket_search_words_idx");
            assertThat(plan("docket_server", query)).doesNotContain("ticket_search_words_idx");
        }

        private List<String> found() throws SQLException {
            try (Statement statement = server.createStatement();
                    ResultSet rows = statement.executeQuery("""
                            SELECT account_id
                              FROM search_tickets('x', 'x', 'x', true)
                             ORDER BY 1""")) {
                List<String> accounts = new ArrayList<>();
                while (rows.next()) {
                    accounts.add(rows.getString(1));
                }
                return accounts;
            }
        }

        private String plan(String role, String query) throws SQLException {
            try (Connection superuser = database.connectAsSuperuser();
                    Statement statement = superuser.createStatement()) {
                statement.execute("SET ROLE " + role);
                statement.execute("SET enable_seqscan = off");
                ResultSet lines = statement.executeQuery("EXPLAIN " + query);
                StringBuilder plan = new StringBuilder();
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
                return plan.toString();
            }
        }
    }

    /** What it changes, the server must not change. */
    @Nested
    class TheErasure {

        private static final String ERASE =
                "SELECT erase_ticket_history('%1$s', id, id, true) FROM tickets WHERE account_id = '%1$s'";

        @Test
        void isRefusedWhereTheLastEntryDoesNotSayIt() {
            assertThatThrownBy(() -> as("a", () -> query(ERASE.formatted("a"))))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refusal -> assertThat(refusal.getSQLState()).isEqualTo("55000"));
        }

        @Test
        void replacesPersonalValuesBeforeThatEntryAndNothingElse() throws SQLException {
            assertThat(as("a", () -> {
                        enter(2, "updated", "{\"subject\": \"Secret\", \"status\": \"open\"}");
                        enter(3, "erased", "{\"subject\": \"Later\"}");
                        query(ERASE.formatted("a"));
                        return query(
                                "SELECT string_agg(concat_ws(' ', number, action, actor_name, after), ';' ORDER BY number)"
                                        + " FROM ticket_history");
                    }))
                    .isEqualTo("1 created X {};2 updated erased {\"status\": \"open\", \"subject\": \"erased\"};"
                            + "3 erased X {\"subject\": \"Later\"}");
        }

        @Test
        void doesNotReachAnotherAccount() {
            String other = database.queryAsSuperuser("SELECT id FROM docket.tickets WHERE account_id = 'b'")
                    .get(0)
                    .get(0);
            assertThatThrownBy(() ->
                            as("a", () -> query("SELECT erase_ticket_history('b', %1$s, %1$s, true)".formatted(other))))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refusal -> assertThat(refusal.getSQLState()).isEqualTo("55000"));
        }

        private void enter(int number, String action, String after) throws SQLException {
            update("""
                    INSERT INTO ticket_history (
                           account_id, ticket_id, number, at, action, actor_type, actor_id, actor_name, request_id, before, after)
                    SELECT account_id, id, %d, now(), '%s', 'requester', 'x', 'X', 'x', '{}', '%s' FROM tickets""".formatted(number, action, after));
        }

        private String query(String sql) throws SQLException {
            try (Statement statement = server.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    /** The policies hold without it: see above. */
    @Nested
    class TheWhereOfTheStatements {

        @Test
        void holdsWithoutThePolicies() throws SQLException {
            TestDatabase open = TestDatabase.create();
            fill(open);
            isolatedTables()
                    .forEach(table -> open.executeAsSuperuser(
                            "ALTER TABLE docket.%s DISABLE ROW LEVEL SECURITY".formatted(table)));
            try (Database door = open.open()) {
                assertThat(door.<Long>read("a", transaction -> tickets(transaction)))
                        .as("the policies are off")
                        .isEqualTo(2);
                door.write("a", transaction -> {
                    assertThat(transaction
                                    .dao(AccountDao.class)
                                    .find("a")
                                    .orElseThrow()
                                    .name())
                            .isEqualTo("Account a");
                    assertThat(transaction.dao(AccountDao.class).list(List.of("a")))
                            .extracting(AccountRow::name)
                            .containsExactly("Account a");
                    assertThat(transaction.dao(AccountDao.class).lock("a")).contains(5L);
                    assertThat(transaction.dao(AccountDao.class).configurationVersion("a"))
                            .contains(5L);
                    assertThat(transaction.dao(SlaDao.class).listPolicies("a"))
                            .extracting(SlaPolicyRow::name)
                            .containsExactly("Policy of a");
                    assertThat(transaction.dao(TicketTypeDao.class).list("a", Place.FIRST, 10))
                            .extracting(type -> type.row().name())
                            .containsExactly("Type of a");
                    assertThat(transaction.dao(MerchantDao.class).list("a", -1L, "", 10))
                            .extracting(merchant -> merchant.row().dbaName())
                            .containsExactly("Merchant of a");
                    assertThat(transaction.dao(TeamDao.class).count("a", "")).isEqualTo(1);
                    transaction.dao(LeadDao.class).delete("a", 1L);
                    TurnDao turns = transaction.dao(TurnDao.class);
                    assertThat(turns.standing("a", "r").orElseThrow().epoch().userIds())
                            .containsExactly("user-a");
                    assertThat(turns.standing("a", "r").orElseThrow().turns()).isEqualTo(1);
                    transaction.dao(RotationDao.class).deleteMembers("a", "r");
                    return null;
                });
            }
            assertThat(open.queryAsSuperuser("SELECT account_id FROM docket.rotation_members"))
                    .containsExactly(List.of("b"));
            assertThat(open.queryAsSuperuser("SELECT account_id FROM docket.leads"))
                    .containsExactly(List.of("b"));
        }
    }

    interface Counts {

        @SqlQuery("SELECT count(*) FROM tickets")
        long tickets();

        @SqlQuery("SELECT pg_backend_pid()")
        int backend();
    }

    private static long tickets(Transaction transaction) {
        return transaction.dao(Counts.class).tickets();
    }

    private static int backend(Transaction transaction) {
        return transaction.dao(Counts.class).backend();
    }

    static Stream<String> isolatedTables() {
        return database.queryAsSuperuser("""
                        SELECT relname FROM pg_class
                         WHERE relnamespace = 'docket'::regnamespace AND relkind = 'r'
                           AND relname NOT IN ('tokens', 'account_ids', 'scheduled_tasks', 'flyway_schema_history')
                         ORDER BY 1
                        """).stream().map(row -> row.get(0));
    }

    static Stream<String> updatableTables() {
        return isolatedTables()
                .filter(table -> database.queryAsSuperuser(
                                "SELECT has_table_privilege('docket_server', 'docket.%s', 'UPDATE')".formatted(table))
                        .equals(List.of(List.of("t"))));
    }

    private interface Work<T> {
        T now() throws SQLException;
    }

    /** Runs {@code work} in a transaction for these accounts, and rolls it back. */
    private static <T> T as(String accounts, Work<T> work) throws SQLException {
        server.setAutoCommit(false);
        try (Statement statement = server.createStatement()) {
            statement.execute("SELECT set_config('docket.accounts', '%s', true)".formatted(accounts));
            return work.now();
        } finally {
            server.rollback();
            server.setAutoCommit(true);
        }
    }

    private static List<String> accountsIn(String table, String accounts) throws SQLException {
        return as(accounts, () -> accountsIn(table));
    }

    private static List<String> accountsIn(String table) throws SQLException {
        try (Statement statement = server.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT DISTINCT account_id FROM %s ORDER BY 1".formatted(table))) {
            List<String> accounts = new ArrayList<>();
            while (rows.next()) {
                accounts.add(rows.getString(1));
            }
            return accounts;
        }
    }

    private static int update(String sql) throws SQLException {
        try (Statement statement = server.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static Connection connect(TestDatabase database) throws SQLException {
        DatabaseSettings settings = database.settings(1);
        Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        connection.setSchema("docket");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE docket_server");
        }
        return connection;
    }

    /** A row in every table for the accounts a and b. */
    private static void fill(TestDatabase database) {
        Stream.of("a", "b").forEach(account -> database.executeAsSuperuser("""
                SET search_path = docket;
                INSERT INTO accounts (account_id, name, created_at, updated_at) VALUES ('{a}', 'Account {a}', now(), now());
                INSERT INTO requester_erasures VALUES (
                    '{a}', gen_random_uuid(), 'external', '{x}', false, 0, 0, 0, 0, 'agent', 'x', 'X', 'x', now());
                INSERT INTO account_counters VALUES ('{a}', 1, 1);
                INSERT INTO users VALUES ('{a}', 'user-{a}', 'U', 'u@{a}.example');
                INSERT INTO out_of_office VALUES ('{a}', 'user-{a}', now(), now() + interval '1 day');
                INSERT INTO teams VALUES ('{a}', 1, 'Team');
                INSERT INTO team_members VALUES ('{a}', 1, 'user-{a}');
                INSERT INTO merchants VALUES ('{a}', 1, 'm-{a}', 'Merchant of {a}');
                INSERT INTO mids VALUES ('{a}', 1, 'mid-{a}', 1, 'MID');
                INSERT INTO leads VALUES ('{a}', 1, 'lead-{a}', 'Lead');
                INSERT INTO applications VALUES ('{a}', 1, 'app-{a}', 'Application');
                INSERT INTO business_calendars (account_id, id, name, zone, weekly, created_at, updated_at)
                VALUES ('{a}', 'c', 'Calendar', 'UTC', '{}', now(), now());
                INSERT INTO sla_policies (account_id, id, name, version, is_default, created_at, updated_at)
                VALUES ('{a}', 'p', 'Policy of {a}', 1, true, now(), now());
                INSERT INTO sla_policy_versions (account_id, sla_policy_id, version, targets, pausing_statuses,
                                                 at_risk_percent, created_at)
                VALUES ('{a}', 'p', 1, '{}', '{}', 80, now());
                INSERT INTO sla_recalculations VALUES ('{a}', 'p', 1, 'x', 'X', 'x', now());
                INSERT INTO ticket_rotations VALUES ('{a}', 'r', 'Rotation', 'active', 1, now(), now());
                INSERT INTO rotation_members VALUES ('{a}', 'r', 'user-{a}', 0, 1);
                INSERT INTO rotation_epochs (account_id, rotation_id, epoch, turns_before, members, user_ids, deck,
                                             cycle_start, dealt_at)
                VALUES ('{a}', 'r', 1, 0, '[{"user_id": "user-{a}", "weight": 1, "carry": 0}]', '{user-{a}}', '{0}', 0,
                        now());
                INSERT INTO rotation_turns VALUES ('{a}', 'r', 1, 1);
                INSERT INTO ticket_types (account_id, id, name, version, created_at, updated_at)
                VALUES ('{a}', 't', 'Type of {a}', 1, now(), now());
                INSERT INTO ticket_type_versions VALUES ('{a}', 't', 1, '[]', now());
                INSERT INTO tickets (account_id, unique_id, ticket_number, subject, description, status, priority,
                                     category, source, requester_type, requester_id, requester_name, requester_email,
                                     created_at, updated_at)
                VALUES ('{a}', gen_random_uuid(), 'TKT-1', 'S', 'D', 'open', 'low', 'billing', 'api',
                        'external', 'x', 'X', 'x@x.example', now(), now());
                INSERT INTO ticket_search (account_id, ticket_id, own)
                SELECT account_id, id, CAST('''@{a}'' x:1A' AS tsvector) FROM tickets WHERE account_id = '{a}';
                INSERT INTO ticket_history (account_id, ticket_id, number, at, action, actor_id, actor_name, request_id,
                                            before, after)
                SELECT account_id, id, 1, now(), 'created', 'x', 'X', 'x', '{}', '{}' FROM tickets WHERE account_id = '{a}';
                INSERT INTO ticket_assignments
                SELECT account_id, ticket_id, 1, 'rotation', 'user-{a}', 'r', 1, 1
                  FROM ticket_history WHERE account_id = '{a}';
                INSERT INTO attachments (account_id, id, ticket_id, store, file_name, content_type, detected_type,
                                         author_type, author_id, author_name, created_at)
                SELECT account_id, gen_random_uuid(), id, 'database', 'f', 'a/b', 'a/b', 'agent', 'x', 'X', now()
                  FROM tickets WHERE account_id = '{a}';
                INSERT INTO attachment_chunks SELECT account_id, id, 0, '{a}' FROM attachments WHERE account_id = '{a}';
                INSERT INTO sla_events
                SELECT account_id, ticket_id, 'resolution', 'breached', 0, now(), 1
                  FROM ticket_history WHERE account_id = '{a}';
                INSERT INTO ticket_escalations (account_id, ticket_id, level, id, reason, history_number)
                SELECT account_id, ticket_id, 1, gen_random_uuid(), 'R', 1 FROM ticket_history WHERE account_id = '{a}';
                INSERT INTO escalation_rules (account_id, id, name, is_active, priorities, ticket_type_ids, event, minutes,
                                              revision, created_at, updated_at, author_permissions, created_by,
                                              updated_by)
                VALUES ('{a}', 'e', 'Rule of {a}', true, '{}', '{}', 'created', 60, 1, now(), now(), '{}', '{}', '{}');
                INSERT INTO escalation_firings SELECT account_id, 'e', id, 0 FROM tickets WHERE account_id = '{a}';
                INSERT INTO escalation_replans VALUES ('{a}', 0);
                INSERT INTO ticket_imports SELECT account_id, 'x-1', id FROM tickets WHERE account_id = '{a}';
                INSERT INTO automation_rules VALUES (
                    '{a}', 'a', 'Rule of {a}', true, 0, '{ticket_created}', '{"all": [], "any": []}', '[]', 1, now(), now(),
                    '{}', '{}', '{}');
                INSERT INTO automation_runs (account_id, rule_id, ticket_id, history_number, outcome, at)
                SELECT account_id, 'a', ticket_id, 1, 'changed', now() FROM ticket_history WHERE account_id = '{a}';
                INSERT INTO outbox (account_id, ticket_id, history_number)
                SELECT account_id, ticket_id, 1 FROM ticket_history WHERE account_id = '{a}';
                INSERT INTO events
                SELECT account_id, 1, ticket_id, 1, now() FROM ticket_history WHERE account_id = '{a}';
                INSERT INTO event_feeds (account_id, cluster) VALUES ('{a}', 1);
                INSERT INTO idempotency_keys VALUES ('{a}', gen_random_uuid(), 'k', 'f', NULL, NULL, 'a', now(),
                    NULL);
                INSERT INTO ticket_comments (account_id, ticket_id, id, number, is_internal, author_type, author_id, author_name,
                                             created_at, version, content, mentions, edited_at, editor_type, editor_id,
                                             editor_name, words)
                SELECT account_id, ticket_id, gen_random_uuid(), 1, false, 'agent', 'x', 'X',
                       now(), 2, 'New', '{}', now(), 'agent', 'x', 'X', ''
                  FROM ticket_history WHERE account_id = '{a}';
                INSERT INTO former_ticket_comments
                SELECT account_id, ticket_id, id, 1, 'Old', '{}', now(), 'agent', 'x', 'X'
                  FROM ticket_comments WHERE account_id = '{a}';
                """.replace("{a}", account)));
    }
}
