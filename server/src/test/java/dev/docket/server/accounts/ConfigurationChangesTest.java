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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one node changes the others are told, so that they need not find out by a ticket that must be computed again. */
class ConfigurationChangesTest {

    private static final String CHANGED = "the configuration of " + DemoData.ACCOUNT + " has changed";
    private static final String FOUND_OUT = "the configuration of " + DemoData.ACCOUNT + " was out of date";
    private static final String MISSED = "any configuration may have changed";

    private final LogCapture log = LogCapture.of(AccountConfigurations.class.getName());
    private RunningServer one;
    private RunningServer other;
    private ContractClient onOther;

    @BeforeEach
    void start() {
        one = RunningServer.start();
        other = one.beside();
        onOther = other.client();
        await(MISSED, 2);
        onOther.post("/tickets", ticketWith("ticketTypeId", "new")).expect(400);
    }

    @AfterEach
    void stop() {
        other.close();
        one.close();
        log.close();
    }

    @Test
    void areInForceOnAnotherNodeWithoutComputingATicketTwice() {
        long before = times(CHANGED);
        one.add(TicketTypeRows.type("new"));
        await(CHANGED, before + 2);

        onOther.post("/tickets", ticketWith("ticketTypeId", "new")).expect(201);

        assertThat(times(FOUND_OUT)).isZero();
    }

    /** The control: who is not told finds out. */
    @Test
    void areInForceOnANodeThatIsNotTold() {
        one.testDatabase.executeAsSuperuser("""
                SET search_path = docket;
                SET session_replication_role = replica;
                UPDATE account_counters SET configuration_version = configuration_version + 1;
                """);

        onOther.post("/tickets", ticketWith("ticketTypeId", "new")).expect(400);

        assertThat(times(FOUND_OUT)).isEqualTo(1);
    }

    @Test
    void areMissedByNobodyWhoseListenerWasKilled() {
        List<List<String>> killed = one.testDatabase.queryAsSuperuser("""
                SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
                 WHERE application_name = 'docket-listener' AND datname = current_database()
                """);
        assertThat(killed).containsExactly(List.of("t"), List.of("t"));
        await(MISSED, 4);

        long before = times(CHANGED);
        one.add(TicketTypeRows.type("new"));
        await(CHANGED, before + 2);
        onOther.post("/tickets", ticketWith("ticketTypeId", "new")).expect(201);
        assertThat(times(FOUND_OUT)).isZero();
    }

    @Test
    void areHeardUntilTheServerIsClosed() {
        other.close();
        Wait.until(() -> one.testDatabase.queryAsSuperuser("""
                        SELECT count(*) FROM pg_stat_activity
                         WHERE application_name = 'docket-listener' AND datname = current_database()
                        """).equals(List.of(List.of("1"))));
    }

    private void await(String message, long times) {
        Wait.until(() -> times(message) >= times);
    }

    private long times(String message) {
        return log.messages(Level.DEBUG).stream().filter(message::equals).count();
    }
}
