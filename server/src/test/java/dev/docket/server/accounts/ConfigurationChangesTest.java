package dev.docket.server.accounts;

import static dev.docket.server.testing.TicketJson.ticketWith;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.docket.persistence.testing.LogCapture;
import dev.docket.persistence.testing.Wait;
import dev.docket.server.demo.DemoData;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TicketTypeRows;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nodes are notified of each other's changes, so that a ticket need not be computed again to detect them. */
class ConfigurationChangesTest {

    private static final String CHANGED = "the configuration of " + DemoData.ACCOUNT + " has changed";
    private static final String FOUND_OUT = "the configuration of " + DemoData.ACCOUNT + " was out of date";
    private static final String MISSED = "any configuration may have changed";

    private static LogCapture log;
    private static RunningServer one;
    private static RunningServer other;
    private static ContractClient onOther;

    @BeforeAll
    static void start() {
        log = LogCapture.of(AccountRulesCache.class.getName());
        one = RunningServer.start();
        other = one.beside();
        onOther = other.client();
        await(MISSED, 2);
    }

    @AfterAll
    static void stop() {
        other.close();
        one.close();
        log.close();
    }

    @Test
    void areInForceOnAnotherNodeWithoutComputingATicketTwice() {
        assertThatAreHeard("told");
    }

    @Test
    void areNotMissedIfTheListenerWasKilled() {
        long before = times(MISSED);
        assertThat(one.testDatabase.queryAsSuperuser("""
                        SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
                         WHERE application_name = 'docket-listener' AND datname = current_database()
                        """)).containsExactly(List.of("t"), List.of("t"));
        await(MISSED, before + 2);

        assertThatAreHeard("told-again");
    }

    /** The control: a node without notifications detects the change itself. */
    @Test
    void areInForceOnANodeThatIsNotTold() {
        onOther.post("/tickets", ticketWith("ticketTypeId", "untold")).expect(400);
        long before = times(FOUND_OUT);
        one.testDatabase.executeAsSuperuser(
                "UPDATE docket.account_counters SET configuration_version = configuration_version + 1");

        onOther.post("/tickets", ticketWith("ticketTypeId", "untold")).expect(400);

        assertThat(times(FOUND_OUT)).isEqualTo(before + 1);
    }

    @Test
    void areHeardUntilTheServerIsClosed() {
        RunningServer third = one.beside();
        Wait.until(() -> listeners().equals("3"));
        third.close();
        Wait.until(() -> listeners().equals("2"));
    }

    private static void assertThatAreHeard(String newType) {
        onOther.post("/tickets", ticketWith("ticketTypeId", newType)).expect(400);
        long changed = times(CHANGED);
        long foundOut = times(FOUND_OUT);
        one.add(TicketTypeRows.type(newType));
        await(CHANGED, changed + 2);

        onOther.post("/tickets", ticketWith("ticketTypeId", newType)).expect(201);

        assertThat(times(FOUND_OUT)).isEqualTo(foundOut);
    }

    private static String listeners() {
        return one.testDatabase.queryAsSuperuser("""
                        SELECT count(*) FROM pg_stat_activity
                         WHERE application_name = 'docket-listener' AND datname = current_database()
                        """).get(0).get(0);
    }

    private static void await(String message, long times) {
        Wait.until(() -> times(message) >= times);
    }

    private static long times(String message) {
        return log.messages(Level.DEBUG).stream().filter(message::equals).count();
    }
}
