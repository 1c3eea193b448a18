package dev.docket.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.persistence.database.DatabaseSettings;
import dev.docket.persistence.testing.Wait;
import dev.docket.server.faults.Ledger.Kind;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processes of servers end in several ways, in this order, because starting one takes longer than all the rest. */
@TestMethodOrder(OrderAnnotation.class)
@Tag("faults")
@ExtendWith(FaultTable.class)
@Timeout(600)
class ServerFaultsTest {

    private static PostgresNode postgres;
    private static Node other;
    private static Ledger ledger;
    private static final AtomicReference<ServerProcess> SERVER = new AtomicReference<>();

    @BeforeAll
    static void start() throws IOException {
        postgres = PostgresNode.start();
        other = Node.start(postgres.settings());
        ledger = new Ledger();
        SERVER.set(serve());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (SERVER.get() != null) {
            SERVER.get().kill();
        }
        other.close();
        postgres.close();
    }

    @Test
    @Order(1)
    void aKilledServerLosesNothingAndServesWhenItIsStartedAgain() throws Exception {
        new Trial(ledger, ServerFaultsTest::uri, postgres::query)
                .run("the server is killed and started again", Form.of(1, 5), load -> killAndStartAgain());
    }

    @Test
    @Order(2)
    void ofTwoNodesOneContinuesWhenTheOtherIsKilled() throws Exception {
        assumeTrue(Form.IS_LONG, "takes long");
        new Trial(ledger, inTurn(), postgres::query).run("one of two nodes is killed", 3, load -> {
            SERVER.get().kill();
            long killed = System.nanoTime();
            load.awaitAcknowledged(100);
            SERVER.set(serve());
            return killed;
        });
    }

    private static long killAndStartAgain() throws InterruptedException {
        SERVER.get().kill();
        long killed = System.nanoTime();
        SERVER.set(serve());
        return killed;
    }

    /** Requests that cannot end earlier are still running when the server has stopped accepting. */
    @Test
    @Order(3)
    void ofTwoNodesTheOneThatIsAskedToStopAnswersWhatItHasBegun() throws Exception {
        int held = 6;
        String account = Shop.ACCOUNTS.get(0);
        List<String> tickets = new ArrayList<>();
        for (int i = 0; i < held; i++) {
            tickets.add(post(other.client(), "/tickets", Kind.TICKET, Shop.TICKET));
        }
        ExecutorService callers = Executors.newFixedThreadPool(held);
        try (Connection holder = postgres.connect();
                Statement lock = holder.createStatement();
                Load load = Load.start(ledger, 2, inTurn())) {
            Ledger.Balance balance = new Trial(ledger, inTurn(), postgres::query)
                    .run("one of two nodes is asked to stop (SIGTERM)", 1, load, working -> {
                        holder.setAutoCommit(false);
                        lock.execute("SELECT FROM docket.tickets WHERE unique_id IN ('%s') FOR UPDATE"
                                .formatted(String.join("', '", tickets)));
                        ContractClient client = new ContractClient(uri())
                                .with("Authorization", "Bearer " + Shop.TOKEN)
                                .with("x-account-id", account);
                        List<Future<String>> answers = tickets.stream()
                                .map(ticket -> callers.submit(() -> post(
                                        client,
                                        "/tickets/" + ticket + "/comments",
                                        Kind.COMMENT,
                                        "{\"content\": \"%s\"}")))
                                .toList();
                        Wait.until(() -> postgres.query("""
                                        SELECT FROM pg_stat_activity
                                         WHERE application_name = 'docket' AND wait_event_type = 'Lock'
                                        """).size() >= held);
                        SERVER.get().askToStop();
                        long asked = System.nanoTime();
                        Wait.until(() -> refusesConnections(uri()));
                        assertThat(answers).noneMatch(Future::isDone);
                        holder.rollback();
                        for (Future<String> answer : answers) {
                            answer.get();
                        }
                        assertThat(SERVER.get().awaitEnd()).isIn(0, 143);
                        return asked;
                    });
            balance.assertEven();
        } finally {
            callers.shutdownNow();
        }
    }

    /** Sent once: a missing response is a failure. */
    private static String post(ContractClient client, String path, Kind kind, String body) {
        String account = Shop.ACCOUNTS.get(0);
        String key = ledger.ask(kind, account);
        JsonNode created = client.post(path, body.formatted(key)).expect(201).json();
        String id = created.get(kind == Kind.TICKET ? "uniqueId" : "id").asText();
        ledger.acknowledged(kind, account, key, id);
        return id;
    }

    private static URI uri() {
        return SERVER.get().uri();
    }

    private static ServerProcess serve() {
        DatabaseSettings settings = postgres.settings();
        return ServerProcess.start(
                "Docket listens ",
                Map.of(
                        "DOCKET_DATABASE_URL", settings.url(),
                        "DOCKET_DATABASE_USER", settings.user(),
                        "DOCKET_DATABASE_PASSWORD", settings.password()));
    }

    private static Supplier<URI> inTurn() {
        AtomicInteger number = new AtomicInteger();
        return () -> number.getAndIncrement() % 2 == 0 ? uri() : other.uri();
    }

    private static boolean refusesConnections(URI uri) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
            return !socket.isConnected();
        } catch (ConnectException refused) {
            return true;
        } catch (SocketException closing) {
            // A connection accepted at that very moment is cut: the next one decides.
            return false;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
