package dev.docket.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.docket.persistence.database.DatabaseSettings;
import dev.docket.persistence.testing.TestDatabase;
import dev.docket.server.attachments.AttachmentSettings;
import dev.docket.server.attachments.S3Settings;
import dev.docket.server.demo.DemoData;
import dev.docket.server.demo.DemoTicket;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.rotations.Crowd;
import dev.docket.server.testing.CapturedLog;
import dev.docket.server.testing.Contract;
import dev.docket.server.testing.Contract.Operation;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.FormData;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TicketJson;
import dev.docket.server.transport.RawClient;
import dev.docket.server.transport.TransportLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * No personal data and no secret is written to a log, not even at DEBUG: whether requests succeed, are rejected, or
 * fail because of the database or the bucket.
 */
class LogPrivacyTest {

    /** A mark in everything that is sent, in places for personal data. */
    private static final String MARK = "geheim7";

    private static final String CONTROL = "control-" + MARK;

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private static final Map<Integer, Integer> ANSWERS = new TreeMap<>();
    private static List<String> log;
    private static List<String> secrets;

    @BeforeAll
    static void callEveryOperation() throws Exception {
        CapturedLog captured = CapturedLog.start();
        try (RunningServer server = RunningServer.start(TransportLimits.defaults(), TestDatabase.IMPATIENCE)) {
            DemoTicket.load(server.database, server.clock);
            String token = server.tokens
                    .create("a", Operations.permissions(), List.of(DemoData.ACCOUNT), null)
                    .secret();
            ContractClient client = server.bearer(token).with("x-account-id", DemoData.ACCOUNT);
            sendEverything(client);
            sendWrongCredentials(server, client);
            sendWhatTheFrontRefuses(server);
            attachToABucketThatIsAway(server);
            letRowsBreakRules(server, client);
            server.testDatabase.executeAsSuperuser("ALTER TABLE docket.tickets RENAME TO tickets_lost");
            sendAllBodies(client, LogPrivacyTest::personal);
            server.testDatabase.leave();
            // At once: each takes as long as the server waits.
            Crowd.of(
                            6,
                            number -> number % 2 == 0
                                    ? client.post(
                                            "/tickets", TicketJson.ticket().replace("Card", MARK))
                                    : client.get("/tickets?search=" + MARK))
                    .forEach(LogPrivacyTest::count);
            server.testDatabase.comeBack();
            DatabaseSettings settings = server.testDatabase.settings(1);
            secrets = List.of(
                    token,
                    token.substring("dkt_".length()),
                    settings.password(),
                    server.testDatabase.ownerSettings().password());
        }
        LoggerFactory.getLogger("dev.docket.control").info(CONTROL);
        LoggerFactory.getLogger("dev.docket.control")
                .info("with an exception", new IllegalArgumentException("'" + MARK + "' is missing"));
        log = captured.end();
    }

    @AfterAll
    static void forget() {
        log = null;
    }

    private static void sendEverything(ContractClient client) {
        sendAllBodies(client, LogPrivacyTest::personal);
        sendAllBodies(client, (property, value) -> MARK + value);
        for (Operation operation : Contract.DOCKET.operations()) {
            String known = ExampleRequest.known(operation).target();
            if (METHODS_WITH_BODY.contains(operation.method())) {
                String type = ExampleRequest.known(operation).contentType();
                send(client, operation, known, type, "{\"%s\": \"%s\"".formatted(MARK, MARK));
            } else {
                String query = "search=%s&cursor=%s&sort=%s&%s=%s&from=%s&pageSize=%s"
                        .formatted(MARK, MARK, MARK, MARK, MARK, MARK, MARK);
                String target = ExampleRequest.unknown(operation).target();
                count(client.send(operation.method(), target + (target.contains("?") ? "&" : "?") + query));
                String path = operation.path().replaceAll("\\{[^}]*}", MARK);
                count(client.send(operation.method(), path + "?search=" + MARK));
            }
        }
    }

    private static void sendAllBodies(ContractClient client, BinaryOperator<String> text) {
        for (Operation operation : Contract.DOCKET.operations()) {
            if (METHODS_WITH_BODY.contains(operation.method())) {
                ExampleRequest known = ExampleRequest.known(operation);
                send(client, operation, known.target(), known.contentType(), marked(known.body(), text));
            }
        }
    }

    private static void send(
            ContractClient client, Operation operation, String target, String contentType, String body) {
        count(client.send(operation.method(), target, contentType, body.getBytes(StandardCharsets.UTF_8)));
    }

    private static void count(Answer answer) {
        count(answer.status());
    }

    private static void count(int status) {
        ANSWERS.merge(status, 1, Integer::sum);
    }

    /** The same JSON with other texts; other content gets the mark appended. */
    private static String marked(byte[] body, BinaryOperator<String> text) {
        try {
            return JSON.writeValueAsString(marked("", JSON.readTree(body), text));
        } catch (IOException noJson) {
            return new String(body, StandardCharsets.UTF_8) + "\r\n" + MARK;
        }
    }

    private static JsonNode marked(String name, JsonNode node, BinaryOperator<String> text) {
        if (node instanceof ObjectNode object) {
            object.properties()
                    .forEach(property -> property.setValue(marked(property.getKey(), property.getValue(), text)));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, marked(name, array.get(i), text));
            }
        } else if (node.isTextual()) {
            return TextNode.valueOf(text.apply(name, node.asText()));
        }
        return node;
    }

    /** A value that keeps most requests valid. */
    private static String personal(String property, String value) {
        String name = property.toLowerCase(Locale.ROOT);
        if (name.contains("email")) {
            return MARK + "@example.org";
        }
        boolean isSaid = List.of(
                        "name",
                        "subject",
                        "description",
                        "phone",
                        "body",
                        "content",
                        "text",
                        "note",
                        "reason",
                        "comment")
                .stream()
                .anyMatch(name::contains);
        return isSaid ? value + " " + MARK : value;
    }

    private static void sendWrongCredentials(RunningServer server, ContractClient client) {
        for (String wrong :
                List.of("Bearer " + MARK, "Basic " + MARK, MARK, "Bearer dkt_" + (MARK + "-").repeat(5) + "abc")) {
            count(client.with("Authorization", wrong).get("/tickets").status());
        }
        count(client.with("x-account-id", MARK).get("/tickets").status());
        count(client.put("/tickets", MARK));
        count(client.post("/tickets", "text/" + MARK, MARK));
        count(server.operator().with("x-account-id", MARK).get("/tickets").status());
        count(client.with("If-Match", "\"" + MARK + "\"")
                .patch("/tickets/1", "{\"subject\": \"" + MARK + "\"}")
                .status());
        count(client.with("User-Agent", MARK)
                .with("Cookie", "a=" + MARK)
                .get("/" + MARK)
                .status());
    }

    private static void sendWhatTheFrontRefuses(RunningServer server) throws IOException {
        for (String head : List.of(
                "GET /%s%%zz?search=%s HTTP/1.1\r\nHost: a\r\n\r\n",
                "%s /%s HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: %s\r\nAuthorization: %s\r\n\r\n",
                "POST /tickets HTTP/1.1\r\nHost: a\r\nContent-Length: %s\r\n\r\n%s",
                "POST /tickets HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n%s\r\n%s\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: %s %s\r\n\r\n",
                "GET / %s %s\r\n\r\n")) {
            try (RawClient raw = new RawClient(server.uri().getPort())) {
                count(raw.send(head.formatted(MARK, MARK)).read().status());
            }
        }
    }

    private static void attachToABucketThatIsAway(RunningServer server) {
        S3Settings bucket = new S3Settings(
                URI.create("http://127.0.0.1:1"), "us-east-1", "bucket", MARK + "key", MARK + "secret", true);
        try (RunningServer node = server.beside(
                TransportLimits.defaults(), new AttachmentSettings(1_000_000, Set.of(), Set.of(), bucket))) {
            FormData form = new FormData().file(MARK + ".txt", "text/plain", MARK.getBytes(StandardCharsets.UTF_8));
            count(node.client()
                    .post("/tickets/1/attachments", FormData.TYPE, form.bytes())
                    .status());
            count(new ContractClient(node.managementUri()).get("/health/ready").status());
        }
    }

    /** PostgreSQL quotes values and rows in its messages. */
    private static void letRowsBreakRules(RunningServer server, ContractClient client) {
        for (String rule : List.of(
                "PERFORM NEW.subject::integer;",
                "PERFORM NEW.subject::date;",
                "PERFORM NEW.subject::jsonb;",
                "RAISE EXCEPTION 'what is %?', NEW.subject;",
                "NEW.priority = NEW.subject;",
                "NEW.ticket_number = NULL;",
                "RAISE EXCEPTION 'what is %?', NEW.subject USING ERRCODE = '57014';",
                "RAISE WARNING 'what is %?', NEW.subject; RAISE EXCEPTION 'it is over';")) {
            server.testDatabase.executeAsSuperuser("""
                    CREATE OR REPLACE FUNCTION docket.break_rule() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                      %s
                      RETURN NEW;
                    END
                    $$""".formatted(rule));
            server.testDatabase.executeAsSuperuser("""
                    CREATE OR REPLACE TRIGGER break_rule BEFORE INSERT ON docket.tickets
                       FOR EACH ROW EXECUTE FUNCTION docket.break_rule()""");
            String ticket =
                    TicketJson.ticket().replaceFirst("\"subject\": \"[^\"]*\"", "\"subject\": \"" + MARK + "\"");
            assertThat(ticket).contains(MARK);
            int status = client.post("/tickets", ticket).status();
            assertThat(status).as(rule).isIn(500, 503);
            count(status);
        }
        server.testDatabase.executeAsSuperuser("DROP TRIGGER break_rule ON docket.tickets");
    }

    @Test
    void everyKindOfAnswerWasGiven() {
        assertThat(ANSWERS).containsKeys(200, 201, 400, 401, 403, 404, 405, 415, 500, 503);
        assertThat(ANSWERS.get(201)).isGreaterThan(5);
        assertThat(ANSWERS.get(500)).isGreaterThan(20);
    }

    @Test
    void nothingOfItIsInTheLog() {
        assertThat(log).contains("INFO  dev.docket.control [] " + CONTROL + " ");
        assertThat(log.stream().filter(line -> line.contains("operation=createTicket status=500")))
                .isNotEmpty();
        assertThat(log.stream().filter(line -> line.contains("PSQLException"))).isNotEmpty();
        assertThat(log.stream()
                        .filter(line -> !line.contains(CONTROL))
                        .filter(LogPrivacyTest::isPrivate)
                        .toList())
                .isEmpty();
    }

    @Test
    void anExceptionTellsOnlyWhereItCameFrom() {
        assertThat(log).contains("java.lang.IllegalArgumentException: (message withheld)");
    }

    @Test
    void nothingOfItIsInTheLogOfPostgreSql() throws IOException {
        List<String> lines = Files.readAllLines(TestDatabase.serverLog());

        assertThat(lines).isNotEmpty();
        assertThat(lines.stream().filter(LogPrivacyTest::isPrivate).toList()).isEmpty();
    }

    private static boolean isPrivate(String line) {
        return line.toLowerCase(Locale.ROOT).contains(MARK) || secrets.stream().anyMatch(line::contains);
    }
}
