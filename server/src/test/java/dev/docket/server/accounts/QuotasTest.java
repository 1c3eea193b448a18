package dev.docket.server.accounts;

import static dev.docket.server.testing.TicketJson.ticket;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.docket.api.model.QuotaName;
import dev.docket.server.quotas.QuotaSettings;
import dev.docket.server.testing.ContractClient;
import dev.docket.server.testing.ContractClient.Answer;
import dev.docket.server.testing.FormData;
import dev.docket.server.testing.RunningServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class QuotasTest {

    private static RunningServer server;

    private String account;
    private ContractClient client;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void begin() {
        account = server.nextDemo();
        client = server.clientOf(account);
    }

    private Map<QuotaName, Long> used() {
        Map<QuotaName, Long> used = new EnumMap<>(QuotaName.class);
        for (JsonNode quota : client.get("/quotas").expect(200).json().get("data")) {
            used.put(
                    QuotaName.fromValue(quota.get("name").asText()),
                    quota.get("used").asLong());
        }
        return used;
    }

    /** A node that leaves the account this room. */
    private RunningServer nodeWithRoom(QuotaName quota, long room) {
        long limit = used().get(quota) + room;
        return server.beside(new QuotaSettings(Map.of(quota, quota == QuotaName.TOKENS ? limit + 1 : limit)));
    }

    /** Adds something to a quota of rows. */
    private static Answer add(ContractClient to, QuotaName quota, int number) {
        String name = "\"id\": \"quota-%1$d\", \"name\": \"Quota %1$d\"".formatted(number);
        return switch (quota) {
            case TICKET_TYPES -> to.post("/ticket-types", "{" + name + "}");
            case TICKET_ROTATIONS ->
                to.post(
                        "/ticket-rotations",
                        "{" + name + ", \"userRotationArray\": [{\"userId\": \"u-ben\", \"weight\": 1}]}");
            case SLA_POLICIES -> to.post("/sla-policies", "{" + name + "}");
            case BUSINESS_CALENDARS -> to.post("/business-calendars", "{" + name + """
                    , "zone": "UTC", "weekly": {"monday": [{"from": "09:00", "until": "17:00"}]}}""");
            case ESCALATION_RULES -> to.post("/tickets/escalation-rules", "{" + name + """
                    , "trigger": {"event": "resolution_due", "minutes": 5}, "raisePriorityTo": "urgent"}""");
            case AUTOMATION_RULES -> to.post("/tickets/automation-rules", "{" + name + """
                    , "events": ["commented"], "conditions": {}, "actions": [{"type": "add_tags", "tags": ["x"]}]}""");
            case TOKENS -> to.post("/tokens", "{\"name\": \"Quota\", \"permissions\": [\"tickets:read\"]}");
            case USERS ->
                to.put(
                        "/users/quota-" + number,
                        "{\"name\": \"U\", \"email\": \"quota-%d@docket.example\"}".formatted(number));
            case TEAMS -> to.put("/teams/" + (9000 + number), "{\"name\": \"T\"}");
            case MERCHANTS -> to.put("/merchants/" + (9000 + number), """
                    {"uniqueId": "m-quota-%d", "dbaName": "M"}""".formatted(number));
            case MIDS -> to.put("/mids/" + (9000 + number), """
                    {"uniqueId": "mid-quota-%d", "merchantId": 1001, "descriptor": "D"}""".formatted(number));
            case LEADS -> to.put("/leads/" + (9000 + number), """
                    {"uniqueId": "l-quota-%d", "name": "L"}""".formatted(number));
            case APPLICATIONS -> to.put("/applications/" + (9000 + number), """
                    {"uniqueId": "a-quota-%d", "dbaName": "A"}""".formatted(number));
            case CUSTOM_FIELDS -> to.post("/ticket-types", "{" + name + """
                    , "customFields": [{"name": "one", "type": "text"}]}""");
            case ATTACHMENT_BYTES ->
                to.post(
                        "/tickets/" + ticketOf(to) + "/attachments",
                        FormData.TYPE,
                        new FormData()
                                .file("one.txt", "text/plain", "x".getBytes(StandardCharsets.UTF_8))
                                .bytes());
        };
    }

    private static String ticketOf(ContractClient of) {
        return of.post("/tickets", ticket()).expect(201).json().get("uniqueId").asText();
    }

    private static void requireExceeded(Answer answer, QuotaName quota) {
        JsonNode problem = answer.expect(409).json();
        assertThat(problem.get("type").asText()).isEqualTo("urn:docket:problem:quota-exceeded");
        assertThat(problem.get("detail").asText()).contains("'" + quota + "'", "delete", "operator");
    }

    @ParameterizedTest
    @EnumSource(QuotaName.class)
    void letAnAccountUseTheLastOfItsRoomAndNoMore(QuotaName quota) {
        try (RunningServer node = nodeWithRoom(quota, 2)) {
            ContractClient limited = node.clientOf(account);
            for (int number = 1; number <= 2; number++) {
                assertThat(add(limited, quota, number).status()).isIn(200, 201);
            }
            Map<QuotaName, Long> full = used();
            requireExceeded(add(limited, quota, 3), quota);
            assertThat(used()).as("what was rejected is not stored").isEqualTo(full);
            assertThat(add(node.clientOf(server.nextEmptyAccount()), QuotaName.TEAMS, 1)
                            .status())
                    .as("another account")
                    .isIn(200, 201);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = QuotaName.class,
            names = {"LEADS", "TICKET_TYPES", "CUSTOM_FIELDS", "TOKENS", "ATTACHMENT_BYTES"})
    void areKeptByRequestsAtTheSameTime(QuotaName quota) {
        try (RunningServer node = nodeWithRoom(quota, 5);
                RunningServer other = nodeWithRoom(quota, 5)) {
            // Each client has a token of the account.
            long tokens = quota == QuotaName.TOKENS ? 1 : 0;
            List<ContractClient> clients = List.of(node.clientOf(account), other.clientOf(account));
            IntFunction<CompletableFuture<Answer>> adding =
                    number -> CompletableFuture.supplyAsync(() -> add(clients.get(number % 2), quota, number));
            List<Answer> answers = IntStream.range(0, 20).mapToObj(adding).toList().stream()
                    .map(CompletableFuture::join)
                    .toList();
            assertThat(answers.stream().filter(answer -> answer.status() < 300)).hasSize((int) (5 - tokens));
            answers.stream().filter(answer -> answer.status() >= 300).forEach(answer -> requireExceeded(answer, quota));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TICKET_TYPES, /ticket-types/quota-1",
        "CUSTOM_FIELDS, /ticket-types/quota-1",
        "ESCALATION_RULES, /tickets/escalation-rules/quota-1",
        "USERS, /users/quota-1",
        "TEAMS, /teams/9001"
    })
    void haveRoomAgainAfterADeletion(QuotaName quota, String path) {
        try (RunningServer node = nodeWithRoom(quota, 1)) {
            ContractClient limited = node.clientOf(account);
            add(limited, quota, 1);
            requireExceeded(add(limited, quota, 2), quota);
            limited.delete(path).expect(204);
            assertThat(add(limited, quota, 2).status()).isIn(200, 201);
        }
    }

    @Test
    void haveRoomAgainAfterATokenIsRevokedOrAFileDeleted() {
        try (RunningServer node = nodeWithRoom(QuotaName.TOKENS, 1)) {
            ContractClient limited = node.clientOf(account);
            String token = add(limited, QuotaName.TOKENS, 1).json().get("id").asText();
            requireExceeded(add(limited, QuotaName.TOKENS, 2), QuotaName.TOKENS);
            limited.delete("/tokens/" + token).expect(204);
            add(limited, QuotaName.TOKENS, 2).expect(201);
        }
        try (RunningServer node = nodeWithRoom(QuotaName.ATTACHMENT_BYTES, 1)) {
            ContractClient limited = node.clientOf(account);
            Answer file = add(limited, QuotaName.ATTACHMENT_BYTES, 1).expect(201);
            requireExceeded(add(limited, QuotaName.ATTACHMENT_BYTES, 2), QuotaName.ATTACHMENT_BYTES);
            limited.delete(URI.create(file.header("Location")).getPath()).expect(204);
            add(limited, QuotaName.ATTACHMENT_BYTES, 2).expect(201);
        }
    }

    @Test
    void rejectTheLinesOfAnImportThatExceedThem() {
        try (RunningServer node = nodeWithRoom(QuotaName.LEADS, 2)) {
            String lines = IntStream.rangeClosed(1, 4)
                    .mapToObj(
                            "{\"id\": 90%1$d, \"lead\": {\"uniqueId\": \"import-%1$d\", \"name\": \"L\"}}\n"::formatted)
                    .reduce("", String::concat);
            String results = node.clientOf(account)
                    .post("/directory/import", "application/x-ndjson", lines)
                    .expect(200)
                    .body();
            assertThat(results.lines().filter(line -> line.contains("\"created\"") && line.contains("lead")))
                    .hasSize(2);
            assertThat(results.lines().filter(line -> line.contains("urn:docket:problem:quota-exceeded")))
                    .hasSize(2);
        }
    }

    @Test
    void countTheFieldsOfAnUpdatedTypeOnce() {
        try (RunningServer node = nodeWithRoom(QuotaName.CUSTOM_FIELDS, 2)) {
            ContractClient limited = node.clientOf(account);
            add(limited, QuotaName.CUSTOM_FIELDS, 1).expect(201);
            String fields = "{\"customFields\": [%s]}";
            String one = "{\"name\": \"one\", \"type\": \"number\"}";
            String two = "{\"name\": \"two\", \"type\": \"text\"}";
            String three = "{\"name\": \"three\", \"type\": \"text\"}";
            limited.patch("/ticket-types/quota-1", fields.formatted(one + ", " + two))
                    .expect(200);
            requireExceeded(
                    limited.patch("/ticket-types/quota-1", fields.formatted(one + ", " + two + ", " + three)),
                    QuotaName.CUSTOM_FIELDS);
            limited.patch("/ticket-types/quota-1", fields.formatted(three)).expect(200);
            limited.patch("/ticket-types/quota-1", fields.formatted(one + ", " + two))
                    .expect(200);
        }
    }

    @Test
    void thatWereLoweredStopNoOtherChange() {
        add(client, QuotaName.CUSTOM_FIELDS, 1).expect(201);
        Map<QuotaName, Long> none = new EnumMap<>(QuotaName.class);
        EnumSet.allOf(QuotaName.class).forEach(quota -> none.put(quota, 0L));
        try (RunningServer node = server.beside(new QuotaSettings(none))) {
            ContractClient limited = node.clientOf(account);
            limited.patch("/ticket-types/quota-1", "{\"name\": \"Other\"}").expect(200);
            limited.patch("/ticket-types/quota-1", "{\"customFields\": [{\"name\": \"other\", \"type\": \"text\"}]}")
                    .expect(200);
            limited.put("/users/u-ben", "{\"name\": \"Ben\", \"email\": \"new@docket.example\"}")
                    .expect(200);
            limited.delete("/ticket-types/quota-1").expect(204);
            requireExceeded(add(limited, QuotaName.TICKET_TYPES, 2), QuotaName.TICKET_TYPES);
        }
    }

    /** The triggers count what is stored after additions, changes and deletions. */
    @Test
    void countWhatIsStored() {
        Stream.of(QuotaName.values()).forEach(quota -> add(client, quota, 1));
        Stream.of(QuotaName.values())
                .filter(quota -> quota != QuotaName.CUSTOM_FIELDS)
                .forEach(quota -> add(client, quota, 2));
        client.delete("/ticket-types/quota-2").expect(204);
        client.delete("/users/quota-2").expect(204);
        client.delete("/tickets/automation-rules/quota-2").expect(204);

        Map<QuotaName, Long> used = used();
        Stream.of(QuotaName.values())
                .filter(QuotasTest::isOfRows)
                .forEach(quota -> assertThat(used.get(quota))
                        .as(quota.toString())
                        .isEqualTo(count("count(*) FROM docket." + quota + " WHERE")));
        assertThat(used.get(QuotaName.CUSTOM_FIELDS)).isEqualTo(count("""
                        sum(jsonb_array_length(v.custom_fields))
                          FROM docket.ticket_types t
                          JOIN docket.ticket_type_versions v USING (account_id, version)
                         WHERE v.ticket_type_id = t.id AND"""));
        assertThat(used.get(QuotaName.ATTACHMENT_BYTES))
                .isEqualTo(count("sum(size) FROM docket.attachments WHERE state = 'attached' AND"));
    }

    private static boolean isOfRows(QuotaName quota) {
        return !EnumSet.of(QuotaName.TOKENS, QuotaName.CUSTOM_FIELDS, QuotaName.ATTACHMENT_BYTES)
                .contains(quota);
    }

    private long count(String sql) {
        return Long.parseLong(server.testDatabase
                .queryAsSuperuser("SELECT " + sql + " account_id = '" + account + "'")
                .get(0)
                .get(0));
    }
}
