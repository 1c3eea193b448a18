package dev.docket.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.docket.persistence.embedded.EmbeddedDatabase;
import dev.docket.persistence.embedded.Login;
import dev.docket.server.cli.Terminal.Output;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.Programs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docket serve --demo} as a process, and the commands that are given beside it, on one data folder. */
class ServeCommandTest {

    private static final String DEMO_TOKEN = "dkt_" + "demo-".repeat(8) + "key";

    private static final String QUESTION = """
            {
              "subject": "Question about fees",
              "description": "What does a chargeback cost?",
              "category": "billing",
              "source": "email",
              "requesterId": "visitor-77",
              "requesterType": "external",
              "requesterName": "Sam Reed",
              "requesterEmail": "sam.reed@example.com"
            }""";

    @TempDir
    private static Path folder;

    private static Path data;
    private static DemoServer server;

    @BeforeAll
    static void start() {
        data = folder.resolve("data");
        server = DemoServer.start(data, DEMO_TOKEN);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (server != null && server.isRunning()) {
            server.stop();
        }
    }

    @Test
    void saysWhereItIsAndHowToTryIt() {
        URI uri = server.uri();

        assertThat(server.printed().get(0))
                .matches("Docket listens on http://127.0.0.1:[0-9]+, health and metrics on http://127.0.0.1:[0-9]+");
        assertThat(uri.getHost()).isEqualTo("127.0.0.1");
        assertThat(server.told("Docs")).startsWith(uri.resolve("/docs") + " ");
        assertThat(server.told("Token")).isEqualTo(DEMO_TOKEN + "   (expires in a day)");
        new ContractClient(uri).get("/docs").expect(200);
    }

    /** The log has its own stream, and no log contains a token. */
    @Test
    void printsNothingElse() {
        assertThat(server.printed()).filteredOn(line -> !line.isBlank()).hasSize(4);
    }

    @Test
    void printsACommandThatCreatesATicketAsItStands() throws IOException {
        Programs.require("curl");
        String command = server.told("Try");

        String answer = Programs.run(folder, Map.of(), List.of("bash", "-c", command));

        assertThat(answer).startsWith("HTTP/1.1 201 ");
        JsonNode ticket = new JsonMapper().readTree(answer.substring(answer.indexOf("\r\n\r\n")));
        assertThat(List.of(
                        "id",
                        "uniqueId",
                        "accountId",
                        "ticketNumber",
                        "subject",
                        "description",
                        "status",
                        "priority",
                        "category",
                        "source",
                        "requesterId",
                        "requesterName",
                        "requesterEmail",
                        "requesterType"))
                .allSatisfy(property ->
                        assertThat(ticket.path(property).asText()).as(property).isNotEmpty());
        assertThat(ticket.path("requesterName").asText()).isEqualTo("Blue Door Bakery");
        assertThat(ticket.path("assignedTo").asText()).startsWith("u-");
    }

    @Test
    void keepsTheDemosTokenOutOfTheOtherAccount() {
        client(DEMO_TOKEN)
                .with("x-account-id", "4711")
                .post("/tickets", QUESTION)
                .expect(403);
    }

    @Test
    void honoursATokenThatIsCreatedBesideItUntilItIsRevoked() {
        Output created = beside("token", "create", "--name", "beside", "--account", "2311");
        assertThat(created.err()).isEmpty();
        String secret = created.out().get(0);
        ContractClient client = client(secret);
        client.post("/tickets", QUESTION).expect(201);

        Output list = beside("token", "list");
        assertThat(list.out())
                .filteredOn(line -> line.contains("  beside  "))
                .singleElement()
                .asString()
                .doesNotContain("used=never");
        assertThat(String.join("\n", list.out())).doesNotContain("dkt_", secret.substring(4), DEMO_TOKEN.substring(4));

        String id = list.out().stream()
                .filter(line -> line.contains("  beside  "))
                .findFirst()
                .orElseThrow()
                .split(" ")[0];
        assertThat(beside("token", "revoke", id).out()).containsExactly("revoked");
        Instant revoked = Instant.now();
        // What began in the first second may be answered; what begins after it may not.
        Instant asked = revoked;
        Answer answer = client.post("/tickets", QUESTION);
        while (answer.status() == 201) {
            assertThat(asked).isBefore(revoked.plus(Duration.ofSeconds(1)));
            asked = Instant.now();
            answer = client.post("/tickets", QUESTION);
        }
        answer.expect(401);
    }

    @Test
    void servesAnAccountThatIsCreatedBesideIt() {
        assertThat(beside("account", "create", "5812", "--name", "Bay Terminals", "--ticket-prefix", "BAY")
                        .exitCode())
                .isZero();
        String secret = beside("token", "create", "--name", "bay", "--account", "5812")
                .out()
                .get(0);

        Answer answer = client(secret)
                .with("x-account-id", "5812")
                .post("/tickets", QUESTION)
                .expect(201);

        assertThat(answer.json().path("ticketNumber").asText()).isEqualTo("BAY-1");
    }

    @Test
    void hasItsDataFolderToItself() {
        Output second = beside("serve", "--port", "0", "--management-port", "0");

        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.out()).isEmpty();
        assertThat(second.err())
                .singleElement()
                .asString()
                .matches("docket: The data folder \\S+ is in use by process " + server.pid() + "\\.");
    }

    @Test
    void stopsCleanlyAndGoesOnWhereItStopped() throws InterruptedException, SQLException {
        int number = number(client(DEMO_TOKEN).post("/tickets", QUESTION).expect(201));
        List<String> before = tickets();

        assertThat(server.stop()).isIn(0, 143);

        assertThat(data.resolve("postgres/postmaster.pid"))
                .as("PostgreSQL runs")
                .doesNotExist();
        server = DemoServer.start(data, DEMO_TOKEN);
        assertThat(server.told("Token")).isEqualTo(DEMO_TOKEN + "   (expires in a day)");
        assertThat(tickets()).isEqualTo(before).contains("TKT-" + number);
        assertThat(number(client(DEMO_TOKEN).post("/tickets", QUESTION).expect(201)))
                .isEqualTo(number + 1);
    }

    private static Output beside(String... command) {
        return Terminal.plain().with("DOCKET_DATA_DIR", data.toString()).run(command);
    }

    private static ContractClient client(String token) {
        return new ContractClient(server.uri())
                .with("Authorization", "Bearer " + token)
                .with("x-account-id", "2311");
    }

    private static int number(Answer created) {
        return Integer.parseInt(created.json().path("ticketNumber").asText().substring("TKT-".length()));
    }

    private static List<String> tickets() throws SQLException {
        EmbeddedDatabase database = EmbeddedDatabase.attach(data);
        Login superuser = database.superuser();
        try (Connection connection =
                        DriverManager.getConnection(database.url(), superuser.user(), superuser.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT ticket_number FROM docket.tickets WHERE account_id = '2311' ORDER BY id")) {
            List<String> numbers = new ArrayList<>();
            while (rows.next()) {
                numbers.add(rows.getString(1));
            }
            return numbers;
        }
    }
}
