package dev.docket.server.growth;

import static dev.docket.server.testing.TicketJson.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import dev.docket.persistence.testing.StatementLog;
import dev.docket.server.testing.Contract;
import dev.docket.server.testing.Contract.Operation;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.FormData;
import dev.docket.server.testing.RunningServer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The number of statements that a request sends to PostgreSQL, on a node that has cached the caller and the account's
 * configuration. Statements that begin and end transactions do not count; the one that names the account of each
 * transaction does.
 */
class StatementsTest {

    /**
     * Request | statements | body, with ' for ". In lists, {n} is the page size, which must have no influence; {i} is
     * another number each time, and names that begin with "new" are created for the request. Many tickets at once take
     * three statements each; a merge takes seven each, and five.
     */
    private static final String OPERATIONS = """
            POST   /tickets                                                       |  2 | {ticketJson}
            GET    /tickets?pageSize={n}                                          |  3
            GET    /tickets?pageSize={n}&includeTotal=true                        |  4
            GET    /tickets?pageSize={n}&search=reader                            |  3
            GET    /tickets/export                                                |  3
            GET    /tickets/{ticket}                                              |  2
            PATCH  /tickets/{ticket}                                              |  4 | {'subject': 'S {i}'}
            DELETE /tickets/{newTicket}                                           |  3
            POST   /tickets/{deletedTicket}/restore                               |  3
            POST   /tickets/bulk-update                                           |  3 | {'ticketIds': [{newTickets1}], 'changes': {'priority': 'high'}}
            POST   /tickets/bulk-update                                           | 60 | {'ticketIds': [{newTickets20}], 'changes': {'priority': 'high'}}
            POST   /tickets/merge                                                 | 12 | {'primaryTicketId': '{newTicket}', 'ticketIdsToMerge': [{newTickets1}]}
            POST   /tickets/merge                                                 |145 | {'primaryTicketId': '{newTicket}', 'ticketIdsToMerge': [{newTickets20}]}
            GET    /tickets/{ticket}/history?pageSize={n}                         |  3
            GET    /events?pageSize={n}                                           |  3
            GET    /events?pageSize={n}&ticketId={ticket}                         |  4
            GET    /events?from=now                                               |  2
            GET    /tickets/{ticket}/sla                                          |  2
            POST   /tickets/{newTicket}/sla/pause                                 |  3 | {'reason': 'R'}
            POST   /tickets/{pausedTicket}/sla/resume                             |  3 | {'reason': 'R'}
            GET    /tickets/{ticket}/assignment                                   |  3
            POST   /tickets/{ticket}/comments                                     |  5 | {'content': 'C', 'mentions': ['u-ana', 'u-ben']}
            GET    /tickets/{ticket}/comments?pageSize={n}                        |  3
            GET    /tickets/{ticket}/comments/{comment}                           |  3
            PATCH  /tickets/{ticket}/comments/{comment}                           |  7 | {'content': 'C {i}'}
            GET    /tickets/{ticket}/comments/{comment}/versions?pageSize={n}     |  4
            POST   /tickets/{ticket}/comments/{newComment}/redact                 |  7 | {'reason': 'R'}
            POST   /tickets/{ticket}/attachments                                  | 14 | FORM
            GET    /tickets/{ticket}/attachments?pageSize={n}                     |  3
            GET    /tickets/{ticket}/attachments/{attachment}                     |  3
            GET    /tickets/{ticket}/attachments/{attachment}/content             |  5
            DELETE /tickets/{ticket}/attachments/{newAttachment}                  |  5
            POST   /tickets/{ticket}/escalations                                  |  4 | {'reason': 'R'}
            GET    /tickets/{ticket}/escalations?pageSize={n}                     |  3
            GET    /tickets/{ticket}/escalations/{escalation}                     |  3
            POST   /tickets/escalation-rules                                      | 13 | {'name': 'N', 'isActive': false, 'trigger': {'event': 'created', 'minutes': 0}}
            GET    /tickets/escalation-rules?pageSize={n}                         |  2
            GET    /tickets/escalation-rules/unanswered                           |  2
            PATCH  /tickets/escalation-rules/unanswered                           | 14 | {'name': 'N {i}'}
            DELETE /tickets/escalation-rules/{newEscalationRule}                  | 10
            POST   /tickets/automation-rules                                      |  7 | {rule}
            GET    /tickets/automation-rules?pageSize={n}                         |  2
            GET    /tickets/automation-rules/refunds                              |  2
            PATCH  /tickets/automation-rules/refunds                              |  8 | {'name': 'N {i}'}
            DELETE /tickets/automation-rules/{newAutomationRule}                  |  4
            POST   /tickets/automation-rules/refunds/test                         |  6 | {'ticketId': '{ticket}', 'event': 'commented'}
            GET    /tickets/automation-rules/refunds/runs?pageSize={n}            |  3
            POST   /ticket-types                                                  |  8 | {'name': 'N'}
            GET    /ticket-types?pageSize={n}                                     |  2
            GET    /ticket-types/general-question                                 |  2
            PATCH  /ticket-types/general-question                                 |  7 | {'name': 'N {i}'}
            DELETE /ticket-types/{newType}                                        |  5
            GET    /ticket-types/general-question/versions?pageSize={n}           |  3
            POST   /ticket-rotations                                              | 16 | {'name': 'N', 'userRotationArray': [{'userId': 'u-ana'}, {'userId': 'u-ben'}]}
            GET    /ticket-rotations?pageSize={n}                                 |  5
            GET    /ticket-rotations/terminal-support                             |  5
            PATCH  /ticket-rotations/terminal-support                             | 13 | {'name': 'N {i}'}
            DELETE /ticket-rotations/{newRotation}                                |  6
            GET    /ticket-rotations/terminal-support/next-user?turns={n}         |  4
            POST   /sla-policies                                                  |  8 | {'name': 'N', 'targets': {'high': {'resolutionMinutes': 3}}}
            GET    /sla-policies?pageSize={n}                                     |  2
            POST   /sla-policies/preview                                          |  2 | {'priority': 'high', 'start': '2026-03-06T21:30:00Z'}
            GET    /sla-policies/standard                                         |  2
            PATCH  /sla-policies/standard                                         |  9 | {'name': 'N {i}'}
            DELETE /sla-policies/{newPolicy}                                      |  6
            POST   /business-calendars                                            |  7 | {'name': 'N', 'zone': 'UTC', 'weekly': {'monday': [{'from': '09:00', 'until': '17:00'}]}}
            GET    /business-calendars?pageSize={n}                               |  2
            GET    /business-calendars/new-york                                   |  2
            PATCH  /business-calendars/new-york                                   |  8 | {'name': 'N {i}'}
            DELETE /business-calendars/{newCalendar}                              |  5
            GET    /users?pageSize={n}                                            |  2
            GET    /users?pageSize={n}&search=n                                   |  2
            GET    /users/u-ana                                                   |  2
            PUT    /users/u-{i}                                                   |  9 | {'name': 'N', 'email': '{i}@docket.example'}
            DELETE /users/{newUser}                                               |  7
            GET    /teams?pageSize={n}                                            |  2
            GET    /teams/7                                                       |  2
            PUT    /teams/{i}                                                     |  8 | {'name': 'N', 'memberIds': ['u-ana', 'u-ben', 'u-cho']}
            DELETE /teams/{newTeam}                                               |  5
            GET    /merchants?pageSize={n}                                        |  2
            GET    /merchants/1001                                                |  2
            PUT    /merchants/{i}                                                 |  6 | {'uniqueId': 'unique-{i}', 'dbaName': 'N'}
            DELETE /merchants/{newMerchant}                                       |  6
            GET    /mids?pageSize={n}                                             |  2
            GET    /mids/5001                                                     |  2
            PUT    /mids/{i}                                                      |  7 | {'uniqueId': 'unique-{i}', 'merchantId': 1001, 'descriptor': 'N'}
            DELETE /mids/{newMid}                                                 |  5
            GET    /leads?pageSize={n}                                            |  2
            GET    /leads/3001                                                    |  2
            PUT    /leads/{i}                                                     |  6 | {'uniqueId': 'unique-{i}', 'name': 'N'}
            DELETE /leads/{newLead}                                               |  5
            GET    /applications?pageSize={n}                                     |  2
            GET    /applications/7001                                             |  2
            PUT    /applications/{i}                                              |  6 | {'uniqueId': 'unique-{i}', 'dbaName': 'N'}
            DELETE /applications/{newApplication}                                 |  5
            POST   /requesters/erase                                              | 11 | {'requesterType': 'external', 'requesterId': 'x-{i}'}
            GET    /requesters/erasures?pageSize={n}                              |  2
            GET    /me                                                            |  1
            GET    /roles                                                         | 0
            POST   /tokens                                                        |  4 | {'name': 'N', 'permissions': ['tickets:read'], 'accounts': ['*']}
            GET    /tokens?pageSize={n}                                           |  2
            GET    /tokens/{token}                                                |  2
            DELETE /tokens/{newToken}                                             |  3
            GET    /quotas                                                        |  3
            POST   /accounts                                                      |  3 | {'id': 'a-{i}', 'name': 'N'}
            GET    /accounts?pageSize={n}                                         |  3
            GET    /accounts/{account}                                            |  2
            PATCH  /accounts/{account}                                            |  5 | {'name': 'N {i}'}
            """;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
    private static final int ROWS = 21;

    /** Transactions, and the check of the token that a node repeats once a second. */
    private static final Pattern NOT_COUNTED =
            Pattern.compile("(?s)BEGIN.*|COMMIT|.*WHERE secret_sha256 = .*|UPDATE tokens\\s+SET last_used_at.*");

    private static RunningServer first;
    private static RunningServer server;
    private static StatementLog log;
    private static ContractClient client;
    private static String account;

    /** The values of placeholders; creating them does not count. */
    private static final Map<String, Supplier<String>> VALUES = new HashMap<>();

    private static int number;

    /** @param sent null: no body; FORM: a file */
    record Row(String method, String path, int statements, String sent) {

        static Row of(String line) {
            String[] cells = line.split("\\|", 3);
            String[] request = cells[0].strip().split("\\s+", 2);
            return new Row(
                    request[0],
                    request[1],
                    Integer.parseInt(cells[1].strip()),
                    cells.length < 3 ? null : cells[2].strip().replace('\'', '"'));
        }

        boolean isList() {
            return path.contains("{n}");
        }

        String contentType() {
            if (sent == null) {
                return null;
            }
            if (sent.equals("FORM")) {
                return FormData.TYPE;
            }
            return method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
        }

        byte[] body() {
            if (sent == null) {
                return new byte[0];
            }
            return sent.equals("FORM")
                    ? new FormData()
                            .file("a.txt", "text/plain", new byte[] {'a'})
                            .bytes()
                    : filled(sent).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Stream<Row> operations() {
        return OPERATIONS.lines().map(Row::of);
    }

    /** Creates more of everything that is listed than fits on a page. */
    @BeforeAll
    static void start() {
        first = RunningServer.start();
        log = StatementLog.ofStatements(first.testDatabase);
        server = first.beside();
        account = first.nextDemo();
        client = server.operator().with("x-account-id", account);
        ContractClient other = first.operator().with("x-account-id", account);

        VALUES.put("i", () -> Integer.toString(++number));
        VALUES.put("account", () -> account);
        VALUES.put("ticketJson", () -> ticket("{}"));
        VALUES.put(
                "rule",
                () -> "{'name': 'N', 'isActive': false, 'events': ['commented'], 'actions': [{'type': 'unassign'}]}"
                        .replace('\'', '"'));
        maker("newTicket", other, "POST /tickets", "{ticketJson}");
        VALUES.put("newTickets1", () -> '"' + VALUES.get("newTicket").get() + '"');
        VALUES.put(
                "newTickets20",
                () -> Stream.generate(VALUES.get("newTickets1")).limit(20).collect(Collectors.joining(", ")));
        VALUES.put(
                "deletedTicket",
                () -> afterwards(
                        VALUES.get("newTicket").get(),
                        id -> other.delete("/tickets/" + id).expect(204)));
        VALUES.put(
                "pausedTicket",
                () -> afterwards(
                        VALUES.get("newTicket").get(),
                        id -> other.post("/tickets/" + id + "/sla/pause", "{\"reason\": \"R\"}")
                                .expect(200)));
        constant("ticket", "newTicket");
        maker("newComment", other, "POST /tickets/{ticket}/comments", "{'content': 'C'}");
        constant("comment", "newComment");
        maker("newAttachment", other, "POST /tickets/{ticket}/attachments", "FORM");
        constant("attachment", "newAttachment");
        maker("newEscalation", other, "POST /tickets/{ticket}/escalations", "{'reason': 'R'}");
        constant("escalation", "newEscalation");
        maker(
                "newEscalationRule",
                other,
                "POST /tickets/escalation-rules",
                "{'name': 'N', 'isActive': false, 'trigger': {'event': 'created', 'minutes': 0}}");
        maker("newAutomationRule", other, "POST /tickets/automation-rules", "{rule}");
        maker("newType", other, "POST /ticket-types", "{'name': 'N'}");
        maker(
                "newRotation",
                other,
                "POST /ticket-rotations",
                "{'name': 'N', 'userRotationArray': [{'userId': 'u-ana'}]}");
        maker("newPolicy", other, "POST /sla-policies", "{'name': 'N', 'targets': {'high': {'resolutionMinutes': 3}}}");
        maker(
                "newCalendar",
                other,
                "POST /business-calendars",
                "{'name': 'N', 'zone': 'UTC', 'weekly': {'monday': [{'from': '09:00', 'until': '17:00'}]}}");
        maker("newUser", other, "PUT /users/u-{i}", "{'name': 'N', 'email': '{i}@docket.example'}");
        maker("newTeam", other, "PUT /teams/{i}", "{'name': 'N', 'memberIds': ['u-ana']}");
        maker("newMerchant", other, "PUT /merchants/{i}", "{'uniqueId': 'unique-{i}', 'dbaName': 'N'}");
        maker("newMid", other, "PUT /mids/{i}", "{'uniqueId': 'unique-{i}', 'merchantId': 1001, 'descriptor': 'N'}");
        maker("newLead", other, "PUT /leads/{i}", "{'uniqueId': 'unique-{i}', 'name': 'N'}");
        maker("newApplication", other, "PUT /applications/{i}", "{'uniqueId': 'unique-{i}', 'dbaName': 'N'}");
        maker("newErasure", other, "POST /requesters/erase", "{'requesterType': 'external', 'requesterId': 'x-{i}'}");
        maker("newToken", other, "POST /tokens", "{'name': 'N', 'permissions': ['tickets:read'], 'accounts': ['*']}");
        constant("token", "newToken");
        maker("newAccount", other, "POST /accounts", "{'id': 'a-{i}', 'name': 'N'}");
        for (String each : List.copyOf(VALUES.keySet())) {
            if (each.startsWith("new") && !each.startsWith("newTickets")) {
                Stream.generate(VALUES.get(each)).limit(ROWS).forEach(id -> {});
            }
        }
        for (int i = 0; i < ROWS; i++) {
            other.patch(filled("/tickets/{ticket}/comments/{comment}"), filled("{\"content\": \"C {i}\"}"))
                    .expect(200);
            other.patch(
                            filled("/ticket-types/general-question"),
                            filled("{\"customFields\": [{\"name\": \"f{i}\", \"type\": \"text\"}]}"))
                    .expect(200);
        }
        first.testDatabase.executeAsSuperuser("""
                INSERT INTO docket.automation_runs (account_id, rule_id, ticket_id, history_number, outcome, at)
                SELECT account_id, 'refunds', ticket_id, number, 'changed', at
                  FROM docket.ticket_history
                 WHERE account_id = '%s'
                 LIMIT %d""".formatted(account, ROWS));
    }

    @AfterAll
    static void stop() {
        server.close();
        first.close();
    }

    private static void maker(String name, ContractClient by, String request, String sent) {
        Row row = Row.of(request + " | 0 | " + sent);
        VALUES.put(name, () -> {
            var made = send(by, row, filled(row.path())).json();
            return made.get(made.has("uniqueId") && made.has("ticketNumber") ? "uniqueId" : "id")
                    .asText();
        });
    }

    private static void constant(String name, String maker) {
        String value = VALUES.get(maker).get();
        VALUES.put(name, () -> value);
    }

    private static String afterwards(String id, Consumer<String> action) {
        action.accept(id);
        return id;
    }

    @ParameterizedTest
    @MethodSource("operations")
    void areAsManyAsSaid(Row row) {
        statements(row, 1);

        for (int size : row.isList() ? List.of(1, 20) : List.of(1)) {
            assertThat(statements(row, size))
                    .as("%s with pages of %d", row, size)
                    .hasSize(row.statements());
        }
    }

    /** The table contains every operation of the contract, except those whose body is not JSON, and no others. */
    @Test
    void areKnownOfEveryOperation() {
        List<String> told = operations()
                .map(row -> Contract.DOCKET
                        .operation(row.method(), row.path())
                        .orElseThrow()
                        .toString())
                .toList();

        assertThat(Contract.DOCKET.operations().stream()
                        .filter(operation -> !operation.permission().equals("public"))
                        .map(Operation::toString)
                        .filter(operation -> !told.contains(operation)))
                .containsExactlyInAnyOrder(
                        "POST /business-calendars/{calendarId}/holidays/import",
                        "POST /directory/import",
                        "POST /tickets/import");
    }

    private static List<String> statements(Row row, int size) {
        VALUES.put("n", () -> Integer.toString(size));
        String path = filled(row.path());
        Row ready = new Row(row.method(), path, 0, row.sent() == null ? null : filled(row.sent()));
        return log
                .during(() -> {
                    Answer answer = send(client, ready, path);
                    if (row.isList() && answer.json().has("data")) {
                        assertThat(answer.json().get("data")).hasSize(size);
                    }
                })
                .stream()
                .filter(statement -> !NOT_COUNTED.matcher(statement).matches())
                .toList();
    }

    private static Answer send(ContractClient by, Row row, String path) {
        Answer answer = by.send(row.method(), path, row.contentType(), row.body());
        assertThat(answer.status()).as(answer.body()).isBetween(200, 204);
        return answer;
    }

    private static String filled(String template) {
        return PLACEHOLDER.matcher(template).replaceAll(name -> {
            Supplier<String> value = VALUES.get(name.group(1));
            return Matcher.quoteReplacement(value == null ? name.group() : value.get());
        });
    }
}
