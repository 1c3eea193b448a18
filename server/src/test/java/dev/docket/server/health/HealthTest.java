package dev.docket.server.health;

import static dev.docket.server.testing.Problems.assertProblem;
import static dev.docket.server.testing.TicketJson.ticket;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.testing.TestDatabase;
import dev.docket.persistence.testing.Wait;
import dev.docket.server.attachments.AttachmentSettings;
import dev.docket.server.attachments.S3Settings;
import dev.docket.server.http.problem.ProblemType;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.transport.TransportLimits;
import dev.docket.server.transport.TransportLimitsBuilder;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthTest {

    private static RunningServer server;
    private static ContractClient client;

    @BeforeAll
    static void start() {
        server = RunningServer.start(TransportLimits.defaults(), TestDatabase.IMPATIENCE);
        client = server.client();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void saysThatTheDatabaseIsAwayAndThatItIsBack() {
        ContractClient management = new ContractClient(server.managementUri());
        client.post("/tickets", ticket()).expect(201);
        client.get("/health/ready").expect(200);

        server.testDatabase.leave();
        try {
            CompletableFuture<Answer> created = CompletableFuture.supplyAsync(() -> client.post("/tickets", ticket()));
            CompletableFuture<Answer> ready = CompletableFuture.supplyAsync(() -> client.get("/health/ready"));
            CompletableFuture<Answer> managementReady =
                    CompletableFuture.supplyAsync(() -> management.get("/health/ready"));

            assertProblem(created.join(), ProblemType.SERVICE_UNAVAILABLE, "/tickets");
            assertProblem(ready.join(), ProblemType.SERVICE_UNAVAILABLE, "/health/ready");
            assertProblem(managementReady.join(), ProblemType.SERVICE_UNAVAILABLE, "/health/ready");
            for (Answer answer : List.of(created.join(), ready.join(), managementReady.join())) {
                assertThat(answer.header("Retry-After")).isEqualTo("1");
            }
            client.get("/health/live").expect(200);
            client.get("/docs").expect(200);
            management.get("/health/live").expect(200);
        } finally {
            server.testDatabase.comeBack();
        }

        Wait.until(() -> client.get("/health/ready").status() == 200);
        Wait.until(() -> client.post("/tickets", ticket()).status() == 201);
        assertThat(server.testDatabase.queryAsSuperuser("SELECT ticket_number FROM docket.tickets ORDER BY id"))
                .containsExactly(List.of("TKT-1"), List.of("TKT-2"));
    }

    @Test
    void saysThatTheDatabaseIsOlderThanTheServer() {
        server.testDatabase.executeAsSuperuser(
                "UPDATE docket.flyway_schema_history SET success = false WHERE installed_rank = 1");
        try {
            assertThat(new ContractClient(server.managementUri())
                            .get("/health/ready")
                            .expect(503)
                            .json()
                            .get("detail")
                            .asText())
                    .isEqualTo("the database lacks migrations that it had when this server started");
        } finally {
            server.testDatabase.executeAsSuperuser("UPDATE docket.flyway_schema_history SET success = true");
        }
    }

    /** A failure of something that requests do not need must not make a load balancer turn away from all nodes. */
    @Test
    void reportsMoreOnTheManagementPort() {
        S3Settings away = new S3Settings(URI.create("http://127.0.0.1:1"), "us-east-1", "b", "key", "secret", true);
        try (RunningServer node =
                server.beside(TransportLimits.defaults(), new AttachmentSettings(1, Set.of(), Set.of(), away))) {
            new ContractClient(node.uri()).get("/health/ready").expect(200);
            assertThat(new ContractClient(node.managementUri())
                            .get("/health/ready")
                            .expect(503)
                            .json()
                            .get("detail")
                            .asText())
                    .isEqualTo("the bucket for attachments does not respond");
        }
    }

    /** All workers of the public port wait for a lock, and all connections to the database but theirs are free. */
    @Test
    void asksThePublicPortItself() throws SQLException {
        TransportLimits few = TransportLimitsBuilder.builder(TransportLimits.defaults())
                .workers(2)
                .maxStreams(1)
                .build();
        try (RunningServer node = RunningServer.start(few, TestDatabase.IMPATIENCE);
                Connection holder = node.testDatabase.connectAsSuperuser();
                Statement lock = holder.createStatement()) {
            ContractClient management = new ContractClient(node.managementUri());
            Wait.until(() -> management.get("/health/ready").status() == 200);
            holder.setAutoCommit(false);
            lock.execute("LOCK TABLE docket.tickets");
            ContractClient busy = node.client();
            List<CompletableFuture<Answer>> waiting = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> busy.post("/tickets", ticket())))
                    .limit(8)
                    .toList();

            Wait.until(() -> management.get("/health/ready").status() == 503);
            assertThat(management.get("/health/ready").json().get("detail").asText())
                    .isEqualTo("the public port does not respond");
            management.get("/health/live").expect(200);

            holder.rollback();
            waiting.forEach(CompletableFuture::join);
            Wait.until(() -> management.get("/health/ready").status() == 200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready"})
    void isUp(String path) {
        for (ContractClient client :
                List.of(new ContractClient(server.uri()), new ContractClient(server.managementUri()))) {
            Wait.until(() -> client.get(path).status() == 200);
            assertThatJson(client.get(path).body()).isEqualTo("{\"status\": \"up\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tickets", "/docs", "/openapi.yaml", "/docs/assets/search.json", "/"})
    void isAllThatTheManagementPortTells(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) server.managementUri().resolve(path).toURL().openConnection();

        assertThat(connection.getResponseCode()).isEqualTo(404);
    }
}
