package dev.docket.server.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.persistence.database.DatabaseSettings;
import dev.docket.persistence.testing.Wait;
import dev.docket.server.faults.Ledger.Kind;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The process of the server ends, in one way or the other. */
@Tag("faults")
@ExtendWith(FaultTable.class)
@Timeout(600)
class ServerFaultsTest {

    @Test
    void aKilledServerLosesNothingAndServesWhenItIsStartedAgain() throws Exception {
        try (PostgresNode postgres = PostgresNode.start()) {
            AtomicReference<ServerProcess> server = new AtomicReference<>(serve(postgres));
            try {
                Trial.run(
                        "the server is killed and started again",
                        Form.of(1, 5),
                        () -> server.get().uri(),
                        postgres::query,
                        load -> {
                            server.get().kill();
                            long killed = System.nanoTime();
                            server.set(serve(postgres));
                            return killed;
                        });
            } finally {
                server.get().kill();
            }
        }
    }

    @Test
    void ofTwoNodesOneGoesOnWhenTheOtherIsKilled() throws Exception {
        try (PostgresNode postgres = PostgresNode.start();
                Node survivor = Node.start(postgres.settings())) {
            AtomicReference<ServerProcess> victim = new AtomicReference<>(serve(postgres));
            try {
                int times = Form.of(1, 3);
                AtomicInteger left = new AtomicInteger(times);
                Trial.run(
                        "one of two nodes is killed",
                        times,
                        inTurn(survivor::uri, () -> victim.get().uri()),
                        postgres::query,
                        load -> {
                            victim.get().kill();
                            long killed = System.nanoTime();
                            if (left.decrementAndGet() > 0) {
                                victim.set(serve(postgres));
                            }
                            return killed;
                        });
            } finally {
                victim.get().kill();
            }
        }
    }

    /** Requests that cannot end before are still there when the server has stopped to accept. */
    @Test
    void aServerThatIsAskedToStopAnswersWhatItHasBegun() throws Exception {
        int held = 6;
        ExecutorService callers = Executors.newFixedThreadPool(held);
        Ledger ledger = new Ledger();
        try (PostgresNode postgres = PostgresNode.start();
                Node other = Node.start(postgres.settings());
                Connection holder = postgres.connect();
                Statement lock = holder.createStatement()) {
            ServerProcess server = serve(postgres);
            try (Load load = Load.start(ledger, 2, inTurn(other::uri, server::uri))) {
                String account = Shop.ACCOUNTS.get(0);
                List<String> tickets = new ArrayList<>();
                for (int i = 0; i < held; i++) {
                    String key = "held-" + i;
                    ledger.asked(Kind.TICKET, account, key);
                    JsonNode ticket = other.client()
                            .post("/tickets", Shop.TICKET.formatted(key))
                            .expect(201)
                            .json();
                    tickets.add(ticket.get("uniqueId").asText());
                    ledger.acknowledged(Kind.TICKET, account, key, tickets.get(i));
                }
                load.awaitAcknowledged(20);
                holder.setAutoCommit(false);
                lock.execute("SELECT FROM docket.tickets WHERE subject LIKE 'held-%' FOR UPDATE");
                ContractClient client = new ContractClient(server.uri())
                        .with("Authorization", "Bearer " + Shop.TOKEN)
                        .with("x-account-id", account);
                List<Future<Answer>> answers = new ArrayList<>();
                for (int i = 0; i < held; i++) {
                    String key = "said-" + i;
                    String path = "/tickets/" + tickets.get(i) + "/comments";
                    ledger.asked(Kind.COMMENT, account, key);
                    answers.add(callers.submit(() -> client.post(path, "{\"content\": \"%s\"}".formatted(key))));
                }
                Wait.until(() -> postgres.query("""
                                SELECT FROM pg_stat_activity
                                 WHERE application_name = 'docket' AND wait_event_type = 'Lock'
                                """).size() >= held);

                server.askToStop();
                Wait.until(() -> refusesConnections(server.uri()));
                assertThat(answers).noneMatch(Future::isDone);
                holder.rollback();

                for (int i = 0; i < held; i++) {
                    JsonNode comment = answers.get(i).get().expect(201).json();
                    ledger.acknowledged(
                            Kind.COMMENT,
                            account,
                            "said-" + i,
                            comment.get("id").asText());
                }
                assertThat(server.awaitEnd()).isIn(0, 143);
                load.awaitAcknowledged(20);
                load.finish();
                Ledger.Balance balance = ledger.balance(postgres::query);
                FaultTable.add("one of two nodes is asked to stop", 1, load, ledger, balance, List.of());
                balance.assertEven();
            } finally {
                server.kill();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private static ServerProcess serve(PostgresNode postgres) {
        DatabaseSettings settings = postgres.settings();
        return ServerProcess.start(
                "Docket listens ",
                Map.of(
                        "DOCKET_DATABASE_URL", settings.url(),
                        "DOCKET_DATABASE_USER", settings.user(),
                        "DOCKET_DATABASE_PASSWORD", settings.password()));
    }

    private static Supplier<URI> inTurn(Supplier<URI> one, Supplier<URI> other) {
        AtomicInteger number = new AtomicInteger();
        return () -> number.getAndIncrement() % 2 == 0 ? one.get() : other.get();
    }

    private static boolean refusesConnections(URI uri) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
            return !socket.isConnected();
        } catch (ConnectException refused) {
            return true;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
