package dev.docket.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.docket.persistence.testing.Rows;
import dev.docket.server.faults.Ledger.Balance;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The controls of the ledger: it detects what it must detect. */
@Tag("faults")
class LedgerTest {

    /** A ticket created by a client, with its key. */
    private static final String ONE = "(SELECT min(id) FROM docket.tickets)";

    private static final String COPY = """
            CREATE TEMP TABLE copied ON COMMIT DROP AS SELECT * FROM docket.tickets WHERE id = %s;
            UPDATE copied SET id = -1, unique_id = gen_random_uuid(), ticket_number = 'TKT-999';
            """.formatted(ONE);

    private static final String PASTE = """
            INSERT INTO docket.tickets OVERRIDING SYSTEM VALUE SELECT * FROM copied
            """;

    private static PostgresNode postgres;
    private static Ledger ledger;

    @BeforeAll
    static void work() throws Exception {
        postgres = PostgresNode.start();
        ledger = new Ledger();
        try (Node node = Node.start(postgres.settings());
                Load load = Load.start(ledger, 3, node::uri)) {
            load.awaitAcknowledged(60);
            load.finish();
        }
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void isEvenWhereNothingWasBroken() throws SQLException {
        balanceAfter("SELECT 1").assertEven();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tickets WHERE id = " + ONE, "ticket_comments WHERE number = 1"})
    void seesALoss(String lost) throws SQLException {
        Balance balance = balanceAfter("DELETE FROM docket." + lost);

        assertThat(balance.lost()).isNotEmpty();
        assertUneven(balance);
    }

    @Test
    void seesADouble() throws SQLException {
        Balance balance = balanceAfter(COPY + PASTE);

        assertThat(balance.doubled()).singleElement().asString().startsWith("2 times key-");
        assertThat(balance.lost()).isEmpty();
        assertUneven(balance);
    }

    @Test
    void seesWhatWasNotRequested() throws SQLException {
        Balance balance = balanceAfter(COPY + "UPDATE copied SET subject = 'nobody';" + PASTE);

        assertThat(balance.wrong()).anySatisfy(wrong -> assertThat(wrong).startsWith("not requested: "));
        assertUneven(balance);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "account_counters SET last_ticket_number = last_ticket_number + 1",
                "tickets SET ticket_number = 'TKT-999' WHERE id = " + ONE,
                "rotation_turns SET turns = turns + 1",
                "ticket_assignments SET turn = turn + 1000 WHERE turn = 1",
                "ticket_assignments SET assigned_to = 'u-cho' WHERE turn = 1",
                "tickets SET version = version + 1 WHERE id = " + ONE,
                "ticket_history SET number = number + 1000 WHERE number = 1 AND ticket_id = " + ONE,
                "tickets SET response_count = response_count + 1 WHERE id = " + ONE,
                "tickets SET internal_note_count = internal_note_count + 1 WHERE id = " + ONE,
                "tickets SET escalation_count = escalation_count + 1 WHERE id = " + ONE,
                "tickets SET reopen_count = reopen_count + 1 WHERE id = " + ONE,
                "tickets SET priority = 'urgent' WHERE id = " + ONE
            })
    void seesWhatIsNotAsItMustBe(String change) throws SQLException {
        Balance balance = balanceAfter("UPDATE docket." + change);

        assertThat(balance.wrong()).isNotEmpty();
        assertUneven(balance);
    }

    private static void assertUneven(Balance balance) {
        assertThatThrownBy(balance::assertEven).isInstanceOf(AssertionError.class);
    }

    /** The balance after a change that bypasses all constraints and is then undone. */
    private static Balance balanceAfter(String sql) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL session_replication_role = replica; " + sql);
            Balance balance = ledger.balance(query -> Rows.of(connection, query));
            connection.rollback();
            return balance;
        }
    }
}
