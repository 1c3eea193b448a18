package dev.docket.server.accounts;

import static dev.docket.server.testing.TicketJson.ticketWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.database.Database;
import dev.docket.persistence.testing.Wait;
import dev.docket.server.demo.DemoData;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TicketTypeRows;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every node caches the configuration that creating a ticket depends on, without a visible effect. */
class AccountRulesCacheTest {

    private static RunningServer server;
    private static RunningServer node;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        node = server.beside();
    }

    @AfterAll
    static void stop() {
        node.close();
        server.close();
    }

    private static void change(String sql) {
        server.testDatabase.executeAsSuperuser("SET search_path = docket; " + sql);
    }

    @Test
    void knowATicketTypeAsSoonAsItIsThere() {
        for (ContractClient client : List.of(server.client(), node.client())) {
            assertThat(client.post("/tickets", ticketWith("ticketTypeId", "new"))
                            .violations())
                    .containsExactly("/ticketTypeId unknown_reference");
        }

        server.add(TicketTypeRows.type("new"));

        for (ContractClient client : List.of(server.client(), node.client())) {
            client.post("/tickets", ticketWith("ticketTypeId", "new")).expect(201);
        }
    }

    @Test
    void knowAsSoonWhetherItIsActive() {
        List<ContractClient> clients = List.of(server.client(), node.client());
        server.add(TicketTypeRows.type("season"));
        String ticket = ticketWith("ticketTypeId", "season");
        for (int year = 0; year < 3; year++) {
            clients.forEach(client -> client.post("/tickets", ticket).expect(201));
            change("UPDATE ticket_types SET is_active = false WHERE id = 'season'");
            clients.forEach(client -> assertThat(client.post("/tickets", ticket).violations())
                    .containsExactly("/ticketTypeId inactive_reference"));
            change("UPDATE ticket_types SET is_active = true WHERE id = 'season'");
        }
    }

    @Test
    void knowAsSoonWhichPermissionsItAsksFor() {
        ContractClient client = node.client();
        server.add(TicketTypeRows.type("guarded"));
        String ticket = ticketWith("ticketTypeId", "guarded");
        client.post("/tickets", ticket).expect(201);

        change("UPDATE ticket_types SET required_permissions = '{tickets:guarded}' WHERE id = 'guarded'");
        client.post("/tickets", ticket).expect(403);
        change("UPDATE ticket_types SET required_permissions = '{}' WHERE id = 'guarded'");
        client.post("/tickets", ticket).expect(201);
    }

    /** With one connection, so that a thread that holds it must not wait for one that needs it. */
    @Test
    void areReadByOneWhileAnotherHasTheOnlyConnection() throws Exception {
        try (Database database = Database.open(server.testDatabase.settings(1));
                Connection holder = server.testDatabase.connectAsSuperuser();
                Statement statement = holder.createStatement()) {
            AccountRulesCache configurations = new AccountRulesCache(database);
            FutureTask<Long> locked = new FutureTask<>(() ->
                    configurations.locked(DemoData.ACCOUNT, (transaction, configuration) -> configuration.version()));
            FutureTask<Long> read =
                    new FutureTask<>(() -> configurations.get(DemoData.ACCOUNT).version());
            Thread reader = new Thread(read);

            holder.setAutoCommit(false);
            statement.execute("SELECT FROM docket.account_counters FOR UPDATE");
            new Thread(locked).start();
            Wait.until(() -> waitingForALock().equals("1"));
            reader.start();
            Wait.until(() -> reader.getState() == Thread.State.TIMED_WAITING);
            holder.rollback();

            assertThat(read.get()).isEqualTo(locked.get());
        }
    }

    private static String waitingForALock() {
        return server.testDatabase.queryAsSuperuser("""
                        SELECT count(*) FROM pg_stat_activity
                         WHERE datname = current_database() AND wait_event_type = 'Lock'
                        """).get(0).get(0);
    }
}
