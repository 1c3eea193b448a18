package dev.docket.server.transfer;

import static dev.docket.server.testing.TicketJson.ticket;
import static dev.docket.server.testing.TicketJson.ticketWith;
import static dev.docket.server.testing.TicketJson.ticketWithout;
import static java.util.stream.Collectors.groupingBy;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;
import static net.javacrumbs.jsonunit.assertj.JsonAssertions.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.docket.server.accounts.AccountRulesCache;
import dev.docket.server.demo.DemoData;
import dev.docket.server.http.rest.Operations;
import dev.docket.server.security.Caller;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.RunningServer;
import dev.docket.server.testing.TicketTypeRows;
import dev.docket.server.transport.RawClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TicketImportTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final AtomicInteger LAST_KEY = new AtomicInteger();

    private static final String TAKES_A_TURN = "'assign': 'rotation'";

    private static RunningServer server;
    private static ContractClient client;

    /** The prefix of the external ids of this test. */
    private final String key = "zd-" + LAST_KEY.incrementAndGet();

    @BeforeAll
    static void start() {
        server = RunningServer.start();
        client = server.client();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Answer post(ContractClient client, String lines) {
        return client.post("/tickets/import", "application/x-ndjson", lines);
    }

    private static List<JsonNode> send(ContractClient client, String lines) {
        Answer answer = post(client, lines).expect(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
        return answer.body().lines().map(TicketImportTest::read).toList();
    }

    private static List<JsonNode> send(String lines) {
        return send(client, lines);
    }

    /** The result of a line that is the only one. */
    private static JsonNode sendOne(String line) {
        List<JsonNode> results = send(line);
        assertThat(results).hasSize(2);
        return results.get(0);
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(json, malformed);
        }
    }

    private static String line(String externalId, String ticket) {
        return "{\"externalId\": \"%s\", \"ticket\": %s}\n".formatted(externalId, ticket.replace("\n", " "));
    }

    /** @param more properties of the line, such as {@code "createdAt": "…"} */
    private static String line(String externalId, String more, String ticket) {
        return "{\"externalId\": \"%s\", %s, \"ticket\": %s}\n"
                .formatted(externalId, more.replace('\'', '"'), ticket.replace("\n", " "));
    }

    private String lines(int count) {
        return IntStream.range(0, count)
                .mapToObj(at -> line(key + "-" + at, ticketWith("subject", "Ticket " + at)))
                .collect(Collectors.joining());
    }

    private static String summary(int created, int unchanged, int refused) {
        return "{\"lines\": %d, \"created\": %d, \"unchanged\": %d, \"refused\": %d}"
                .formatted(created + unchanged + refused, created, unchanged, refused);
    }

    private static void assertSummary(List<JsonNode> results, int created, int unchanged, int refused) {
        assertThatJson(results.get(results.size() - 1)).isEqualTo(summary(created, unchanged, refused));
    }

    /** The violations of a rejected line, each as its place and its code. */
    private static List<String> violations(JsonNode result) {
        assertThat(result.path("outcome").asText()).as(result.toString()).isEqualTo("refused");
        assertThat(result.at("/problem/status").asInt()).isEqualTo(400);
        List<String> violations = new ArrayList<>();
        result.at("/problem/errors")
                .forEach(error -> violations.add(
                        error.get("pointer").asText() + " " + error.get("code").asText()));
        return violations;
    }

    private static JsonNode show(JsonNode result) {
        return client.get("/tickets/" + result.get("id")).expect(200).json();
    }

    private long count(String sql) {
        return Long.parseLong(server.testDatabase.queryAsSuperuser(sql).get(0).get(0));
    }

    private long countTickets() {
        return count("SELECT count(*) FROM docket.ticket_imports i JOIN docket.tickets t USING (account_id)"
                + " WHERE t.id = i.ticket_id AND i.external_id LIKE '" + key + "-%'");
    }

    @Nested
    class ALine {

        @Test
        void isATicketAsItIsCreatedOtherwise() {
            String input = ticket("{\"ticketTypeId\": \"terminal-support\", \"tags\": [\"a\", \"a\"]}");

            List<JsonNode> results = send(line(key, TAKES_A_TURN, input));

            assertThatJson(results.get(0)).isEqualTo("""
                            {line: 1, externalId: "%s", outcome: "created", id: "${json-unit.any-number}",
                             uniqueId: "${json-unit.any-string}", ticketNumber: "${json-unit.regex}TKT-[0-9]+"}""".formatted(key));
            assertSummary(results, 1, 0, 0);
            JsonNode imported = show(results.get(0));
            JsonNode created = client.post("/tickets", input).expect(201).json();
            assertThatJson(imported)
                    .whenIgnoringPaths("id", "uniqueId", "ticketNumber", "assignedTo")
                    .isEqualTo(created);
            assertThat(imported.get("assignedTo").asText()).startsWith("u-");
            assertThat(client.get("/tickets/" + imported.get("id") + "/history")
                            .json()
                            .at("/data/0/action")
                            .asText())
                    .isEqualTo("created");
        }

        @Test
        void isOneTicketHoweverOftenItIsSent() {
            JsonNode first = sendOne(line(key, ticket()));

            List<JsonNode> again = send(line(key, ticketWith("subject", "Another")) + line(key, ticket()));

            assertSummary(again, 0, 2, 0);
            assertThat(again.get(0).get("outcome").asText()).isEqualTo("unchanged");
            assertThat(again.get(0).get("id")).isEqualTo(first.get("id"));
            assertThat(again.get(0).get("uniqueId")).isEqualTo(first.get("uniqueId"));
            assertThat(again.get(0).get("ticketNumber")).isEqualTo(first.get("ticketNumber"));
            assertThat(show(first).get("subject").asText()).isNotEqualTo("Another");

            client.delete("/tickets/" + first.get("id")).expect(204);
            assertThat(sendOne(line(key, ticket())).get("id")).isEqualTo(first.get("id"));
        }

        @Test
        void isFoundByItsExternalId() {
            List<JsonNode> results =
                    send(line(key + "a", ticket()) + line(key + "b", ticket()) + line(key + "c", ticket()));

            JsonNode found = client.get("/tickets?sort=ticketNumber&externalId=%1$sa&externalId=%1$sc&externalId=%1$sd"
                            .formatted(key))
                    .expect(200)
                    .json();

            assertThat(found.at("/data/0/id")).isEqualTo(results.get(0).get("id"));
            assertThat(found.at("/data/1/id")).isEqualTo(results.get(2).get("id"));
            assertThat(found.get("data")).hasSize(2);
            assertThat(client.get("/tickets?externalId=a%20b").violations())
                    .containsExactly("externalId invalid_format");
            assertThat(server.clientOf(DemoData.OTHER_ACCOUNT)
                            .get("/tickets?externalId=" + key + "a")
                            .json()
                            .get("data"))
                    .isEmpty();
        }

        @Test
        void isOneTicketEvenTwiceInABody() {
            List<JsonNode> results = send(line(key, ticketWithout("requesterEmail"))
                    + line(key, ticket())
                    + line(key, ticket())
                    + line(key, ticketWith("source", "fax")));

            assertThat(results.stream()
                            .limit(4)
                            .map(result -> result.get("outcome").asText()))
                    .containsExactly("refused", "created", "unchanged", "refused");
            assertThat(results.get(2).get("id")).isEqualTo(results.get(1).get("id"));
        }

        @Test
        void isCountedWhereItStands() {
            List<JsonNode> results = send("\n \t\n" + line(key, ticket()) + "\r\n"
                    + line(key + "b", ticket()).strip());

            assertThat(results.stream()
                            .limit(2)
                            .map(result -> result.get("line").asInt()))
                    .containsExactly(3, 5);
            assertSummary(results, 2, 0, 0);
            assertSummary(send(""), 0, 0, 0);
        }

        @Test
        void isForTheAccountOfTheRequestOnly() {
            JsonNode ours = sendOne(line(key, ticket()));
            ContractClient other = server.clientOf(DemoData.OTHER_ACCOUNT);

            List<JsonNode> theirs = send(other, line(key, ticket()));

            assertSummary(theirs, 1, 0, 0);
            assertThat(theirs.get(0).get("uniqueId")).isNotEqualTo(ours.get("uniqueId"));
            assertThat(violations(send(other, line(key + "b", ticketWith("ticketTypeId", "terminal-support")))
                            .get(0)))
                    .containsExactly("/ticket/ticketTypeId unknown_reference");
        }

        @Test
        void startsNoRuleOfAutomation() {
            client.post("/tickets/automation-rules", """
                            {"id": "%s", "name": "R", "events": ["ticket_created", "ticket_updated"], "conditions": {},
                             "actions": [{"type": "add_tags", "tags": ["ruled"]}]}""".formatted(key)).expect(201);
            try {
                JsonNode imported = sendOne(line(key, ticket()));
                assertThat(count("SELECT count(*) FROM docket.outbox WHERE ticket_id = " + imported.get("id")))
                        .isZero();

                client.patch("/tickets/" + imported.get("id"), "{\"subject\": \"S\"}")
                        .expect(200);
                assertThat(count("SELECT count(*) FROM docket.outbox WHERE ticket_id = " + imported.get("id")))
                        .isOne();
            } finally {
                client.delete("/tickets/automation-rules/" + key).expect(204);
            }
        }
    }

    @Nested
    class ALineThatIsRefused {

        @Test
        void stopsNoOtherAndSaysEverything() {
            server.add(TicketTypeRows.inactiveType(key));
            List<List<String>> bad = List.of(
                    List.of("nonsense", " malformed"),
                    List.of("null", " required"),
                    List.of("[]", " malformed"),
                    List.of("{}", "/externalId required", "/ticket required"),
                    List.of(line("a b", ticket()), "/externalId invalid_format"),
                    List.of(line("x".repeat(129), ticket()), "/externalId too_long"),
                    List.of("{\"externalId\": 7, \"ticket\": " + ticket() + "}", "/externalId wrong_type"),
                    List.of(line(key, "\"id\": 7", ticket()), "/id unknown_property"),
                    List.of(line(key, "[]"), "/ticket wrong_type"),
                    List.of(line(key, "'createdAt': 'yesterday'", ticket()), "/createdAt wrong_type"),
                    List.of(line(key, ticketWith("id", 7)), "/ticket/id unknown_property"),
                    List.of(
                            line(key, ticket("{\"subject\": \"\", \"source\": \"fax\"}")),
                            "/ticket/source unknown_value",
                            "/ticket/subject too_short"),
                    List.of(
                            line(key, ticketWithout("requesterName", "requesterEmail")),
                            "/ticket/requesterEmail required",
                            "/ticket/requesterName required"),
                    List.of(
                            line(key, ticket("{\"ticketTypeId\": \"none\", \"merchantId\": 404, \"midId\": 404}")),
                            "/ticket/merchantId unknown_reference",
                            "/ticket/midId unknown_reference",
                            "/ticket/ticketTypeId unknown_reference"),
                    List.of(line(key, ticketWith("ticketTypeId", key)), "/ticket/ticketTypeId inactive_reference"),
                    List.of(line(key, ticket("""
                                    {"ticketTypeId": "terminal-support", "customFields": {"serialNumber": "?"}}""")), "/ticket/customFields/serialNumber invalid_format"),
                    List.of(line(key, ticketWith("subject", "x".repeat(1024 * 1024))), " too_long"));
            String lines = bad.stream()
                    .map(each -> each.get(0).replace("\n", " ") + "\n" + line(key + "-" + bad.indexOf(each), ticket()))
                    .collect(Collectors.joining());

            List<JsonNode> results = send(lines);

            assertSummary(results, bad.size(), 0, bad.size());
            for (int at = 0; at < bad.size(); at++) {
                JsonNode refused = results.get(2 * at);
                assertThat(refused.get("line").asInt()).isEqualTo(2 * at + 1);
                assertThat(violations(refused))
                        .as(bad.get(at).get(0))
                        .containsExactlyInAnyOrderElementsOf(
                                bad.get(at).subList(1, bad.get(at).size()));
                assertThat(results.get(2 * at + 1).get("outcome").asText()).isEqualTo("created");
            }
            assertThatJson(results.get(2 * 14)).isEqualTo("""
                            {line: 29, externalId: "%1$s", outcome: "refused", problem: {
                              type: "urn:docket:problem:invalid-request", title: "The request is not valid", status: 400,
                              detail: "1 error; see errors for what to change",
                              errors: [{pointer: "/ticket/ticketTypeId", code: "inactive_reference",
                                        detail: "the ticket type '%1$s' is not active"}]}}""".formatted(key));
            // A rejected line takes no number, and can be corrected.
            assertSummary(send(line(key, ticket())), 1, 0, 0);
        }

        @Test
        void isOneOfATypeThatAsksForMore() {
            server.add(TicketTypeRows.type(key, List.of("custom:vip"), List.of()));
            ContractClient vip = server.client(Stream.concat(Operations.permissions().stream(), Stream.of("custom:vip"))
                    .toList());
            String lines = line(key, ticketWith("ticketTypeId", key));

            List<JsonNode> refused = send(lines + line(key + "b", ticket()));
            assertSummary(refused, 1, 0, 1);
            assertThat(refused.get(0).at("/problem/status").asInt()).isEqualTo(403);

            assertSummary(send(vip, lines), 1, 0, 0);
            assertSummary(send(vip, lines), 0, 1, 0);
            JsonNode hidden = sendOne(lines);
            assertThat(hidden.at("/problem/status").asInt()).isEqualTo(403);
            assertThat(hidden.has("id")).isFalse();
        }

        @Test
        void isOneThatTheDatabaseCannotStore() {
            server.testDatabase.executeAsSuperuser(
                    "ALTER TABLE docket.tickets ADD CONSTRAINT poison CHECK (subject <> 'poison')");
            try {
                List<JsonNode> results = send(line(key, ticket())
                        + line(key + "b", ticketWith("subject", "poison"))
                        + line(key + "c", ticket()));

                assertSummary(results, 2, 0, 1);
                assertThat(results.get(1).at("/problem/type").asText()).isEqualTo("urn:docket:problem:internal-error");
                assertThat(results.get(1).toString()).doesNotContain("poison\"").doesNotContain("constraint");
            } finally {
                server.testDatabase.executeAsSuperuser("ALTER TABLE docket.tickets DROP CONSTRAINT poison");
            }
        }
    }

    @Nested
    class ThePast {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '~',
                value = {
                    "open     | 'createdAt': '2024-11-05T09:00:00Z' | {createdAt: '2024-11-05T09:00:00Z', slaStatus: 'on_time'}",
                    "open     | 'createdAt': '1970-01-01T00:00:00Z' | {createdAt: '1970-01-01T00:00:00Z', slaStatus: 'on_time'}",
                    "resolved | 'createdAt': '2024-11-05T09:00:00Z' |"
                            + " {createdAt: '2024-11-05T09:00:00Z', resolvedAt: '2024-11-05T09:00:00Z', resolutionTime: 0}",
                    "resolved | 'createdAt': '2024-11-05T09:00:00Z', 'resolvedAt': '2024-11-05T10:30:00Z' |"
                            + " {createdAt: '2024-11-05T09:00:00Z', resolvedAt: '2024-11-05T10:30:00Z', resolutionTime: 90}",
                    "closed   | 'createdAt': '2024-11-05T09:00:00Z', 'closedAt': '2024-11-06T09:00:00Z' |"
                            + " {createdAt: '2024-11-05T09:00:00Z', resolvedAt: '2024-11-06T09:00:00Z', closedAt: '2024-11-06T09:00:00Z',"
                            + " resolutionTime: 1440}",
                    "closed   | 'createdAt': '2024-11-05T11:00:00+02:00', 'resolvedAt': '2024-11-05T10:30:00Z',"
                            + " 'closedAt': '2024-11-06T09:00:00.1234567Z' |"
                            + " {createdAt: '2024-11-05T09:00:00Z', resolvedAt: '2024-11-05T10:30:00Z',"
                            + " closedAt: '2024-11-06T09:00:00.123456Z', resolutionTime: 90}",
                    "closed   | 'createdAt': '1970-01-01T00:00:00Z' |"
                            + " {createdAt: '1970-01-01T00:00:00Z', resolvedAt: '1970-01-01T00:00:00Z',"
                            + " closedAt: '1970-01-01T00:00:00Z', resolutionTime: 0}",
                })
        void isTakenOver(String status, String times, String shown) {
            JsonNode imported = sendOne(line(key, times, ticketWith("status", status)));

            assertThat(imported.get("outcome").asText()).as(imported.toString()).isEqualTo("created");
            Answer answer = client.get("/tickets/" + imported.get("id")).expect(200);
            assertThatJson(answer.only("createdAt", "resolvedAt", "closedAt", "resolutionTime", "slaStatus"))
                    .isEqualTo(shown.replace('\'', '"'));
            JsonNode ticket = answer.json();
            assertThat(ticket.path("updatedAt"))
                    .isEqualTo(Stream.of("closedAt", "resolvedAt", "createdAt")
                            .filter(ticket::has)
                            .findFirst()
                            .map(ticket::get)
                            .orElseThrow());
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '~',
                value = {
                    "open     | 'createdAt': '2026-03-06T21:30:01Z' | /createdAt out_of_range",
                    "open     | 'createdAt': '1969-12-31T23:59:59Z' | /createdAt out_of_range",
                    "open     | 'resolvedAt': '2024-11-05T09:00:00Z' | /resolvedAt contradiction",
                    "resolved | 'closedAt': '2024-11-05T09:00:00Z' | /closedAt contradiction",
                    "resolved | 'resolvedAt': '2024-11-05T09:00:00Z' | /resolvedAt out_of_range",
                    "closed   | 'createdAt': '2024-11-05T09:00:00Z', 'resolvedAt': '2024-11-05T08:59:59Z' | /resolvedAt out_of_range",
                    "closed   | 'createdAt': '2024-11-05T09:00:00Z', 'resolvedAt': '2024-11-05T10:00:00Z',"
                            + " 'closedAt': '2024-11-05T09:30:00Z' | /closedAt out_of_range",
                    "closed   | 'createdAt': '2024-11-05T09:00:00Z', 'closedAt': '2026-03-06T21:30:01Z' | /closedAt out_of_range",
                })
        void mustHaveBeen(String status, String times, String violation) {
            assertThat(violations(sendOne(line(key, times, ticketWith("status", status)))))
                    .containsExactly(violation);
        }

        /** Without a calendar, the targets of a ticket of medium priority are 4 and 24 hours around the clock. */
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '~',
                value = {
                    "open             |                        | on_time  | 2026-03-07T01:30:00Z | 2026-03-07T21:30:00Z | 527040",
                    "open             | 'sla': 'from_import'   | on_time  | 2026-03-07T01:30:00Z | 2026-03-07T21:30:00Z | 527040",
                    "in_progress      | 'sla': 'from_import'   | on_time  | 2026-03-07T01:30:00Z | 2026-03-07T21:30:00Z | 527040",
                    "waiting_customer | 'sla': 'from_import'   | paused   | 2026-03-07T01:30:00Z | 2026-03-07T21:30:00Z | 527040",
                    "open             | 'sla': 'from_creation' | breached | 2025-03-06T01:30:00Z | 2025-03-06T21:30:00Z | 0",
                    "open             | 'sla': 'none'          |          |                      |                      | 0",
                    "waiting_customer | 'sla': 'none'          |          |                      |                      | 0",
                })
        void countsTheSlaFrom(
                String status,
                @Nullable String sla,
                @Nullable String slaStatus,
                @Nullable String firstResponseDue,
                @Nullable String resolutionDue,
                int pausedMinutes) {
            String times = "'createdAt': '2025-03-05T21:30:00Z'" + (sla == null ? "" : ", " + sla);

            JsonNode ticket = show(sendOne(line(key, times, aroundTheClock(status))));

            assertThat(ticket.path("slaStatus").asText(null)).isEqualTo(slaStatus);
            assertThat(ticket.path("slaFirstResponseDue").asText(null)).isEqualTo(firstResponseDue);
            assertThat(ticket.path("slaResolutionDue").asText(null)).isEqualTo(resolutionDue);
            assertThat(ticket.path("slaTotalPausedTime").asInt()).isEqualTo(pausedMinutes);
        }

        private String aroundTheClock(String status) {
            client.post("/sla-policies", "{\"id\": \"%s\", \"name\": \"Around the clock\"}".formatted(key))
                    .expect(201);
            client.post("/ticket-types", """
                            {"id": "%1$s", "name": "Around the clock", "slaPolicyId": "%1$s"}""".formatted(key)).expect(201);
            return ticket("{\"ticketTypeId\": \"%s\", \"status\": \"%s\"}".formatted(key, status));
        }

        @Test
        void explainsTheTimeBeforeTheImportAsAPause() {
            JsonNode imported = sendOne(line(key, "'createdAt': '2026-03-06T09:30:00Z'", aroundTheClock("open")));

            assertThatJson(client.get("/tickets/" + imported.get("id") + "/sla")
                            .expect(200)
                            .json()
                            .get("pauses"))
                    .isEqualTo("""
                            [{cause: "imported", from: "2026-03-06T09:30:00Z", until: "2026-03-06T21:30:00Z",
                              businessSeconds: 43200}]""");
        }

        @Test
        void takesNoTurnOfARotationUnlessItIsOpenAndAsksForOne() {
            String turns = "/ticket-rotations/terminal-support";
            int before = client.get(turns).json().get("turns").asInt();

            JsonNode closed = sendOne(line(
                    key,
                    "'createdAt': '2024-11-05T09:00:00Z', " + TAKES_A_TURN,
                    ticket("{\"ticketTypeId\": \"terminal-support\", \"status\": \"closed\"}")));

            assertThat(show(closed).has("assignedTo")).isFalse();
            assertThat(client.get(turns).json().get("turns").asInt()).isEqualTo(before);
            JsonNode asGiven = sendOne(line(key + "a", ticket("{\"ticketTypeId\": \"terminal-support\"}")));
            assertThat(show(asGiven).has("assignedTo")).isFalse();
            assertThat(client.get(turns).json().get("turns").asInt()).isEqualTo(before);
            sendOne(line(
                    key + "b",
                    "'createdAt': '2024-11-05T09:00:00Z', " + TAKES_A_TURN,
                    ticket("{\"ticketTypeId\": \"terminal-support\"}")));
            assertThat(client.get(turns).json().get("turns").asInt()).isEqualTo(before + 1);
        }
    }

    @Nested
    class AConversation {

        private static final String CREATED = "'createdAt': '2024-03-01T09:00:00Z'";

        private static final String COMMENTS = """
                'comments': [
                  {'createdAt': '2024-03-03T09:00:00Z', 'author': {'type': 'requester', 'name': 'Rosa'}, 'content': 'Thank you'},
                  {'createdAt': '2024-03-01T10:00:00Z', 'author': {'type': 'agent', 'id': '77', 'name': 'Ana'}, 'content': 'Wetherby'},
                  {'createdAt': '2024-03-02T10:00:00Z', 'author': {'type': 'agent', 'name': 'Ben'}, 'content': 'Rollers?', 'isInternal': true},
                  {'createdAt': '2024-03-02T11:00:00Z', 'author': {'type': 'agent', 'name': 'Ben'}, 'content': 'Clean them'},
                  {'createdAt': '2024-03-03T09:00:00Z', 'author': {'type': 'system', 'name': 'Survey'}, 'content': 'How was it?'}]""".replace("\n", " ");

        /** However many comments there are, the words of the ticket are written once. */
        @Test
        void isIndexedAtOnce() {
            server.testDatabase.executeAsSuperuser("""
                    CREATE TABLE docket.indexed (ticket_id bigint);
                    GRANT INSERT ON docket.indexed TO docket_server;
                    CREATE FUNCTION docket.note_indexed() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        INSERT INTO docket.indexed VALUES (NEW.ticket_id);
                        RETURN NULL;
                    END
                    $$;
                    CREATE TRIGGER note_indexed AFTER UPDATE OF comments ON docket.ticket_search
                        FOR EACH ROW EXECUTE FUNCTION docket.note_indexed()
                    """);
            try {
                String comments = IntStream.range(0, 200)
                        .mapToObj(at -> "{'createdAt': '2024-03-03T09:00:00Z', 'content': 'word%d indexed%s',"
                                        .formatted(at, key.replace("-", ""))
                                + " 'author': {'type': 'agent', 'name': 'Ana'}}")
                        .collect(Collectors.joining(",", "'comments': [", "]"));
                String ticket = imported("open", comments).get("id").asText();

                assertThat(server.testDatabase.queryAsSuperuser("SELECT CAST(ticket_id AS text) FROM docket.indexed"))
                        .containsExactly(List.of(ticket));
                for (String word : List.of("word0", "word199")) {
                    assertThat(client.get("/tickets?search=" + word + "%20indexed" + key.replace("-", ""))
                                    .json()
                                    .get("data"))
                            .hasSize(1);
                }
            } finally {
                server.testDatabase.executeAsSuperuser("DROP TRIGGER note_indexed ON docket.ticket_search;"
                        + "DROP FUNCTION docket.note_indexed(); DROP TABLE docket.indexed");
            }
        }

        private JsonNode imported(String status, String more) {
            JsonNode result = sendOne(line(key, CREATED + ", " + more, ticketWith("status", status)));
            assertThat(result.path("outcome").asText()).as(result.toString()).isEqualTo("created");
            return show(result);
        }

        @ParameterizedTest
        @ValueSource(strings = {"open", "waiting_customer", "resolved", "closed"})
        void isThatOfTheTicketByTime(String status) {
            JsonNode ticket = imported(status, COMMENTS);

            assertThatJson(ticket)
                    .isObject()
                    .containsEntry("status", status)
                    .containsEntry("responseCount", json("4"))
                    .containsEntry("internalNoteCount", json("1"))
                    .containsEntry("firstResponseTime", json("60"))
                    .containsEntry("lastResponseAt", "2024-03-02T11:00:00Z")
                    .containsEntry("lastCustomerResponseAt", "2024-03-03T09:00:00Z")
                    .containsEntry("updatedAt", "2024-03-03T09:00:00Z");
            JsonNode comments = client.get("/tickets/" + ticket.get("id") + "/comments")
                    .expect(200)
                    .json();
            assertThat(comments.at("/data").findValuesAsText("content"))
                    .containsExactly("Wetherby", "Rollers?", "Clean them", "Thank you", "How was it?");
            assertThatJson(comments.at("/data/0/author")).isEqualTo("{'type': 'agent', 'id': '77', 'name': 'Ana'}");
            assertThatJson(comments.at("/data/1/author"))
                    .isEqualTo("{'type': 'agent', 'id': 'imported', 'name': 'Ben'}");
            JsonNode history = client.get("/tickets/" + ticket.get("id") + "/history")
                    .expect(200)
                    .json();
            assertThat(history.at("/data").findValuesAsText("action"))
                    .containsExactly("created", "commented", "commented", "commented", "commented", "commented");
            assertThat(history.at("/data").findValuesAsText("commentId"))
                    .containsExactlyElementsOf(
                            StreamSupport.stream(comments.at("/data").spliterator(), false)
                                    .map(comment -> comment.get("id").asText())
                                    .toList());
        }

        @Test
        void isFoundAndGoesOn() {
            JsonNode ticket = imported("open", COMMENTS);
            String path = "/tickets/" + ticket.get("id");

            assertThat(client.get("/tickets?search=wetherby&requesterId="
                                    + ticket.get("requesterId").asText())
                            .expect(200)
                            .json()
                            .at("/data")
                            .findValuesAsText("id"))
                    .contains(ticket.get("id").asText());
            client.post(path + "/comments", "{\"content\": \"Still well?\"}").expect(201);
            client.patch(path, "{\"priority\": \"high\"}").expect(200);
            assertThat(client.get(path).expect(200).json().get("responseCount").asInt())
                    .isEqualTo(5);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "from_import   | 2024-03-01T09:10:00Z | true",
                    "from_import   | 2024-03-09T09:00:00Z | true",
                    "from_creation | 2024-03-01T15:00:00Z | true",
                    "from_creation | 2024-03-09T09:00:00Z | false",
                })
        void answersTheFirstResponseTarget(String sla, String answered, boolean isMet) {
            JsonNode ticket = imported("open", """
                            'sla': '%s', 'comments': [
                              {'createdAt': '%s', 'author': {'type': 'agent', 'name': 'Ana'}, 'content': 'Hi'}]""".formatted(sla, answered).replace("\n", " "));

            JsonNode state = client.get("/tickets/" + ticket.get("id") + "/sla")
                    .expect(200)
                    .json();
            assertThat(state.at("/firstResponse/met").asBoolean())
                    .as(state.toString())
                    .isEqualTo(isMet);
        }

        @Test
        void mustFitTheTicketsTimes() {
            assertThat(violations(sendOne(line(
                            key,
                            CREATED + ", "
                                    + COMMENTS.replace("2024-03-02T11", "2024-02-02T11")
                                            .replace("2024-03-01T10", "2999-03-01T10"),
                            ticket()))))
                    .containsExactly("/comments/1/createdAt out_of_range", "/comments/3/createdAt out_of_range");
            assertThat(violations(sendOne(line(
                            key,
                            "'comments': [{'author': {'type': 'robot', 'name': ' '}, 'content': '', 'x': 1}]",
                            ticket()))))
                    .containsExactlyInAnyOrder(
                            "/comments/0/createdAt required",
                            "/comments/0/author/type unknown_value",
                            "/comments/0/author/name invalid_text",
                            "/comments/0/content too_short",
                            "/comments/0/x unknown_property");
        }

        @Test
        void hasInternalNotesOnlyFromACallerThatMayWriteThem() {
            ContractClient importer = server.client(List.of("tickets:import", "tickets:read"));

            JsonNode refused = send(importer, line(key, CREATED + ", " + COMMENTS, ticket()))
                    .get(0);
            assertThat(refused.at("/problem/status").asInt()).isEqualTo(403);
            assertThat(refused.at("/problem/detail").asText()).contains("tickets:notes");
            String replies = COMMENTS.replace(", 'isInternal': true", "");
            assertThat(send(importer, line(key, CREATED + ", " + replies, ticket()))
                            .get(0)
                            .get("outcome")
                            .asText())
                    .isEqualTo("created");
        }
    }

    @Nested
    class Rotations {

        @Test
        void thatCountOpenTicketsDecideOneByOne() {
            client.post(
                            "/ticket-types",
                            "{\"id\": \"%s\", \"name\": \"Counting\", \"autoAssignmentEnabled\": true}".formatted(key))
                    .expect(201);
            client.post("/ticket-rotations", """
                            {"id": "%1$s", "name": "Counting", "ticketTypeId": "%1$s", "userRotationArray": [
                              {"userId": "u-ben", "maxOpenTickets": %2$d}, {"userId": "u-cho", "maxOpenTickets": %3$d}]}""".formatted(key, open("u-ben") + 1, open("u-cho") + 2))
                    .expect(201);

            List<JsonNode> results = send(IntStream.range(0, 6)
                    .mapToObj(at -> line(
                            key + "-" + at, TAKES_A_TURN, at % 2 == 0 ? ticketWith("ticketTypeId", key) : ticket()))
                    .collect(Collectors.joining()));

            assertSummary(results, 6, 0, 0);
            assertThat(results.stream()
                            .limit(6)
                            .map(TicketImportTest::show)
                            .map(ticket -> ticket.path("assignedTo").asText("nobody")))
                    .containsExactlyInAnyOrder("u-ben", "u-cho", "u-cho", "nobody", "nobody", "nobody");
        }

        private int open(String user) {
            return client.get("/tickets?includeTotal=true&status=open&assignedTo=" + user)
                    .json()
                    .get("total")
                    .asInt();
        }
    }

    @Nested
    class TheWhole {

        @Test
        void requiresThePermissionToImport() {
            post(server.client(List.of("tickets:create", "tickets:read")), line(key, ticket()))
                    .expect(403);
            post(server.client(List.of("tickets:import")), line(key, ticket())).expect(200);
        }

        @Test
        void isOfTheConfigurationThatIsInForce() {
            send(line(key, ticket()));
            server.add(TicketTypeRows.type(key));

            List<JsonNode> results = send(lines(300)
                    + line(key + "b", ticketWith("ticketTypeId", key))
                    + line(key + "c", ticketWith("ticketTypeId", key + "none")));

            assertSummary(results, 301, 0, 1);
        }

        @Test
        void isInTheOrderOfItsLines() {
            List<JsonNode> results = send(lines(300));

            assertThat(results.stream()
                            .limit(300)
                            .map(result -> result.get("line").asInt()))
                    .isSorted();
            assertThat(results.stream()
                            .limit(300)
                            .map(result -> result.get("externalId").asText()))
                    .containsExactlyElementsOf(IntStream.range(0, 300)
                            .mapToObj(at -> key + "-" + at)
                            .toList());
            assertThat(results.stream()
                            .limit(300)
                            .map(result -> result.get("id").asLong()))
                    .isSorted();
            assertSummary(send(lines(300)), 0, 300, 0);
        }

        @Test
        void isStoredOnceByTwoAtOnce() {
            String lines = lines(600);
            long numbersBefore =
                    count("SELECT last_ticket_number FROM docket.account_counters WHERE account_id = '2311'");

            List<CompletableFuture<List<JsonNode>>> imports = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> send(lines)))
                    .limit(3)
                    .toList();

            List<JsonNode> results = imports.stream()
                    .flatMap(each -> each.join().stream().limit(600))
                    .toList();
            assertThat(results.stream()
                            .filter(result -> result.get("outcome").asText().equals("created")))
                    .hasSize(600);
            assertThat(results.stream()
                            .filter(result -> result.get("outcome").asText().equals("unchanged")))
                    .hasSize(1200);
            assertThat(results.stream()
                            .collect(groupingBy(
                                    result -> result.get("externalId").asText()))
                            .values())
                    .hasSize(600)
                    .allSatisfy(same -> assertThat(same.stream()
                                    .map(result -> result.get("id").asLong())
                                    .distinct())
                            .hasSize(1));
            assertThat(countTickets()).isEqualTo(600);
            assertThat(count("SELECT last_ticket_number FROM docket.account_counters WHERE account_id = '2311'"))
                    .isEqualTo(numbersBefore + 600);
        }

        /**
         * The body is generated while it is read: the distance between what was read and what was returned is the
         * amount in memory.
         */
        @Test
        void isNeverInMemory() throws IOException {
            int count = 2_500;
            AtomicInteger read = new AtomicInteger();
            AtomicInteger answered = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            InputStream body = new InputStream() {
                private byte[] line = {};
                private int position;

                @Override
                public int read() {
                    if (position == line.length) {
                        if (read.get() == count) {
                            return -1;
                        }
                        line = line(key + "-" + read.getAndIncrement(), ticket())
                                .getBytes(StandardCharsets.UTF_8);
                        position = 0;
                        most.accumulateAndGet(read.get() - answered.get(), Math::max);
                    }
                    return line[position++];
                }
            };
            OutputStream answer = new OutputStream() {
                @Override
                public void write(int one) {
                    answered.addAndGet(one == '\n' ? 1 : 0);
                }
            };
            Caller caller =
                    new Caller(UUID.randomUUID(), "memory", Set.copyOf(Operations.permissions()), Set.of("2311"));

            new TicketImport(server.database, new AccountRulesCache(server.database), server.clock)
                    .run(DemoData.ACCOUNT, body, answer, caller, "memory");

            assertThat(answered).hasValue(count + 1);
            assertThat(most.get()).isLessThan(1_000);
            assertThat(countTickets()).isEqualTo(count);
        }
    }

    @Nested
    class AClient {

        private RawClient raw() throws IOException {
            String token = server.tokens
                    .create("raw", Operations.permissions(), List.of(DemoData.ACCOUNT), null)
                    .secret();
            return new RawClient(server.uri().getPort())
                    .send(
                            "POST /tickets/import HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nx-account-id: %s\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    .formatted(token, DemoData.ACCOUNT));
        }

        private static String chunk(String text) {
            return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
        }

        @Test
        void canWaitForTheAnswerToEachLine() throws IOException {
            try (RawClient raw = raw()) {
                raw.send(chunk(line(key, ticket())));
                assertThat(raw.readHead().status()).isEqualTo(200);
                assertThat(raw.readChunk()).contains("\"line\":1").contains("created");

                raw.send(chunk(line(key, ticket()) + "\r\n \n"));
                assertThat(raw.readChunk()).contains("\"line\":2").contains("unchanged");

                raw.send("0\r\n\r\n");
                assertThat(raw.readChunk()).contains("\"lines\":2");
                assertThat(raw.readChunk()).isEmpty();
            }
        }

        @Test
        void thatIsKilledFindsAllThatWasAnsweredAndSendsAllOfItAgain() throws IOException {
            String lines = lines(1_000);
            int answered;
            try (RawClient raw = raw()) {
                raw.send(chunk(lines) + "ffff\r\n"
                        + line(key + "-half", ticket()).substring(0, 40));
                raw.readHead();
                answered = (int) raw.readChunk().lines().count();
            }
            assertThat(answered).isPositive();
            assertThat(countTickets()).isGreaterThanOrEqualTo(answered);

            List<JsonNode> again = send(lines);

            assertThat(again.get(again.size() - 1).get("unchanged").asInt()).isGreaterThanOrEqualTo(answered);
            assertThat(again.get(again.size() - 1).get("refused").asInt()).isZero();
            assertThat(countTickets()).isEqualTo(1_000);
        }
    }
}
