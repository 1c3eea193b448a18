package dev.docket.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.docket.persistence.testing.Wait;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.Problems;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A primary database, its standby, and a node configured with both. */
@Tag("faults")
@ExtendWith(FaultTable.class)
@Timeout(600)
class FailoverTest {

    @Test
    void aStandbyThatConfirmsEveryCommitHasAllWhenItTakesOver() throws Exception {
        for (int i = 0; i < Form.of(1, 3); i++) {
            try (PostgresNode primary = PostgresNode.create().followed().with("synchronous_standby_names", "standby");
                    PostgresNode standby = PostgresNode.create().following(primary, "standby")) {
                startPair(primary, standby, "sync");
                try (Node node = Node.start(primary.settingsOr(standby))) {
                    new Trial(new Ledger(), node::uri, standby::query)
                            .run("fail-over to a synchronous standby", 1, load -> {
                                primary.kill();
                                long killed = System.nanoTime();
                                standby.query("SELECT pg_promote(true, 60)");
                                return killed;
                            });
                }
            }
        }
    }

    /**
     * The control: an asynchronous standby is incomplete. It is stopped for a moment, so that it is certainly behind.
     */
    @Test
    void aStandbyThatFollowsBehindLoses() throws Exception {
        assumeTrue(Form.IS_LONG, "takes long");
        try (PostgresNode primary = PostgresNode.create().followed();
                PostgresNode standby = PostgresNode.create().following(primary, "standby")) {
            startPair(primary, standby, "async");
            Ledger ledger = new Ledger();
            try (Node node = Node.start(primary.settingsOr(standby));
                    Load load = Load.start(ledger, 4, node::uri)) {
                Ledger.Balance balance = new Trial(ledger, node::uri, standby::query)
                        .run("control: the same, to one that follows behind", 1, load, working -> {
                            standby.freeze();
                            // More than fits into the buffers between the two.
                            primary.query("SELECT pg_logical_emit_message(false, '', repeat('x', 67108864))");
                            load.awaitAcknowledged(20);
                            primary.kill();
                            standby.thaw();
                            long killed = System.nanoTime();
                            standby.query("SELECT pg_promote(true, 60)");
                            return killed;
                        });
                assertThat(balance.lost()).isNotEmpty();
            }
        }
    }

    /** PostgreSQL gives up waiting for the standby and commits anyway, with only a warning. */
    @Test
    void whatTheStandbyHasNotConfirmedIsNotAcknowledged() throws Exception {
        assumeTrue(Form.IS_LONG, "takes as long as a statement may");
        try (PostgresNode primary = PostgresNode.create().followed().with("synchronous_standby_names", "standby");
                PostgresNode standby = PostgresNode.create().following(primary, "standby")) {
            startPair(primary, standby, "sync");
            try (Node node = Node.start(primary.settingsOr(standby))) {
                node.client()
                        .post("/tickets", Shop.TICKET.formatted("confirmed"))
                        .expect(201);
                standby.freeze();
                Answer answer = node.client().post("/tickets", Shop.TICKET.formatted("unconfirmed"));
                standby.thaw();
                Problems.assertProblem(answer, ProblemType.SERVICE_UNAVAILABLE, "/tickets");
            }
        }
    }

    private static void startPair(PostgresNode primary, PostgresNode standby, String state) {
        primary.startAgain();
        standby.startAgain();
        Wait.until(() ->
                primary.query("SELECT sync_state FROM pg_stat_replication").equals(List.of(List.of(state))));
    }
}
