package dev.docket.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.docket.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a transaction that is bound to a requester sees: three requesters of one account have a ticket each, with a row
 * in every table that belongs to tickets, and one of those rows is internal.
 */
class RequesterPoliciesTest {

    /** The rows of each ticket that its requester sees; the control: of an unbound session there are more. */
    private static final Map<String, Integer> SEEN = Map.ofEntries(
            Map.entry("tickets", 1),
            Map.entry("ticket_search", 1),
            Map.entry("ticket_history", 2),
            Map.entry("ticket_assignments", 1),
            Map.entry("sla_events", 1),
            Map.entry("ticket_comments", 1),
            Map.entry("former_ticket_comments", 1),
            Map.entry("attachments", 1),
            Map.entry("attachment_chunks", 1),
            Map.entry("escalation_firings", 1),
            Map.entry("outbox", 1),
            Map.entry("ticket_escalations", 0),
            Map.entry("automation_runs", 0),
            Map.entry("events", 0),
            Map.entry("ticket_imports", 0));

    private static TestDatabase database;
    private static Connection session;

    @BeforeAll
    static void fill() throws SQLException {
        database = TestDatabase.create();
        database.executeAsSuperuser("""
                INSERT INTO docket.accounts (account_id, name, created_at, updated_at) VALUES ('a', 'A', now(), now());
                INSERT INTO docket.automation_rules (account_id, id, name, is_active, sort_order, events, conditions, actions,
                                                     revision, created_at, updated_at, author_permissions, created_by,
                                                     updated_by)
                VALUES ('a', 'a', 'A', false, 0, '{}', '{"all": [], "any": []}', '[]', 1, now(), now(), '{}', '{}', '{}');
                INSERT INTO docket.escalation_rules (account_id, id, name, is_active, priorities, ticket_type_ids, event,
                                                     minutes, revision, created_at, updated_at, author_permissions,
                                                     created_by, updated_by)
                VALUES ('a', 'e', 'E', false, '{}', '{}', 'created', 60, 1, now(), now(), '{}', '{}', '{}')""");
        ticket("TKT-1", "merchant", "1001", "rosa@blue.example");
        ticket("TKT-2", "merchant", "m-blue", "rosa@blue.example");
        ticket("TKT-3", "merchant", "1002", "omar@kite.example");
        ticket("TKT-4", "merchant-internal", "1001", "rosa@blue.example");
        ticket("TKT-5", "lead", "1001", "rosa@blue.example");
        ticket("TKT-6", "external", "1001", "Sam@Example.com");
        ticket("TKT-7", "external", "sam@example.com", "other@example.com");
        ticket("TKT-8", "user", "Ana@Example.com", "sam@example.com");
        session = connect();
    }

    private static void ticket(String number, String type, String id, String email) {
        database.executeAsSuperuser("""
                SET search_path = docket;
                WITH ticket AS (
                    INSERT INTO tickets (account_id, unique_id, ticket_number, subject, description, status, priority,
                                         category, source, requester_type, requester_id, requester_name, requester_email,
                                         created_at, updated_at)
                    VALUES ('a', gen_random_uuid(), '{number}', 'S', 'D', 'open', 'low', 'billing', 'api',
                            '{type}', '{id}', 'X', '{email}', now(), now())
                    RETURNING id)
                INSERT INTO ticket_history (account_id, ticket_id, number, at, action, actor_id, actor_name, request_id,
                                            before, after)
                SELECT 'a', id, n, now(), 'x', 'x', 'X', 'x', '{}', after::jsonb
                  FROM ticket, (VALUES (1, '{}'), (2, '{"isInternal": false}'), (3, '{"isInternal": true}')) e (n, after);
                INSERT INTO ticket_comments (account_id, ticket_id, id, number, is_internal, author_type, author_id,
                                             author_name, created_at, version, content, mentions, edited_at, editor_type,
                                             editor_id, editor_name, words)
                SELECT 'a', id, gen_random_uuid(), n, n > 1, 'agent', 'x', 'X', now(), 2, 'C', '{}', now(), 'agent', 'x', 'X',
                       ''
                  FROM tickets, generate_series(1, 2) n WHERE ticket_number = '{number}';
                INSERT INTO attachments (account_id, id, ticket_id, store, file_name, content_type, detected_type,
                                         author_type, author_id, author_name, created_at, is_internal)
                SELECT 'a', gen_random_uuid(), id, 'database', 'f', 'a/b', 'a/b', 'agent', 'x', 'X', now(), n > 1
                  FROM tickets, generate_series(1, 2) n WHERE ticket_number = '{number}'
                """.replace("{number}", number)
                .replace("{type}", type)
                .replace("{id}", id)
                .replace("{email}", email));
        database.executeAsSuperuser("""
                SET search_path = docket;
                CREATE TEMPORARY TABLE mine AS SELECT id FROM tickets WHERE ticket_number = '%s';
                INSERT INTO former_ticket_comments
                SELECT 'a', ticket_id, c.id, 1, 'Old', '{}', now(), 'agent', 'x', 'X' FROM ticket_comments c JOIN mine m ON m.id = ticket_id;
                INSERT INTO ticket_search (account_id, ticket_id, own) SELECT 'a', id, '' FROM mine;
                INSERT INTO attachment_chunks SELECT 'a', a.id, 0, 'x' FROM attachments a JOIN mine m ON m.id = ticket_id;
                INSERT INTO ticket_assignments (account_id, ticket_id, history_number, reason) SELECT 'a', id, 1, 'manual' FROM mine;
                INSERT INTO sla_events SELECT 'a', id, 'resolution', 'breached', 0, now(), 1 FROM mine;
                INSERT INTO ticket_escalations (account_id, ticket_id, level, id, reason, history_number)
                SELECT 'a', id, 1, gen_random_uuid(), 'R', 1 FROM mine;
                INSERT INTO escalation_firings SELECT 'a', 'e', id, 0 FROM mine;
                INSERT INTO ticket_imports SELECT 'a', 'x-' || id, id FROM mine;
                INSERT INTO automation_runs (account_id, rule_id, ticket_id, history_number, outcome, at)
                SELECT 'a', 'a', id, 1, 'changed', now() FROM mine;
                INSERT INTO events SELECT 'a', id, id, 1, now() FROM mine;
                INSERT INTO outbox (account_id, ticket_id, history_number) SELECT 'a', id, 1 FROM mine""".formatted(number));
    }

    @AfterAll
    static void disconnect() throws SQLException {
        session.close();
    }

    /** Ensures that a new table is tested, too. */
    static Stream<String> tables() {
        return database.queryAsSuperuser("""
                        SELECT p.polrelid::regclass::text
                          FROM pg_policy p
                         WHERE p.polname = 'own_requester'
                         ORDER BY 1""").stream().map(row -> row.get(0).replace("docket.", ""));
    }

    @Nested
    class ARequester {

        @ParameterizedTest
        @MethodSource("dev.docket.persistence.database.RequesterPoliciesTest#tables")
        void seesTheRowsOfItsOwnTicketsThatAreNotInternal(String table) throws SQLException {
            assertThat(SEEN).containsKey(table);
            assertThat(count(table, "lead", "1001")).isEqualTo(SEEN.get(table));
            assertThat(count(table, "merchant", "1001", "m-blue")).isEqualTo(2 * SEEN.get(table));
        }

        @ParameterizedTest
        @MethodSource("dev.docket.persistence.database.RequesterPoliciesTest#tables")
        void seesNothingIfItHasNoTicket(String table) throws SQLException {
            assertThat(count(table, "merchant", "9999")).isZero();
            assertThat(count(table, "merchant")).isZero();
        }

        @ParameterizedTest
        @MethodSource("dev.docket.persistence.database.RequesterPoliciesTest#tables")
        void seesNothingWithoutSettings(String table) throws SQLException {
            assertThat(as(
                            "SELECT set_config('docket.accounts', 'a', true), set_config('role', 'docket_requester', true)",
                            table))
                    .isZero();
            assertThat(as(
                            "SELECT set_config('docket.accounts', 'a', true), set_config('docket.requester_type', 'lead', true),"
                                    + " set_config('docket.requester_ids', '', true), set_config('role', 'docket_requester', true)",
                            table))
                    .isZero();
        }

        /** The control. */
        @ParameterizedTest
        @MethodSource("dev.docket.persistence.database.RequesterPoliciesTest#tables")
        void isNotWhatAnAgentIs(String table) throws SQLException {
            assertThat(as("SELECT set_config('docket.accounts', 'a', true)", table))
                    .isGreaterThanOrEqualTo(8);
        }

        @ParameterizedTest
        @CsvSource({
            "merchant, 1001, TKT-1",
            "merchant, m-blue, TKT-2",
            "merchant, 1002, TKT-3",
            "merchant-internal, 1001, TKT-4",
            "lead, 1001, TKT-5",
            "external, sam@example.com, TKT-6",
            "external, other@example.com, TKT-7",
            "external, 1001, ''",
            "user, ana@example.com, TKT-8",
            "user, sam@example.com, ''",
            "mid, 1001, ''",
            "application, 1001, ''",
            "'', 1001, ''",
            "merchant, '1001,1002', ''",
            "merchant, '{1001}', ''",
            "merchant, '1001\"', ''",
            "merchant, \\, ''",
            "merchant, NULL, ''"
        })
        void isNamedByItsTypeAndId(String type, String id, String number) {
            try (Database door = database.open()) {
                assertThat(String.join(",", numbers(door, type, id))).isEqualTo(number);
            }
        }

        private List<String> numbers(Database door, String type, String id) {
            door.bind(new BoundRequester(type, List.of(id)));
            try {
                return door.<List<String>>read("a", RequesterPoliciesTest::numbers);
            } finally {
                door.unbind();
            }
        }
    }

    @Nested
    class ABinding {

        @Test
        void endsWithUnbindAndNeverReachesTheNextBorrower() {
            try (Database one = Database.open(database.settings(1))) {
                one.bind(new BoundRequester("lead", List.of("1001")));
                assertThat(one.<List<String>>read("a", RequesterPoliciesTest::numbers))
                        .containsExactly("TKT-5");
                assertThat(one.<List<String>>write("a", RequesterPoliciesTest::numbers))
                        .containsExactly("TKT-5");
                assertThat(one.<List<String>>writeJoined(
                                "a", transaction -> one.read("a", RequesterPoliciesTest::numbers)))
                        .containsExactly("TKT-5");
                assertThat(one.<List<String>>unbound(() -> one.read("a", RequesterPoliciesTest::numbers)))
                        .hasSize(8);
                assertThat(one.<List<String>>read("a", RequesterPoliciesTest::numbers))
                        .containsExactly("TKT-5");
                assertThatThrownBy(() -> one.write("a", transaction -> {
                            throw new IllegalStateException("rolled back");
                        }))
                        .hasMessage("rolled back");
                one.unbind();
                assertThat(one.<List<String>>read("a", RequesterPoliciesTest::numbers))
                        .hasSize(8);
            }
        }

        @Test
        void isOfItsThreadOnly() throws Exception {
            try (Database door = database.open()) {
                door.bind(new BoundRequester("lead", List.of("1001")));
                List<String> elsewhere = CompletableFuture.supplyAsync(
                                () -> door.<List<String>>read("a", RequesterPoliciesTest::numbers))
                        .get();
                assertThat(elsewhere).hasSize(8);
                door.unbind();
            }
        }
    }

    @Nested
    class WhatARequesterWrites {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "UPDATE tickets SET subject = 'x' WHERE ticket_number <> 'TKT-5'",
                    "UPDATE ticket_comments SET content = 'x' WHERE is_internal",
                    "UPDATE attachments SET state = 'deleted' WHERE is_internal",
                    "DELETE FROM attachments WHERE is_internal",
                    "DELETE FROM attachment_chunks c USING attachments a WHERE a.id = c.attachment_id AND a.is_internal"
                })
        void isNeverAnothersOrInternal(String sql) throws SQLException {
            assertThat(bound("lead", List.of("1001"), statement -> statement.executeUpdate(sql)))
                    .isZero();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "UPDATE tickets SET requester_id = '1002'",
                    "UPDATE tickets SET requester_type = 'merchant'",
                    "INSERT INTO ticket_history SELECT 'a', id, 9, now(), 'x', 'requester', 'x', 'X', 'x', 0, '{}', '{\"isInternal\": true}' FROM tickets",
                    "INSERT INTO ticket_imports SELECT 'a', 'y', id FROM tickets"
                })
        void cannotBecomeAnothersOrInternal(String sql) {
            assertThatThrownBy(() -> bound("lead", List.of("1001"), statement -> statement.executeUpdate(sql)))
                    .hasMessageContaining("violates row-level security policy");
        }
    }

    private static List<String> numbers(Transaction transaction) {
        return transaction.dao(Numbers.class).all();
    }

    /** For this test. */
    public interface Numbers {

        @SqlQuery("SELECT ticket_number FROM tickets ORDER BY 1")
        List<String> all();
    }

    private interface Work {
        int with(Statement statement) throws SQLException;
    }

    private static int count(String table, String type, String... ids) throws SQLException {
        return bound(type, List.of(ids), statement -> one(statement, "SELECT count(*) FROM " + table));
    }

    private static int bound(String type, List<String> ids, Work work) throws SQLException {
        return in(
                "SELECT set_config('docket.accounts', 'a', true), set_config('docket.requester_type', '%s', true),"
                                .formatted(type)
                        + " set_config('docket.requester_ids', '{%s}', true), set_config('role', 'docket_requester', true)"
                                .formatted(String.join(",", ids)),
                work);
    }

    private static int as(String admission, String table) throws SQLException {
        return in(admission, statement -> one(statement, "SELECT count(*) FROM " + table));
    }

    /** Works in a transaction, and rolls it back. */
    private static int in(String admission, Work work) throws SQLException {
        session.setAutoCommit(false);
        try (Statement statement = session.createStatement()) {
            statement.execute(admission);
            return work.with(statement);
        } finally {
            session.rollback();
            session.setAutoCommit(true);
        }
    }

    private static int one(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static Connection connect() throws SQLException {
        DatabaseSettings settings = database.settings(1);
        Connection connection = DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        connection.setSchema("docket");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE docket_server");
        }
        return connection;
    }
}
